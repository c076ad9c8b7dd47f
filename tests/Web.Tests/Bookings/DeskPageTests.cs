using System.Net;
using System.Net.Http.Json;
using AngleSharp.Html.Dom;
using RepairNet.Application.Directory;
using RepairNet.Domain.Territories;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Bookings;

/// <summary>« Inscrire quelqu’un », at the workshop and at the town hall.</summary>
public sealed class DeskPageTests
{
    private const string NineTuesday = "2027-03-02T09:00:00+01:00";
    private const string TenTuesday = "2027-03-02T10:00:00+01:00";
    private const string HalfPastTen = "2027-03-02T10:30:00+01:00";

    [Theory, BothDatabases]
    public async Task Times_follow_the_object_without_a_script(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await TwoDurationsAsync(instance);
        using var desk = await instance.SignInAs(workshop.Member);
        var address = $"/pro/inscrire?service={workshop.Service.Id}&debut={Uri.EscapeDataString(TenTuesday)}";

        var page = await desk.PageAsync(address);
        page.QuerySelectorAll("#debut option").Length.ShouldBe(6);
        page.QuerySelectorAll("main form button")[0].TextContent.ShouldBe("Inscrire", "Enter books");
        var form = FormOf(page);

        // « Voir les heures libres » books nothing and keeps all.
        using var seen = await desk.PostAsync(form.Address, form.With(("objet", "small-kitchen-item"), ("panne", "Ne chauffe plus"), ("nom", "Zoé <b>"), ("voir", "heures")));
        seen.StatusCode.ShouldBe(HttpStatusCode.OK);
        var times = await seen.PageAsync();
        times.QuerySelectorAll("#debut option").Select(o => o.TextContent.Replace('\u00a0', ' ')).ShouldBe(["Choisissez", "9 h", "10 h 30", "14 h", "15 h 30"]);
        times.QuerySelector("#nom")!.GetAttribute("value").ShouldBe("Zoé <b>");
        times.QuerySelector("#panne")!.TextContent.Trim().ShouldBe("Ne chauffe plus");
        times.QuerySelector("[role=alert]").ShouldBeNull();

        // A time that does not fit: said truthfully, with those that do.
        using var misfit = await desk.PostAsync(form.Address, form.With(("objet", "small-kitchen-item"), ("panne", "Ne chauffe plus"), ("nom", "Zoé")));
        misfit.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var said = await misfit.PageAsync();
        said.QuerySelector("[role=alert]")!.TextContent.Replace('\u00a0', ' ').ShouldContain("Ce rendez-vous dure 1 h 30 : l’heure choisie ne convient pas.");
        said.QuerySelectorAll("#debut option").Length.ShouldBe(5);
        said.QuerySelector("#nom")!.GetAttribute("value").ShouldBe("Zoé");

        // One that does.
        using var booked = await desk.PostAsync(form.Address, form.With(("debut", HalfPastTen), ("objet", "small-kitchen-item"), ("panne", "Ne chauffe plus"), ("nom", "Zoé")));
        booked.Headers.Location!.OriginalString.ShouldStartWith("/pro/rendez-vous/");
        using var taken = await desk.PostAsync(form.Address, form.With(("debut", HalfPastTen), ("objet", "small-kitchen-item"), ("panne", "Ne chauffe plus"), ("nom", "Paul"), ("cle", "autre")));
        (await taken.PageAsync()).QuerySelector("[role=alert]")!.TextContent.ShouldContain("Ce créneau vient d’être pris.");
        using var none = await desk.PostAsync(form.Address, form.With(("debut", ""), ("objet", "mobile"), ("panne", "Écran"), ("nom", "Paul"), ("cle", "encore")));
        none.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await none.PageAsync()).QuerySelector("#debut-erreur")!.TextContent.ShouldContain("Choisissez une heure.");

