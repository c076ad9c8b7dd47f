using System.Net;
using System.Net.Http.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.Territories;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Agenda;

/// <summary>« Référencer mon atelier » to the first appointment, by pages alone: declared, verified, prepared in the dark, asked, approved.</summary>
public sealed class JoinPagesTests : IAsyncLifetime
{
    private const string Page = "/referencer";
    private const string Email = "lea.martin@exemple.fr";

    private TestInstance instance = null!;

    public async ValueTask InitializeAsync() => instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);

    public ValueTask DisposeAsync() => instance.DisposeAsync();

    [Fact]
    public async Task From_the_form_to_the_first_slot()
    {
        var visitor = instance.NewClient();
        using var check = await visitor.SendFormAsync(Page, Filled());
        check.StatusCode.ShouldBe(HttpStatusCode.OK);
        var answers = await check.PageAsync();
        answers.QuerySelector("h1")!.TextContent.ShouldBe("Tout est juste\u202F?");
        answers.Body!.TextContent.ShouldContain("Échirolles");
        (await instance.ReadAsync(db => db.JoinRequests.CountAsync())).ShouldBe(0);

        using var sent = await SendAsync(visitor, answers);
        (await sent.PageAsync()).QuerySelector("h1")!.TextContent.ShouldBe("Regardez votre boîte aux lettres");
        (await sent.Content.ReadAsStringAsync()).ShouldContain(Email);

        var link = await LinkAsync();
        (await visitor.PageAsync(link)).QuerySelector("h1")!.TextContent.ShouldBe("Confirmer votre adresse");
        (await visitor.PageAsync(link)).Body!.TextContent.ShouldContain("Atelier Mille Vis");
        using var verified = await visitor.SendFormAsync(link, []);
        var password = verified.Headers.Location!.ToString();
        password.ShouldStartWith("/compte/lien/");
        (await visitor.PageAsync(link)).QuerySelector("h1")!.TextContent.ShouldBe("C’est déjà fait");
        using var entered = await visitor.SendFormAsync(password, Form(("motDePasse", "un grille-pain par jour")));
        entered.StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var board = await visitor.PageAsync("/pro/organisation");
        board.QuerySelector("h1")!.TextContent.ShouldBe("Atelier Mille Vis");
        board.QuerySelector(".steps")!.TextContent.ShouldContain("qui administre le site");
        using var service = await visitor.SendFormAsync(
            "/pro/atelier/service?lieu=atelier-mille-vis",
            Form(("Name", "Petits appareils"), ("Duration", "45"), ("Buffer", "0"), ("Mode", "workshop"), ("PublicBooking", "true"), ("NoticeHours", "0"), ("AheadDays", "60"), ("CancelHours", "0"), ("Categories", "toaster")));
        service.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var place = await instance.ReadAsync(db => db.Places.SingleAsync());
        await instance.AddAsync(Given.WorkingWeek.Select(w => RepairNet.Domain.Agenda.OpeningRule.Create(place.Id, w)));

        await IsHiddenAsync();

        // The agent reads, asks, the manager answers, the agent approves.
        var agent = await instance.SignInAs(Given.AgentOf(TerritoryKey.Commune(Given.Echirolles)));
        var queue = await agent.PageAsync("/mairie");
        var file = queue.QuerySelector<IHtmlAnchorElement>("main table a")!.GetAttribute("href")!;
        (await visitor.PageAsync("/pro/organisation")).QuerySelector(".steps")!.TextContent.ShouldContain("Échirolles donne son accord");
        (await agent.PageAsync(file)).QuerySelector("a[href='/lieux/atelier-mille-vis']").ShouldNotBeNull();
        (await agent.PageAsync("/lieux/atelier-mille-vis")).Body!.TextContent.ShouldContain("pas encore publique");
        using (var empty = await agent.SendFormAsync(file, Form(("question", " ")), "handler=Ask"))
        {
            empty.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            (await empty.PageAsync()).QuerySelector(".field.wrong .error")!.TextContent.ShouldBe("Écrivez votre question.");
        }

        using var asked = await agent.SendFormAsync(file, Form(("question", "Quels appareils ?")), "handler=Ask");
        (await agent.PageAsync(asked.Headers.Location!.ToString())).QuerySelector("[role=status]").ShouldNotBeNull();
        (await visitor.PageAsync("/pro/organisation")).Body!.TextContent.ShouldContain("Quels appareils ?");
        using var answered = await visitor.SendFormAsync("/pro/organisation", Form(("reponse", "Les petits.")), "handler=Answer");
        answered.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await agent.PageAsync(file)).Body!.TextContent.ShouldContain("Les petits.");
        using (var bare = await agent.SendFormAsync(file, Form(("decision", "refused"), ("note", "")), "agrements"))
        {
            bare.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, "a refusal has its reason");
        }

        var decide = file + "#decider";
        var page = await agent.PageAsync(file);
        var form = page.QuerySelectorAll<IHtmlFormElement>("form").Single(f => f.QuerySelector("[name=decision]") is not null);
        using var content = new FormUrlEncodedContent(form.QuerySelectorAll<IHtmlInputElement>("input[type=hidden]").Select(i => KeyValuePair.Create(i.Name!, i.Value)).Concat(Form(("decision", "approved"), ("note", "Bienvenue."))));
        using var approved = await agent.PostAsync(form.GetAttribute("action"), content);
        approved.StatusCode.ShouldBe(HttpStatusCode.Redirect, decide);

        using var open = await instance.NewClient().GetAsync("/lieux/atelier-mille-vis");
        open.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await instance.NewClient().GetStringAsync("/api/v1/slots?commune=38151&category=toaster&from=2027-03-01&to=2027-03-08")).ShouldContain("Atelier Mille Vis");
    }

    [Fact]
    public async Task The_answer_is_the_same_with_an_account_and_without_and_typed_text_comes_back()
    {
        var visitor = instance.NewClient();
        using var wrong = await visitor.SendFormAsync(Page, Form(("nom", "<b>Mille Vis</b>"), ("genres", "repairer"), ("commune", "xx"), ("siret", "123"), ("votreNom", "Léa"), ("votreEmail", "lea@")));
        wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await wrong.PageAsync();
        page.QuerySelectorAll(".errors a").Select(a => a.GetAttribute("href")).ShouldBe(["#commune", "#siret", "#votreEmail"]);
        page.QuerySelector<IHtmlInputElement>("[name=nom]")!.Value.ShouldBe("<b>Mille Vis</b>");
        page.QuerySelector<IHtmlInputElement>("[name=genres][value=repairer]")!.IsChecked.ShouldBeTrue();

        var other = await Given_AccountAsync();
        var bodies = new List<string>();
        foreach (var email in new[] { Email, other })
        {
            using var check = await visitor.SendFormAsync(Page, Filled(("votreEmail", email)));
            using var sent = await SendAsync(visitor, await check.PageAsync());
            sent.StatusCode.ShouldBe(HttpStatusCode.OK);
            bodies.Add((await sent.Content.ReadAsStringAsync()).Replace(email, "x", StringComparison.Ordinal));
        }

        bodies[0].ShouldBe(bodies[1]);
        using var lost = await visitor.GetAsync(Page + "/nothing");
        lost.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await visitor.PageAsync("/en" + Page)).QuerySelector("h1")!.TextContent.ShouldBe("List my workshop");
        (await visitor.PageAsync("/")).QuerySelector($"footer a[href='{Page}']").ShouldNotBeNull();
        (await visitor.PageAsync("/reparer?commune=38151&objet=toaster")).QuerySelector($"main a[href='{Page}']").ShouldNotBeNull("few places are found here");

        async Task<string> Given_AccountAsync()
        {
            var someone = Given.SignedIn;
            await instance.AccountOf(someone);
            return People.AddressOf(someone.Account!.Value);
        }
    }

    [Fact]
    public async Task A_territory_says_how_it_is_reached_and_it_shows_at_once()
    {
        await using var home = await TestInstance.ServeAsync(DatabaseKind.Sqlite, new TestOptions { Settings = new Dictionary<string, string?> { ["Instance:HomeTerritory"] = "commune:38151", ["Instance:Phone"] = "04 00 00 00 00" } });
        await home.Given.WorkshopAsync("Ici", communeCode: Given.Echirolles, lat: 45.1466, lon: 5.7180);
        var visitor = home.NewClient(cookies: false);
        string[] pages = ["/", "/territoires/commune:38151", "/reparer?commune=38151&objet=mobile"];
        foreach (var path in pages)
        {
            (await visitor.GetStringAsync(path)).ShouldNotContain("Bienvenue au guichet");
        }

        const string Settings = "/mairie/reglages?territoire=commune:38151";
        var agent = await home.SignInAs(Given.AgentOf(TerritoryKey.Commune(Given.Echirolles)));
        using (var wrong = await agent.SendFormAsync(Settings, Form(("nom", "Ville d’Échirolles"), ("telephone", "12"))))
        {
            wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            (await wrong.PageAsync()).QuerySelector<IHtmlInputElement>("[name=nom]")!.Value.ShouldBe("Ville d’Échirolles");
        }

        using var saved = await agent.SendFormAsync(Settings, Form(("nom", "Ville d’Échirolles"), ("telephone", "04 76 20 63 00"), ("horaires", "le matin"), ("accueil", "Bienvenue au guichet.\n\n<script>alert(1)</script>"), ("email", "mairie@exemple.fr")));
        (await agent.PageAsync(saved.Headers.Location!.ToString())).QuerySelector("[role=status]").ShouldNotBeNull();
        foreach (var path in pages)
        {
            var text = await visitor.GetStringAsync(path);
            text.ShouldContain("Bienvenue au guichet", Case.Sensitive, path);
            text.ShouldNotContain("<script", Case.Insensitive, path);
            text.ShouldContain("33476206300", Case.Sensitive, path);
        }

        foreach (var path in new[] { "/reparer?commune=38151&objet=mobile", "/lieux/ici" })
        {
            (await visitor.PageAsync(path)).QuerySelector("footer p")!.TextContent.ShouldBe("Besoin d’aide\u202F? Ville d’Échirolles\u00A0: 04\u00A076\u00A020\u00A063\u00A000, le matin.", path);
        }

        (await visitor.PageAsync("/en/lieux/ici")).QuerySelector("footer p")!.TextContent.ShouldStartWith("Need help? Ville d’Échirolles:");
    }

    [Theory]
    [InlineData("departement:38", true)]
    [InlineData("region:84", false)]
    [InlineData("country:FRA", false)]
    public async Task A_territory_without_agents_of_its_own_is_offered_neither_words_nor_colleagues(string territory, bool offered)
    {
        var keeper = await instance.SignInAs(Given.Operator);
        var settings = $"/mairie/reglages?territoire={territory}";
        (await keeper.PageAsync($"/mairie?territoire={territory}")).QuerySelectorAll("main .dash a").Any(a => a.GetAttribute("href") == settings).ShouldBe(offered);
        (await keeper.GetAsync(settings)).StatusCode.ShouldBe(offered ? HttpStatusCode.OK : HttpStatusCode.NotFound);
        (await keeper.PageAsync($"/mairie/agents?territoire={territory}")).QuerySelectorAll("#inviter").Length.ShouldBe(offered ? 1 : 0);
    }

    [Fact]
    public async Task The_language_is_switched_on_every_page_and_keeps_the_query()
    {
        var visitor = instance.NewClient(cookies: false);
        var page = await visitor.PageAsync("/reparer?commune=38151&objet=mobile&rayon=5");
        var other = page.QuerySelector<IHtmlAnchorElement>("header a[hreflang]")!;
        (other.GetAttribute("href"), other.GetAttribute("lang"), other.GetAttribute("hreflang"), other.TextContent).ShouldBe(("/en/reparer?commune=38151&objet=mobile&rayon=5", "en", "en", "English"));
        var back = (await visitor.PageAsync(other.GetAttribute("href")!)).QuerySelector<IHtmlAnchorElement>("header a[hreflang]")!;
        (back.GetAttribute("href"), back.GetAttribute("lang"), back.TextContent).ShouldBe(("/reparer?commune=38151&objet=mobile&rayon=5", "fr", "Français"));

        var agent = await instance.SignInAs(Given.AgentOf(TerritoryKey.Commune(Given.Echirolles)));
        (await agent.PageAsync("/mairie/agrements?territoire=commune:38151")).QuerySelector("header a[hreflang=en]")!.GetAttribute("href").ShouldBe("/en/mairie/agrements?territoire=commune:38151");
    }

    /// <summary>Nothing of it where the public reads, pages and calls alike.</summary>
    private async Task IsHiddenAsync()
    {
        var visitor = instance.NewClient(cookies: false);
        var (organisation, place, service) = await instance.ReadAsync(async db => ((await db.Organisations.SingleAsync()).Id, (await db.Places.SingleAsync()).Id, (await db.Services.SingleAsync()).Id));
        foreach (var path in new[]
        {
            "/lieux/atelier-mille-vis", $"/api/v1/organisations/{organisation}", $"/api/v1/places/{place}", $"/api/v1/places/{place}/sessions", $"/api/v1/services/{service}/slots?from=2027-03-01&to=2027-03-08",
            $"/rendez-vous/nouveau?service={service}&debut=2027-03-02T09:00:00%2B01:00",
        })
        {
            using var answer = await visitor.GetAsync(path);
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }

        foreach (var path in new[]
        {
            "/", "/reparer?commune=38151&objet=toaster", "/territoires/commune:38151", "/sitemap.xml", "/plan-du-site", "/feeds/commune:38151.atom", "/api/v1/feeds/commune:38151.atom",
            "/api/v1/organisations?territory=commune:38151", "/api/v1/slots?commune=38151&category=toaster&from=2027-03-01&to=2027-03-08", "/api/v1/open-data/places.csv", "/api/v1/open-data/places.json",
        })
        {
            using var answer = await visitor.GetAsync(path);
            ((int)answer.StatusCode).ShouldBeLessThan(400, path);
            (await answer.Content.ReadAsStringAsync()).ShouldNotContain("ille-vis", Case.Insensitive, path);
            (await answer.Content.ReadAsStringAsync()).ShouldNotContain("Mille Vis", Case.Insensitive, path);
        }

        using var booked = await visitor.PostAsync("/api/v1/bookings", JsonContent.Create(new { serviceId = service.ToString(), start = "2027-03-02T09:00:00+01:00", contact = new { name = "A", email = "a@exemple.fr" }, item = new { category = "toaster" } }));
        ((int)booked.StatusCode).ShouldBeInRange(400, 499);
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, IHtmlDocument answers)
    {
        var form = answers.QuerySelectorAll<IHtmlFormElement>("form").Single(f => f.GetAttribute("action")!.Contains("handler=Send", StringComparison.Ordinal));
        return client.PostAsync(form.GetAttribute("action"), new FormUrlEncodedContent(form.QuerySelectorAll<IHtmlInputElement>("input[type=hidden]").Select(i => KeyValuePair.Create(i.Name!, i.Value))));
    }

    private async Task<string> LinkAsync()
    {
        var message = await instance.ReadAsync(db => db.Outbox.Where(m => m.Kind == MessageKind.JoinToVerify).OrderByDescending(m => m.Id).FirstAsync());
        await using var scope = instance.Scope();
        var letter = await scope.ServiceProvider.GetServices<ILetterWriter>().Single(w => w.Kinds.Contains(message.Kind)).WriteAsync(message.Kind, message.SubjectId, message.Occurrence, CancellationToken.None);
        return "/referencer/" + letter!.Text.Split('\n').Single(line => line.Contains("/referencer/", StringComparison.Ordinal)).Split('/')[^1];
    }

    private static List<KeyValuePair<string, string>> Filled(params (string Name, string Value)[] more) =>
        [.. Form([("nom", "Atelier Mille Vis"), ("genres", "repairer"), ("commune", "echirolles"), ("adresse", "12 rue des Lilas"), ("telephone", "04 76 00 00 01"), ("votreNom", "Léa Martin"), .. more.Length == 0 ? [("votreEmail", Email)] : more])];

    private static IEnumerable<KeyValuePair<string, string>> Form(params (string Name, string Value)[] fields) => fields.Select(f => KeyValuePair.Create(f.Name, f.Value));
}
