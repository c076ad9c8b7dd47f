using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Xml.Linq;
using NodaTime;
using NodaTime.Text;
using RepairNet.Application.Training;
using RepairNet.Domain.Directory;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Training;

/// <summary>Offers by the pages, without a script, and by the API: written, published, found, over, renewed, filled.</summary>
public sealed class JobOfferJourneyTests
{
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    private static KeyValuePair<string, string>[] Form(string title = "Mécanicienne ou mécanicien cycles") =>
    [
        new("Kind", "apprenticeship"), new("Title", title), new("Trade", "repair"), new("Rome", "I1619"), new("Tasks", "Régler.\nRéparer."), new("Profile", "Aimer expliquer."), new("Diploma", "level-3"), new("Hours", "35"),
        new("Length", "12"), new("LengthUnit", "months"), new("StartsOn", "2027-09-01"), new("Pay", "Selon l’âge"), new("commune", "Grenoble"), new("Address", "6 rue des Eaux-Claires"), new("Access", "De plain-pied."),
        new("Email", "atelier@exemple.fr"), new("Phone", "04 65 71 36 58"), new("Language", "fr"),
    ];

    private static async Task<(Workshop Workshop, HttpClient Desk, string Own)> WrittenAsync(TestInstance instance, string title = "Mécanicienne ou mécanicien cycles")
    {
        var workshop = await instance.Given.WorkshopAsync("Atelier vélo", OrganisationKinds.RepairCafe);
        var desk = await instance.SignInAs(workshop.Member);
        using var added = await desk.SendFormAsync("/pro/offres/fiche", Form(title));
        added.StatusCode.ShouldBe(HttpStatusCode.Redirect, await added.Content.ReadAsStringAsync());
        return (workshop, desk, added.Headers.Location!.ToString().Split('?')[0]);
    }

    private static async Task ActAsync(HttpClient desk, string own, string act)
    {
        using var done = await desk.SendFormAsync(own, [new("acte", act)]);
        done.Headers.Location!.ToString().ShouldEndWith("?fait=" + act);
    }