        // By the address too: what a link may say.
        (await desk.PageAsync($"/pro/inscrire?service={workshop.Service.Id}&jour=2027-03-03&objet=small-kitchen-item")).QuerySelectorAll("#debut option").Length.ShouldBe(5);
    }

    [Theory, BothDatabases]
    public async Task An_agent_books_for_someone_and_hands_over_the_slip(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await TwoDurationsAsync(instance);
        var other = await instance.Given.WorkshopAsync("Ailleurs", communeCode: "69123", epciCode: "200046977");
        using var agent = await instance.SignInAs(workshop.Agent);

        var places = await agent.PageAsync("/mairie/lieux?q=atelier");
        var link = places.QuerySelectorAll("a").Single(a => a.TextContent.StartsWith("Inscrire quelqu’un", StringComparison.Ordinal)).GetAttribute("href")!;
        link.ShouldBe($"/mairie/inscrire?lieu={workshop.Place.Id}");
        (await agent.PageAsync("/mairie/lieux?q=nulle+part")).QuerySelector("main")!.TextContent.ShouldContain("Aucun lieu trouvé pour");

        var form = FormOf(await agent.PageAsync(link));
        var fields = new[] { ("objet", "mobile"), ("panne", "Écran noir"), ("nom", "Ahmed") };

        // Another day without another hour books nothing: the hours of that day come first.
        using var otherDay = await agent.PostAsync(form.Address, form.With([.. fields, ("jour", "2027-03-03"), ("debut", NineTuesday)]));
        otherDay.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await otherDay.PageAsync()).QuerySelectorAll("#debut option").Skip(1).ShouldAllBe(o => o.GetAttribute("value")!.StartsWith("2027-03-03", StringComparison.Ordinal));

        using var booked = await agent.PostAsync(form.Address, form.With([.. fields, ("jour", "2027-03-02"), ("debut", NineTuesday)]));
        var slip = booked.Headers.Location!.OriginalString;
        slip.ShouldStartWith("/mairie/rendez-vous/");
        var page = await agent.PageAsync(slip);
        page.QuerySelector(".ticket .ref")!.TextContent.ShouldBe(slip.Split('/')[^1].Split('?')[0]);
        page.QuerySelector(".ticket")!.TextContent.ShouldContain(workshop.Place.Name);

        // Others see nothing of it, and nothing elsewhere is theirs.
        using var colleague = await instance.SignInAs(Given.AgentOf(TerritoryKey.Commune(Given.Grenoble)));
        using var stranger = await instance.SignInAs(other.Agent);
        using var member = await instance.SignInAs(workshop.Member);
        await ShouldAnswerAsync(colleague, slip, HttpStatusCode.NotFound);
        await ShouldAnswerAsync(stranger, slip, HttpStatusCode.NotFound);
        await ShouldAnswerAsync(member, slip, HttpStatusCode.Forbidden);
        await ShouldAnswerAsync(stranger, link, HttpStatusCode.NotFound);
        await ShouldAnswerAsync(member, link, HttpStatusCode.Forbidden);
        await ShouldAnswerAsync(agent, $"/mairie/inscrire?lieu={other.Place.Id}", HttpStatusCode.NotFound);
        await ShouldAnswerAsync(agent, $"/pro/inscrire?service={workshop.Service.Id}", HttpStatusCode.Forbidden);
        await ShouldAnswerAsync(agent, "/mairie/inscrire", HttpStatusCode.NotFound);
        await ShouldAnswerAsync(agent, "/mairie/inscrire?lieu=x", HttpStatusCode.NotFound);
        using var forged = await stranger.PostAsync(form.Address, new FormUrlEncodedContent([]));
        forged.IsSuccessStatusCode.ShouldBeFalse();
    }

    [Theory, BothDatabases]
    public async Task The_API_takes_the_same_agents(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await TwoDurationsAsync(instance);
        var other = await instance.Given.WorkshopAsync("Ailleurs", communeCode: "69123", epciCode: "200046977");
        (await BookAsync(await instance.BearerFor(workshop.Agent), NineTuesday)).ShouldBe(HttpStatusCode.Created);
        (await BookAsync(await instance.BearerFor(other.Agent), TenTuesday)).ShouldBe(HttpStatusCode.NotFound);
        (await BookAsync(await instance.BearerFor(Given.SignedIn), TenTuesday)).ShouldBe(HttpStatusCode.Forbidden);
        (await BookAsync(instance.Client, TenTuesday)).ShouldBe(HttpStatusCode.Unauthorized);

        async Task<HttpStatusCode> BookAsync(HttpClient client, string start)
        {
            using var answer = await client.PostAsJsonAsync(
                "/api/v1/bookings", new { serviceId = workshop.Service.Id.ToString(), start, contact = new { name = "Ahmed" }, item = new { category = "mobile", problem = "Écran noir" }, channel = "phone" });
            return answer.StatusCode;
        }
    }

    private static DeskForm FormOf(IHtmlDocument page)
    {
        var form = page.QuerySelector("main form[novalidate]")!;
        var fields = form.QuerySelectorAll("input[type=hidden]").OfType<IHtmlInputElement>().Select(i => (i.Name!, i.Value ?? ""))
            .Concat(form.QuerySelectorAll("select").OfType<IHtmlSelectElement>().Select(s => (s.Name!, s.Value ?? "")))
            .ToDictionary(f => f.Item1, f => f.Item2);
        return new DeskForm(form.GetAttribute("action")!, fields);
    }

    /// <summary>The form as the page gave it.</summary>
    private sealed record DeskForm(string Address, IReadOnlyDictionary<string, string> Fields)
    {
        /// <summary>The same with these fields typed.</summary>
        public FormUrlEncodedContent With(params IEnumerable<(string Name, string Value)> typed) =>
            new(typed.Concat(Fields.Where(f => typed.All(t => t.Name != f.Key)).Select(f => (f.Key, f.Value))).Select(f => KeyValuePair.Create(f.Item1, f.Item2)));
    }

    private static async Task ShouldAnswerAsync(HttpClient client, string address, HttpStatusCode status)
    {
        using var answer = await client.GetAsync(address);
        answer.StatusCode.ShouldBe(status, address);
    }

    private static async Task<Workshop> TwoDurationsAsync(TestInstance instance)
    {
        var workshop = await instance.Given.WorkshopAsync();
        (await instance.SendAsync(
            new ChangeService(workshop.Service.Id, new ServiceTerms("Diagnostic", ["mobile", "small-kitchen-item"], 60, MaxAheadDays: 60, Durations: new Dictionary<string, int?> { ["small-kitchen-item"] = 90 })), workshop.Manager)).IsT0.ShouldBeTrue();
        return workshop;
    }
}
