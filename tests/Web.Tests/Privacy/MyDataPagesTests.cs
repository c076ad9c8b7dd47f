using System.Net;
using System.Text.Json;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RepairNet.Application.Bookings;
using RepairNet.Application.Common;
using RepairNet.Application.Identity;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using RepairNet.Web.Shell;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Privacy;

/// <summary>The pages about people’s data, as a browser without scripts sees them.</summary>
public sealed class MyDataPagesTests
{
    private const string Email = "marie.blanc@exemple.fr";

    [Theory, BothDatabases]
    public async Task Someone_sees_takes_away_and_erases_their_data(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        await BookAsync(instance);
        var visitor = instance.NewClient();
        using var known = await visitor.SendFormAsync("/mes-donnees", [new("email", Email)]);
        using var unknown = await visitor.SendFormAsync("/mes-donnees", [new("email", "inconnue@exemple.fr")]);
        (await known.PageAsync()).QuerySelector("main")!.TextContent.ShouldBe((await unknown.PageAsync()).QuerySelector("main")!.TextContent);
        using var wrong = await visitor.SendFormAsync("/mes-donnees", [new("email", "marie")]);
        wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);

        // Looking at the link changes nothing; its button opens it once.
        var link = "/mes-donnees/lien/" + await TokenAsync(instance);
        (await visitor.PageAsync(link)).QuerySelector("main")!.TextContent.ShouldNotContain("Fairphone");
        using var opened = await visitor.SendFormAsync(link, []);
        opened.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var page = await opened.PageAsync();
        page.QuerySelector("main")!.TextContent.ShouldContain("Fairphone");
        (await visitor.GetAsync(link)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        using var file = await SendAsync(visitor, page, "/mes-donnees/fichier");
        file.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        var json = JsonDocument.Parse(await file.Content.ReadAsStringAsync()).RootElement;
        json.GetProperty("email").GetString().ShouldBe(Email);
        json.GetProperty("bookings")[0].GetProperty("name").GetString().ShouldBe("Marie Blanc");

        using var asked = await SendAsync(visitor, page, "/mes-donnees/effacer");
        var confirmation = await asked.PageAsync();
        confirmation.QuerySelector("main")!.TextContent.ShouldContain("il est annulé d’abord");
        using var done = await SendAsync(visitor, confirmation, "/mes-donnees/effacer");
        (await done.PageAsync()).QuerySelector("h1")!.TextContent.ShouldBe("C’est effacé");
        (await instance.ReadAsync(db => db.Bookings.AsNoTracking().SingleAsync())).Contact.Name.ShouldBe("Effacé");
        using var again = await SendAsync(visitor, confirmation, "/mes-donnees/effacer");
        again.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var forged = await visitor.SendFormAsync("/mes-donnees", [new("demande", DataLinkId.New().ToString()), new("cle", "x"), new("email", "x")]);
        ((int)forged.StatusCode).ShouldBe(422);
    }

    [Theory, BothDatabases]
    public async Task A_workshop_erases_for_who_gave_only_a_telephone(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var (workshop, reference) = await BookAsync(instance);
        var stranger = (await instance.Given.WorkshopAsync()).Member;
        (await (await instance.SignInAs(stranger)).GetAsync($"/pro/rendez-vous/{reference}/effacer")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var member = await instance.SignInAs(workshop.Member);
        using var done = await member.SendFormAsync($"/pro/rendez-vous/{reference}/effacer", []);
        done.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await member.PageAsync($"/pro/rendez-vous/{reference}")).QuerySelector("main")!.TextContent.ShouldContain("ont été effacées");
    }

