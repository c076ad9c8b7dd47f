using System.Net;
using Microsoft.EntityFrameworkCore;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Publishing;

/// <summary>An agent writes the legal notice of a town; whoever comes from the town's pages reads it.</summary>
public sealed class PageTextTests
{
    private const string Town = "commune:" + Given.Grenoble;
    private const string Editor = "/mairie/textes/mentions-legales/fr?territoire=" + Town;

    [Theory, BothDatabases]
    public async Task A_text_is_previewed_saved_read_and_taken_back(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var agent = await instance.SignInAs(workshop.Agent);
        var reader = instance.NewClient(cookies: false);
        (await agent.PageAsync("/mairie/textes")).QuerySelector("main ul.dash")!.QuerySelectorAll("a").Length.ShouldBe(12);

        const string body = "## Éditeur\nLa ville, <b>11 boulevard</b> Jean-Pain. [Écrire](mailto:mairie@exemple.fr)\n- un\n- deux";
        using var preview = await agent.SendFormAsync(Editor, [new("texte", body), new("acte", "apercu")]);
        (await preview.PageAsync()).QuerySelector("main section h2 ~ div a[href='mailto:mairie@exemple.fr']").ShouldNotBeNull();
        (await instance.ReadAsync(db => db.SiteTexts.AnyAsync())).ShouldBeFalse();
        using var saved = await agent.SendFormAsync(Editor, [new("texte", body), new("acte", "enregistrer")]);
        saved.StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var page = await reader.PageAsync("/mentions-legales?territoire=" + Town);
        page.QuerySelector("main")!.TextContent.ShouldContain("<b>11 boulevard</b>");
        page.QuerySelector("main b").ShouldBeNull();
        page.QuerySelector("main")!.TextContent.ShouldContain("logiciel libre", customMessage: "the offer of the source stays");
        (await reader.PageAsync("/mentions-legales")).QuerySelector("main")!.TextContent.ShouldNotContain("Jean-Pain");
        (await reader.PageAsync("/territoires/" + Town)).QuerySelector($"footer a[href='/mentions-legales?territoire={Town}']").ShouldNotBeNull();

        using var back = await agent.SendFormAsync(Editor, [new("acte", "origine")]);
        back.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await reader.PageAsync("/mentions-legales?territoire=" + Town)).QuerySelector("main")!.TextContent.ShouldNotContain("Jean-Pain");
        (await agent.PageAsync(Editor)).QuerySelectorAll("main section .dash li").Length.ShouldBe(2);
    }

    [Fact]
    public async Task Without_a_territory_the_editor_is_of_the_first_one_looks_after_as_the_list()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();
        var agent = await instance.SignInAs(workshop.Agent);

        var page = await agent.PageAsync("/mairie/textes/mentions-legales/fr");

        page.QuerySelector("input[name=territoire]")!.GetAttribute("value").ShouldBe(Town);
        page.QuerySelector("main .lead a")!.GetAttribute("href").ShouldBe("/mentions-legales?territoire=" + Town);
        using var saved = await agent.SendFormAsync("/mairie/textes/mentions-legales/fr", [new("texte", "Ici"), new("acte", "enregistrer")]);
        saved.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await instance.ReadAsync(db => db.SiteTexts.Select(t => t.Territory).ToListAsync())).ShouldBe([Town]);
        (await (await instance.SignInAs(Given.Operator)).PageAsync("/mairie/textes/mentions-legales/fr")).QuerySelector("input[name=territoire]")!.GetAttribute("value").ShouldBeNullOrEmpty();
    }

    [Fact]
    public async Task What_is_not_ones_own_does_not_exist_and_an_unknown_act_is_refused()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();
        var agent = await instance.SignInAs(workshop.Agent);
        foreach (var path in new[] { "/mairie/textes/mentions-legales/de?territoire=" + Town, "/mairie/textes/rien/fr?territoire=" + Town, "/mairie/textes/mentions-legales/fr?territoire=commune:" + Given.Echirolles, "/mairie/textes?territoire=commune:" + Given.Echirolles })
        {
            (await agent.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }

        (await agent.SendFormAsync(Editor, [new("texte", "a"), new("acte", "autre")])).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await agent.SendFormAsync(Editor, [new("texte", new string('a', 20_001)), new("acte", "enregistrer")])).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task The_contact_form_keeps_what_was_typed_and_says_what_is_wrong()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite, new TestOptions { Settings = new Dictionary<string, string?> { ["Instance:ContactEmail"] = "guichet@repairnet.example" } });
        var visitor = instance.NewClient();
        using var wrong = await visitor.SendFormAsync("/contact/ecrire", [new("nom", "Marie"), new("email", "marie"), new("sujet", "Un vélo"), new("message", "Où ?")]);
        wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await wrong.PageAsync()).QuerySelector("input[name=sujet]")!.GetAttribute("value").ShouldBe("Un vélo");
        using var sent = await visitor.SendFormAsync("/contact/ecrire", [new("nom", "Marie"), new("email", "marie.blanc@exemple.fr"), new("sujet", "Un vélo"), new("message", "Où ?"), new("copie", "true")]);
        (await sent.PageAsync()).QuerySelector("h1")!.TextContent.ShouldBe("Votre message est parti");
        (await instance.ReadAsync(db => db.ContactMessages.CountAsync())).ShouldBe(1);
    }
}