    [Theory, BothDatabases]
    public async Task From_a_draft_to_someone_found(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var (workshop, desk, own) = await WrittenAsync(instance);
        var visitor = instance.NewClient();
        const string Page = "/formations/offres/mecanicienne-ou-mecanicien-cycles";

        // A draft: its organisation sees it, nobody else.
        (await desk.PageAsync(own)).QuerySelector("main .status")!.TextContent.ShouldBe("brouillon");
        (await desk.PageAsync(Page)).QuerySelector("main .note")!.TextContent.ShouldStartWith("Ceci est un brouillon");
        (await visitor.GetAsync(Page)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await ActAsync(desk, own, "publier");

        var link = (await visitor.PageAsync("/formations/offres?commune=Grenoble&rayon=10&genre=apprenticeship&metier=repair")).QuerySelector("main li h3 a")!;
        (link.TextContent, link.GetAttribute("href")).ShouldBe(("Mécanicienne ou mécanicien cycles", Page));
        (await visitor.PageAsync("/formations/offres?genre=internship")).QuerySelectorAll("main li h3 a").ShouldBeEmpty();
        (await visitor.PageAsync("/lieux/" + workshop.Place.Slug)).QuerySelector("#offres + ul a")!.GetAttribute("href").ShouldBe(Page);
        (await visitor.PageAsync("/formations")).QuerySelector("main a[href='/formations/offres']").ShouldNotBeNull();
        var page = await visitor.PageAsync(Page);
        page.QuerySelectorAll("#taches ~ p").Select(p => p.TextContent).ShouldBe(["Régler.", "Réparer."]);
        page.QuerySelector("a[href^='mailto:']")!.GetAttribute("href").ShouldBe("mailto:atelier@exemple.fr?subject=M%C3%A9canicienne%20ou%20m%C3%A9canicien%20cycles");
        page.QuerySelector("main a[href^='tel:']")!.GetAttribute("href").ShouldBe("tel:+33465713658");
        var facts = page.QuerySelectorAll("main dl.facts div").ToDictionary(d => d.QuerySelector("dt")!.TextContent, d => d.QuerySelector("dd")!.TextContent);
        facts["Début"].ShouldBe("Mercredi 1 septembre".Replace("1 ", "1er ", StringComparison.Ordinal));
        facts["À jour jusqu’au"].ShouldBe("30 avril 2027");
        (facts["Durée"], facts["Niveau"]).ShouldBe(("12 mois", "CAP, BEP (niveau 3)"));

        // Sixty days on: gone, said plainly, and no longer in any list.
        instance.Clock.Now += Duration.FromDays(60);
        using var gone = await visitor.GetAsync(Page);
        gone.StatusCode.ShouldBe(HttpStatusCode.Gone);
        var over = await gone.PageAsync();
        over.QuerySelector("h1")!.TextContent.ShouldBe("Cette offre n’est plus à jour");
        over.QuerySelector("main")!.TextContent.ShouldNotContain("atelier@exemple.fr");
        over.QuerySelector("script").ShouldBeNull();
        (await visitor.PageAsync("/formations/offres")).QuerySelectorAll("main li h3 a").ShouldBeEmpty();

        // One button brings it back, once.
        using var later = await instance.SignInAs(workshop.Member);
        (await later.PageAsync("/pro/offres")).QuerySelector("tbody td .status")!.TextContent.ShouldBe("plus à jour");
        (await later.PageAsync(own)).QuerySelector("main form button")!.TextContent.ShouldBe("Renouveler pour 60 jours");
        await ActAsync(later, own, "renouveler");
        await ActAsync(later, own, "renouveler");
        (await later.PageAsync("/pro/offres")).QuerySelector("tbody td:last-child")!.TextContent.ShouldBe("29 juin 2027, encore 60 jours");
        (await visitor.GetAsync(Page)).StatusCode.ShouldBe(HttpStatusCode.OK);

        await ActAsync(later, own, "pourvue");
        (await visitor.GetAsync(Page)).StatusCode.ShouldBe(HttpStatusCode.Gone);
        using var late = await later.SendFormAsync(own, [new("acte", "renouveler")]);
        late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await late.PageAsync()).QuerySelector(".errors h2")!.TextContent.ShouldStartWith("Ce n’est plus possible");
        var button = (await later.PageAsync(own)).QuerySelector("button[formaction]")!;
        using var copy = new FormUrlEncodedContent(button.ParentElement!.QuerySelectorAll("input[type=hidden]").Append(button).Select(i => KeyValuePair.Create(i.GetAttribute("name")!, i.GetAttribute("value")!)));
        using var copied = await later.PostAsync(button.GetAttribute("formaction"), copy);
        copied.Headers.Location!.ToString().ShouldEndWith("?fait=1");
        (await later.PageAsync(copied.Headers.Location.ToString())).QuerySelector("main .status")!.TextContent.ShouldBe("brouillon");

        var table = (await (await instance.SignInAs(workshop.Agent)).PageAsync("/mairie/formations")).QuerySelectorAll("#offres ~ div tbody tr");
        table.Select(row => string.Join(' ', row.Children.Select(c => c.TextContent))).ShouldBe(["Apprentissage 1 1", "Emploi 0 0", "Stage 0 0"]);
    }