    [Fact]
    public async Task An_account_is_downloaded_and_deleted_from_its_page()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();
        await instance.AccountOf(workshop.Manager);
        var member = await instance.SignInAs(workshop.Member);
        using var file = await member.SendFormAsync("/compte", [], "handler=Data");
        JsonDocument.Parse(await file.Content.ReadAsStringAsync()).RootElement.GetProperty("rights").GetArrayLength().ShouldBe(1);
        var manager = await instance.SignInAs(workshop.Manager);
        using var needed = await manager.SendFormAsync("/compte/supprimer", []);
        needed.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        using var gone = await member.SendFormAsync("/compte/supprimer", []);
        gone.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await member.GetAsync("/compte")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task A_link_says_where_an_account_with_a_second_factor_is_read_and_its_page_asks_the_password()
    {
        const string Password = "un grille-pain par jour";
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        await BookAsync(instance);
        var invited = (await instance.SendAsync(new CreateAccount(Email, false, [], []), Actor.System)).AsT0.LinkToken;
        var account = (await instance.SendAsync(new ChoosePassword(invited, Password))).AsT0.Account;
        await instance.AddAsync(new SecondFactor(account, SecondFactorId.New(), 0, instance.Clock.Now));
        var visitor = instance.NewClient();
        (await visitor.SendFormAsync("/mes-donnees", [new("email", Email)])).Dispose();

        using var opened = await visitor.SendFormAsync("/mes-donnees/lien/" + await TokenAsync(instance), []);
        var page = await opened.PageAsync();
        page.QuerySelector("main .note a[href='/compte']").ShouldNotBeNull();
        page.QuerySelector("#s-account").ShouldBeNull();
        using var asked = await SendAsync(visitor, page, "/mes-donnees/effacer");
        using var done = await SendAsync(visitor, await asked.PageAsync(), "/mes-donnees/effacer");
        (await done.PageAsync()).QuerySelector("main .lead")!.TextContent.ShouldContain("nous ne gardons plus que votre compte");

        var owner = await instance.SignInAs(Actor.Anonymous with { Account = account }, withSecondFactor: true);
        using (var wrong = await owner.SendFormAsync("/compte/supprimer", [new("motDePasse", "pas celui-là")]))
        {
            wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            (await wrong.PageAsync()).QuerySelector("#motDePasse")!.GetAttribute("aria-invalid").ShouldBe("true");
        }

        using var gone = await owner.SendFormAsync("/compte/supprimer", [new("motDePasse", Password)]);
        gone.StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task The_privacy_page_says_every_delay_of_the_table_as_it_is_set()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite, new TestOptions { Settings = new Dictionary<string, string?> { ["Retention:BookingMonths"] = "5", ["Retention:QueueNameHours"] = "48" } });
        var visitor = instance.NewClient(cookies: false);
        var page = await visitor.PageAsync("/confidentialite");
        var rows = page.QuerySelectorAll("#delais ~ dl > div");
        rows.Length.ShouldBe(Retention.Rules.Count);
        rows[0].TextContent.ShouldContain("5 mois après le rendez-vous");
        rows.ShouldContain(row => row.TextContent.Contains("2 jours après l’inscription"));
        page.QuerySelector("main a[href='/mes-donnees']").ShouldNotBeNull();
    }

    [Fact]
    public async Task Reading_sets_no_cookie_and_forms_set_one_that_is_needed()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var visitor = instance.NewClient(cookies: false);
        foreach (var path in new[] { "/", "/en", "/confidentialite", "/accessibilite", "/mentions-legales", "/conditions", "/ecoconception", "/plan-du-site", "/contact", "/stats", "/donnees", "/reparer/objets", "/territoires/commune:38185", "/feeds/commune:38185.atom", "/robots.txt", "/api/v1/communes" })
        {
            using var answer = await visitor.GetAsync(path);
            ((int)answer.StatusCode).ShouldBeLessThan(500, path);
            answer.Headers.Contains("Set-Cookie").ShouldBeFalse(path);
        }

        foreach (var path in new[] { "/mes-donnees", "/contact/ecrire", "/connexion" })
        {
            using var answer = await visitor.GetAsync(path);
            answer.Headers.GetValues("Set-Cookie").ShouldHaveSingleItem().ShouldStartWith("formulaire=");
        }
    }

    [Fact]
    public async Task Each_field_asked_of_the_public_has_its_reason_on_the_privacy_page()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();
        var visitor = instance.NewClient();
        Dictionary<string, string> reasons = new()
        {
            ["email"] = "Nom, e-mail ou téléphone",
            ["nom"] = "Nom, e-mail ou téléphone",
            ["telephone"] = "Nom, e-mail ou téléphone",
            ["tel"] = "Nom, e-mail ou téléphone",
            ["objet"] = "Objet, marque, panne",
            ["marque"] = "Objet, marque, panne",
            ["modele"] = "Objet, marque, panne",
            ["panne"] = "Objet, marque, panne",
            ["note"] = "Objet, marque, panne",
            ["commune"] = "Commune",
            ["rayon"] = "Attente d’un créneau",
            ["jusquau"] = "Attente d’un créneau",
            ["sujet"] = "Message écrit à la page Contact",
            ["message"] = "Message écrit à la page Contact",
            ["copie"] = "Message écrit à la page Contact",
            ["q"] = "Commune",
        };
        var privacy = (await visitor.PageAsync("/confidentialite")).QuerySelector("main")!.TextContent;
        var asked = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in new[] { $"/rendez-vous/nouveau?service={workshop.Service.Id}&debut=2027-03-02T09:00:00%2B01:00&objet=mobile", "/attente?commune=38185&objet=mobile", "/mes-donnees", "/contact/ecrire" })
        {
            foreach (var control in (await visitor.PageAsync(path)).QuerySelectorAll("main form[method=post] input, main form[method=post] select, main form[method=post] textarea"))
            {
                // The field for programs is asked of nobody.
                if (control.GetAttribute("type") is not ("hidden" or "submit") && control.GetAttribute("name") != FormStamps.LureField && control.GetAttribute("name") is { } name)
                {
                    asked.Add(name.Split('.')[^1].ToLowerInvariant());
                }
            }
        }

        asked.Count.ShouldBeGreaterThan(6);
        asked.Where(name => !reasons.TryGetValue(name, out var reason) || !privacy.Contains(reason, StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private static async Task<(Workshop Workshop, string Reference)> BookAsync(TestInstance instance)
    {
        var workshop = await instance.Given.WorkshopAsync();
        var booked = await instance.SendAsync(new BookSlot(
            workshop.Service.Id, NodaTime.Instant.FromUtc(2027, 3, 2, 8, 0), new ContactDetails("Marie Blanc", Email, null), new ItemDetails("mobile", "Fairphone", null, "L’écran reste noir."), null, BookingChannel.Web, null, "fr"));
        return (workshop, booked.AsT0.Reference);
    }

    /// <summary>Sends the form of a page that posts there, with what it holds.</summary>
    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, IHtmlDocument page, string action)
    {
        var form = page.QuerySelectorAll("form").First(f => f.GetAttribute("action") == action);
        using var content = new FormUrlEncodedContent(form.QuerySelectorAll("input[type=hidden]").Select(i => KeyValuePair.Create(i.GetAttribute("name")!, i.GetAttribute("value")!)));
        return await client.PostAsync(action, content);
    }

    private static async Task<string> TokenAsync(TestInstance instance)
    {
        var message = await instance.ReadAsync(db => db.Outbox.AsNoTracking().SingleAsync(m => m.Kind == MessageKind.DataLink));
        await using var scope = instance.Scope();
        var letter = (await scope.ServiceProvider.GetServices<ILetterWriter>().Single(w => w.Kinds.Contains(message.Kind)).WriteAsync(message.Kind, message.SubjectId, message.Occurrence, CancellationToken.None))!;
        return letter.Text.Split('\n').Single(line => line.Contains("/mes-donnees/lien/", StringComparison.Ordinal)).Split('/')[^1];
    }
}
