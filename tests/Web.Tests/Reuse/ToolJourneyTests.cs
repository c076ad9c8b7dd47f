using System.Net;
using AngleSharp.Dom;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.DependencyInjection;
using RepairNet.Application.Reuse;
using RepairNet.Application.Territories.Contract;
using RepairNet.TestSupport;
using RepairNet.Web.Pages.Reuse;
using RepairNet.Web.Pages.Training;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Reuse;

/// <summary>A tool goes out and comes back, by the pages, without a script; anyone finds it meanwhile.</summary>
public sealed class ToolJourneyTests
{
    private const string Desk = "/pro/outils";

    /// <summary>INSEE code of Roussillon in Vaucluse; there is another in Isère.</summary>
    private const string Roussillon = "84102";

    [Fact]
    public async Task The_next_page_is_about_the_commune_that_was_chosen_among_namesakes()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync(communeCode: Roussillon, epciCode: null);
        for (var i = 0; i <= ToolLibraryModel.PerPage; i++)
        {
            (await instance.SendAsync(new AddTool(workshop.Organisation.Id, new ToolFields($"Pince {i:00}", null, null, 7, null)), workshop.Member)).IsT0.ShouldBeTrue();
        }

        var visitor = instance.NewClient();
        var which = await visitor.PageAsync("/reemploi/outils?commune=Roussillon");
        var chosen = await visitor.PageAsync(which.QuerySelectorAll("#laquelle ~ ul a").Select(a => a.GetAttribute("href")!).Single(href => href.Contains(Roussillon, StringComparison.Ordinal)));
        chosen.QuerySelector("[name=commune]")!.GetAttribute("value").ShouldBe("Roussillon (84)");
        var next = await visitor.PageAsync(chosen.QuerySelector("a[rel=next]")!.GetAttribute("href")!);
        next.QuerySelector("#laquelle").ShouldBeNull();
        next.QuerySelectorAll("#liste ~ ul li").Length.ShouldBe(1);
        (await visitor.PageAsync(next.QuerySelector("a[rel=prev]")!.GetAttribute("href")!)).QuerySelectorAll("#liste ~ ul li").Length.ShouldBe(ToolLibraryModel.PerPage);
    }

    [Fact]
    public async Task What_a_search_says_of_a_commune_means_it_alone()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);
        var index = await instance.App.Services.GetRequiredService<ITerritories>().GetAsync(TestContext.Current.CancellationToken);
        foreach (var code in new[] { "93066", "97411", "11339", "70450", "32389", "97801", "38185" })
        {
            var (one, _, text) = SoughtCommune.Read(index, "commune:" + code, new ModelStateDictionary());
            one!.Code.ShouldBe(code);
            SoughtCommune.Read(index, text, new ModelStateDictionary()).One!.Code.ShouldBe(code, text);
        }
    }

    [Theory, BothDatabases]
    public async Task From_the_shelf_to_someone_and_back(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(name: "La Remise");
        var member = await instance.SignInAs(workshop.Member);
        using var wrong = await member.SendFormAsync(Desk, [new("nom", "Perceuse"), new("jours", "quinze"), new("caution", "beaucoup")]);
        wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var again = await wrong.PageAsync();
        again.QuerySelector("#jours")!.GetAttribute("value").ShouldBe("quinze");
        again.QuerySelector("#caution")!.GetAttribute("value").ShouldBe("beaucoup");

        using var added = await member.SendFormAsync(Desk, [new("nom", "Perceuse"), new("jours", "14"), new("caution", "50"), new("a-savoir", "Avec ses forets")]);
        var tool = added.Headers.Location!.ToString().Split('?')[0];
        using var nobody = await member.SendFormAsync(tool, [new("emprunteur", "Marie Blanc"), new("email", ""), new("tel", ""), new("retour", "2027-03-10")], "handler=Lend");
        nobody.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await nobody.PageAsync()).QuerySelector("#emprunteur")!.GetAttribute("value").ShouldBe("Marie Blanc");

        var key = (await member.PageAsync(tool)).QuerySelector("[name=cle]")!.GetAttribute("value")!;
        using var lent = await member.SendFormAsync(tool, [new("cle", key), new("emprunteur", "Marie Blanc"), new("email", "marie.blanc@exemple.fr"), new("tel", ""), new("retour", "2027-03-10")], "handler=Lend");
        lent.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var page = await member.PageAsync(tool);
        page.QuerySelector("#pret ~ dl")!.TextContent.ShouldContain("Marie Blanc");
        page.QuerySelector("#preter").ShouldBeNull();

        // The public reads that it is out, and never who has it.
        var visitor = instance.NewClient();
        var found = await visitor.PageAsync("/reemploi/outils?commune=38130&q=perc");
        found.QuerySelector("#liste ~ ul li")!.TextContent.ShouldContain("retour prévu le 10 mars 2027");
        found.Body!.TextContent.ShouldNotContain("Blanc");

        using var sooner = await member.SendFormAsync(tool, [new("retour", "2027-03-09")], "handler=Extend");
        (await sooner.PageAsync()).QuerySelector("#retour-erreur")!.TextContent.ShouldBe("Donnez un jour de retour après celui qui est prévu.");
        using var longer = await member.SendFormAsync(tool, [new("retour", "2027-03-20")], "handler=Extend");
        longer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var twice = await member.SendFormAsync(tool, [new("retour", "2027-03-20")], "handler=Extend");
        twice.StatusCode.ShouldBe(HttpStatusCode.Redirect, "pressed twice");
        using var back = await member.SendFormAsync(tool, [new("etat", "Un foret cassé")], "handler=Return");
        back.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await member.PageAsync(tool)).QuerySelector("#avant ~ ul")!.TextContent.ShouldContain("Un foret cassé");
        (await visitor.PageAsync("/reemploi/outils")).QuerySelector("#liste ~ ul li")!.TextContent.ShouldContain("Disponible");

        using var changed = await member.SendFormAsync(tool, [new("nom", "Perceuse"), new("jours", "7"), new("caution", ""), new("a-savoir", ""), new("numero", ""), new("retire", "true")], "handler=Change");
        changed.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await visitor.PageAsync("/reemploi/outils")).QuerySelector("#liste ~ ul li").ShouldBeNull();

        var reader = await instance.SignInAs(workshop.Reader);
        (await reader.PageAsync(tool)).QuerySelector("main form[method=post]").ShouldBeNull();
        foreach (var nowhere in new[] { Desk + "/xyz", Desk + "/019a2b3c4d5e6f708192a3b4c5d6e7f8", Desk + "?organisation=ailleurs" })
        {
            using var missing = await member.GetAsync(nowhere);
            missing.StatusCode.ShouldBe(HttpStatusCode.NotFound, nowhere);
        }
    }

    [Fact]
    public async Task A_page_that_still_shows_who_had_it_does_nothing_to_who_has_it()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync(name: "La Remise");
        var member = await instance.SignInAs(workshop.Member);
        using var added = await member.SendFormAsync(Desk, [new("nom", "Perceuse"), new("jours", "14"), new("caution", ""), new("a-savoir", "")]);
        var tool = added.Headers.Location!.ToString().Split('?')[0];
        async Task LendAsync(string name, string email)
        {
            using var lent = await member.SendFormAsync(tool, [new("emprunteur", name), new("email", email), new("tel", ""), new("retour", "2027-03-10")], "handler=Lend");
            lent.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        }

        await LendAsync("Nora", "nora@exemple.fr");
        var nora = (await member.PageAsync(tool)).QuerySelector("input[name=pret]")!.GetAttribute("value")!;
        using var back = await member.SendFormAsync(tool, [new("etat", "")], "handler=Return");
        back.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await LendAsync("Paul", "paul@exemple.fr");

        // What is wrong in a form about Nora is not given back in one about Paul.
        foreach (var day in new[] { "2027-03-20", "bientôt" })
        {
            using var longer = await member.SendFormAsync(tool, [new("pret", nora), new("retour", day)], "handler=Extend");
            longer.StatusCode.ShouldBe(HttpStatusCode.Conflict, day);
            (await longer.PageAsync()).QuerySelector(".errors h2")!.TextContent.ShouldBe("L’outil est déjà revenu.");
        }

        foreach (var note in new[] { "", "Appelez le 06 12 34 56 78" })
        {
            using var again = await member.SendFormAsync(tool, [new("pret", nora), new("etat", note)], "handler=Return");
            again.StatusCode.ShouldBe(HttpStatusCode.Redirect, note);
        }

        var page = await member.PageAsync(tool);
        page.QuerySelector("#pret ~ dl")!.TextContent.ShouldContain("Paul");
        page.QuerySelector("#pret ~ dl")!.TextContent.ShouldContain("10 mars");
        using var unnamed = await member.SendFormAsync(tool, [new("pret", ""), new("etat", "")], "handler=Return");
        unnamed.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_refused_form_leaves_the_others_of_its_page_as_they_are()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync(name: "La Remise");
        var member = await instance.SignInAs(workshop.Member);
        using var added = await member.SendFormAsync(Desk, [new("nom", "Perceuse"), new("numero", "P2"), new("jours", "14"), new("caution", "50"), new("a-savoir", "Avec ses forets")]);
        var tool = added.Headers.Location!.ToString().Split('?')[0];

        using var nobody = await member.SendFormAsync(tool, [new("emprunteur", "Marie Blanc"), new("email", ""), new("tel", ""), new("retour", "2027-03-10")], "handler=Lend");
        nobody.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        ToolOf(await nobody.PageAsync()).ShouldBe(("Perceuse", "P2", "14", "50", "Avec ses forets", false));

        // Lost while it is out: it is not lent again because a note was refused.
        using var lent = await member.SendFormAsync(tool, [new("emprunteur", "Marie Blanc"), new("email", "marie.blanc@exemple.fr"), new("tel", ""), new("retour", "2027-03-10")], "handler=Lend");
        lent.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var lost = await member.SendFormAsync(tool, [new("nom", "Perceuse"), new("numero", "P2"), new("jours", "7"), new("caution", ""), new("a-savoir", "Avec ses forets"), new("retire", "true")], "handler=Change");
        lost.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var noted = await member.SendFormAsync(tool, [new("etat", "Appelez le 06 12 34 56 78")], "handler=Return");
        noted.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await noted.PageAsync();
        ToolOf(page).ShouldBe(("Perceuse", "P2", "7", null, "Avec ses forets", true));
        page.QuerySelector("#retour")!.GetAttribute("value").ShouldBe("2027-03-08", "seven days, as the page proposes");

        // The other way round: the form of the tool is refused, and that of a loan can still be sent once.
        using var back = await member.SendFormAsync(tool, [new("etat", "")], "handler=Return");
        back.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var found = await member.SendFormAsync(tool, [new("nom", "Perceuse"), new("numero", ""), new("jours", "7"), new("caution", ""), new("a-savoir", "")], "handler=Change");
        found.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var wrong = await member.SendFormAsync(tool, [new("nom", "Perceuse"), new("numero", ""), new("jours", "sept"), new("caution", ""), new("a-savoir", "")], "handler=Change");
        wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        page = await wrong.PageAsync();
        page.QuerySelector("[name=cle]")!.GetAttribute("value").ShouldNotBeNullOrEmpty();
        page.QuerySelector("#retour")!.GetAttribute("value").ShouldBe("2027-03-08");
    }

    /// <summary>What the form of the tool holds.</summary>
    private static (string?, string?, string?, string?, string?, bool) ToolOf(IDocument page)
    {
        string? Value(string field) => page.QuerySelector("#" + field)!.GetAttribute("value");
        return (Value("nom"), Value("numero"), Value("jours"), Value("caution"), Value("a-savoir"), page.QuerySelector("input[name=retire]")!.HasAttribute("checked"));
    }
}