    [Theory, BothDatabases]
    public async Task Another_organisation_and_a_reader_get_nowhere(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var (workshop, _, own) = await WrittenAsync(instance);
        var other = await instance.Given.WorkshopAsync("Ailleurs");
        using var stranger = await instance.SignInAs(other.Manager);
        var form = $"/pro/offres/fiche?organisation={workshop.Organisation.Slug}&id={own.Split('/')[^1]}";
        foreach (var path in new[] { own, form, $"/pro/offres?organisation={workshop.Organisation.Slug}", $"/pro/offres/fiche?organisation={other.Organisation.Slug}&id={own.Split('/')[^1]}" })
        {
            using var answer = await stranger.GetAsync(path);
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }

        using var reader = await instance.SignInAs(workshop.Reader);
        (await reader.PageAsync(own)).QuerySelectorAll("main form").ShouldBeEmpty("a reader is offered no button");
        (await reader.GetAsync(form)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task What_is_wrong_is_said_on_its_field_and_what_was_typed_stays()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();
        using var desk = await instance.SignInAs(workshop.Member);
        (await desk.PageAsync("/pro/offres/fiche")).QuerySelector("#Email")!.GetAttribute("value").ShouldBe("atelier@example.org", "a new offer begins with what is known of the organisation");

        using var empty = await desk.SendFormAsync("/pro/offres/fiche", [new("Kind", "internship"), new("Title", " "), new("Tasks", "Trier <b>tout</b>."), new("Hours", "beaucoup"), new("Length", "trois"), new("commune", "Trifouilly-les-Oies"), new("Email", "atelier@"), new("Phone", "12")]);
        empty.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var again = await empty.PageAsync();
        again.QuerySelectorAll(".errors a").Select(a => a.GetAttribute("href")).ShouldBe(["#Title", "#Rome", "#Hours", "#Length", "#commune", "#Email", "#Phone"], ignoreOrder: true);
        again.QuerySelector("#Tasks")!.TextContent.ShouldContain("Trier <b>tout</b>.");
        (again.QuerySelector("#Hours")!.GetAttribute("value"), again.QuerySelector("#Length")!.GetAttribute("value"), again.QuerySelector("#commune")!.GetAttribute("value")).ShouldBe(("beaucoup", "trois", "Trifouilly-les-Oies"));

        using var unpaid = await desk.SendFormAsync("/pro/offres/fiche", [.. Form().Where(f => f.Key is not ("Kind" or "Pay")), new("Kind", "internship"), new("Pay", "")]);
        unpaid.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await unpaid.PageAsync()).QuerySelectorAll(".errors a").Select(a => a.TextContent).ShouldBe(["Un stage de plus de deux mois est gratifié\u00A0: dites combien."]);
        using var dated = await desk.SendFormAsync("/pro/offres/fiche", [.. Form().Where(f => f.Key != "StartsOn"), new("StartsOn", "la rentrée")]);
        (await dated.PageAsync()).QuerySelector("#StartsOn")!.GetAttribute("value").ShouldBe("la rentrée");

        using var nowhere = await instance.NewClient().GetAsync("/formations/offres?commune=Trifouilly-les-Oies");
        nowhere.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        using var odd = await instance.NewClient().GetAsync("/formations/offres?rayon=-1&genre=%C3%A9trange&metier=x&suite=99999999&organisation=%27");
        odd.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_offer_is_changed_as_it_was_said()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var (workshop, desk, own) = await WrittenAsync(instance);
        var form = $"/pro/offres/fiche?organisation={workshop.Organisation.Slug}&id={own.Split('/')[^1]}";
        var fields = Form().Where(f => f.Key is not ("Kind" or "Title")).ToList();
        var page = await desk.PageAsync(form);
        foreach (var (name, value) in fields)
        {
            var control = page.QuerySelector($"main form [name='{name}']")!;
            (control.LocalName switch { "select" => control.QuerySelector("option[selected]")!.GetAttribute("value"), "textarea" => control.TextContent.Trim(), _ => control.GetAttribute("value") })!
                .Replace('\u00A0', ' ').ShouldBe(value, name);
        }

        using var changed = await desk.SendFormAsync(form, [.. Form("Réparatrice ou réparateur").Where(f => f.Key is not ("Length" or "commune")), new("Length", ""), new("commune", "Échirolles")]);
        changed.Headers.Location!.ToString().ShouldBe(own + "?fait=1");
        var facts = (await desk.PageAsync(own)).QuerySelectorAll("main dl.facts div").ToDictionary(d => d.QuerySelector("dt")!.TextContent, d => d.QuerySelector("dd")!.TextContent);
        (facts["Durée"], facts["Lieu"]).ShouldBe(("Durée indéterminée (CDI)", "6 rue des Eaux-Claires, Échirolles"));
    }

    [Fact]
    public async Task What_the_organisation_writes_is_told_to_be_French_on_the_English_page()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var (_, desk, own) = await WrittenAsync(instance);
        await ActAsync(desk, own, "publier");
        var link = (await instance.Client.PageAsync("/formations/offres")).QuerySelector("main li h3 a")!.GetAttribute("href")!;

        var english = await instance.Client.PageAsync("/en" + link);
        english.QuerySelector("h1")!.GetAttribute("lang").ShouldBe("fr");
        english.QuerySelectorAll("main p.text").Select(p => p.GetAttribute("lang")).ShouldBe(["fr", "fr", "fr", "fr"], "tasks, profile and access");
        english.QuerySelectorAll("dl.facts [lang=fr]").Length.ShouldBe(2, "the job, and the pay");
        (await instance.Client.PageAsync(link)).QuerySelector("h1[lang], main p.text[lang], dl.facts [lang]").ShouldBeNull();
    }

    [Fact]
    public async Task What_the_page_says_to_search_engines_parses_and_its_dates_carry_offsets()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var (_, desk, own) = await WrittenAsync(instance, "Réparer </script><b>tout</b>");
        await ActAsync(desk, own, "publier");
        var page = await instance.Client.PageAsync((await instance.Client.PageAsync("/formations/offres")).QuerySelector("main li h3 a")!.GetAttribute("href")!);

        page.QuerySelectorAll("script").Length.ShouldBe(1, "data, and no program");
        using var json = JsonDocument.Parse(page.QuerySelector("script[type='application/ld+json']")!.TextContent);
        var offer = json.RootElement;
        (offer.GetProperty("@type").GetString(), offer.GetProperty("title").GetString()).ShouldBe(("JobPosting", "Réparer </script><b>tout</b>"));
        var through = OffsetDateTimePattern.Rfc3339.Parse(offer.GetProperty("validThrough").GetString()!).Value;
        (through.Offset, through.ToInstant()).ShouldBe((Offset.FromHours(2), instance.Clock.Now + Duration.FromDays(60)));
        OffsetDateTimePattern.Rfc3339.Parse(offer.GetProperty("datePosted").GetString()!).Value.Offset.ShouldBe(Offset.FromHours(1));
        offer.GetProperty("employmentType").EnumerateArray().Select(e => e.GetString()).ShouldBe(["FULL_TIME", "TEMPORARY"]);
        offer.GetProperty("occupationalCategory").GetProperty("codeValue").GetString().ShouldBe("I1619");
        offer.GetProperty("jobLocation").GetProperty("address").GetProperty("addressLocality").GetString().ShouldBe("Grenoble");
        offer.GetProperty("hiringOrganization").GetProperty("name").GetString().ShouldBe("Atelier vélo");
    }

    [Theory, BothDatabases]
    public async Task By_the_api_an_offer_is_written_found_and_over_and_it_leaves_as_a_feed_and_a_table(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync("La Remise", OrganisationKinds.ReuseWorkshop);
        using var desk = await instance.BearerFor(workshop.Member);
        var path = $"/api/v1/organisations/{workshop.Organisation.Id}/job-offers";
        using var added = await desk.PostAsJsonAsync(path, new { kind = "internship", trade = "reuse", rome = "K2308", title = "Stage, <au> quai", tasks = "Peser.", weeklyMinutes = 1680, length = 6, lengthUnit = "weeks", communeCode = "38185", phone = "04 65 71 40 77", status = "published" });
        added.StatusCode.ShouldBe(HttpStatusCode.Created, await added.Content.ReadAsStringAsync());
        var offer = await ReadAsync(added);
        (offer.GetProperty("state").GetString(), offer.GetProperty("currentUntil").GetString()).ShouldBe(("current", "2027-04-30T10:00:00+02:00"));
        var id = offer.GetProperty("id").GetString()!;

        var found = await ReadAsync(await instance.Client.GetAsync("/api/v1/job-offers?territory=epci:200040715&kind=internship&trade=reuse"));
        found.GetProperty("items").EnumerateArray().Select(o => o.GetProperty("id").GetString()).ShouldBe([id]);
        (await ReadAsync(await instance.Client.GetAsync("/api/v1/job-offers?kind=job"))).GetProperty("items").GetArrayLength().ShouldBe(0);
        (await ReadAsync(await instance.Client.GetAsync("/api/v1/job-offers?commune=38151&radiusKm=10"))).GetProperty("items")[0].GetProperty("distanceKm").GetDouble().ShouldBeInRange(1, 10);
        (await ReadAsync(await instance.Client.GetAsync($"/api/v1/job-offers/{id}"))).GetProperty("romeLabel").GetString()!.ShouldStartWith("Opérateur");
        foreach (var (query, status) in new[] { ("kind=workshop", HttpStatusCode.UnprocessableEntity), ("trade=x", HttpStatusCode.UnprocessableEntity), ("limit=101", HttpStatusCode.UnprocessableEntity), ("territory=commune:99999", HttpStatusCode.NotFound) })
        {
            using var answer = await instance.Client.GetAsync("/api/v1/job-offers?" + query);
            answer.StatusCode.ShouldBe(status, query);
        }

        using var wrong = await desk.PostAsJsonAsync(path, new { kind = "internship", title = "x" });
        (await ReadAsync(wrong)).GetProperty("errors").EnumerateObject().Select(e => e.Name).Order(StringComparer.Ordinal).ShouldBe(["communeCode", "email", "length", "rome", "tasks", "trade", "weeklyMinutes"]);
        using var anonymous = await instance.Client.PostAsJsonAsync(path, new { title = "x" });
        anonymous.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        var rows = (await instance.Client.GetStringAsync("/api/v1/job-offers.csv?territory=commune:38185")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        (rows.Length, rows[1].Split(',')[0]).ShouldBe((2, id));
        string.Join('\n', rows).ShouldNotContain("465714077");
        using var feed = await instance.Client.GetAsync("/feeds/commune:38185/offres.atom");
        var entry = XDocument.Parse(await feed.Content.ReadAsStringAsync()).Root!.Elements(Atom + "entry").ShouldHaveSingleItem();
        entry.Element(Atom + "title")!.Value.ShouldBe("Stage, <au> quai");
        using var page = await instance.Client.GetAsync(new Uri(entry.Elements(Atom + "link").Single().Attribute("href")!.Value).AbsolutePath);
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var again = new HttpRequestMessage(HttpMethod.Get, "/feeds/commune:38185/offres.atom");
        again.Headers.IfNoneMatch.Add(feed.Headers.ETag!);
        using var same = await instance.Client.SendAsync(again);
        same.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        (await instance.Client.GetStringAsync("/api/v1/feeds/commune:38151/offres.atom?lang=en")).ShouldContain("Apprenticeship, job, internship: Échirolles");

        instance.Clock.Now += Duration.FromDays(60);
        using var over = await instance.Client.GetAsync($"/api/v1/job-offers/{id}");
        over.StatusCode.ShouldBe(HttpStatusCode.Gone);
        (await ReadAsync(over)).GetProperty("type").GetString().ShouldBe("/problems/offer-over");
        (await instance.Client.GetStringAsync("/feeds/commune:38185/offres.atom")).ShouldNotContain("<entry");
        (await instance.Client.GetStringAsync("/api/v1/job-offers.csv")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(1);
    }

    [Fact]
    public async Task No_course_takes_the_address_of_the_offers()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var centre = await instance.Given.WorkshopAsync(kinds: OrganisationKinds.TrainingCentre);
        var course = (await instance.SendAsync(new AddCourse(centre.Organisation.Id, new CourseDetails("workshop", "repair", "Offres", "Répondre à une offre.", "beginner", "on-site", 120)), centre.Manager)).AsT0;
        course.Slug.ShouldBe("offres-grenoble");
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer) => (await answer.Content.ReadFromJsonAsync<JsonElement>()).Clone();
}
