using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using RepairNet.Domain.Directory;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Training;

/// <summary>The whole way by the pages, without a script: a centre publishes, someone finds and asks, the centre answers, they come and get a certificate.</summary>
public sealed class CourseJourneyTests
{
    private static async Task<(Workshop Centre, HttpClient Desk, string Course, string Session)> PublishedAsync(TestInstance instance)
    {
        var centre = await instance.Given.WorkshopAsync(name: "Le Geste juste", kinds: OrganisationKinds.TrainingCentre);
        var desk = await instance.SignInAs(centre.Manager);
        using var added = await desk.SendFormAsync("/pro/formations/fiche", [new("Kind", "training"), new("Title", "Réparer le petit électroménager"), new("Summary", "Trois jours à l’établi."), new("Trade", "repair"), new("Level", "beginner"), new("Mode", "on-site"), new("Language", "fr"), new("Hours", "7"), new("Price", "420"), new("Objectives", "Mesurer\nDémonter"), new("Rome", "I1402")]);
        added.StatusCode.ShouldBe(HttpStatusCode.Redirect, await added.Content.ReadAsStringAsync());
        var course = added.Headers.Location!.ToString().Split('?')[0];
        using var published = await desk.SendFormAsync(course, [new("etat", "publiee")]);
        published.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var dates = "/pro/formations/dates?cours=" + course.Split('/')[^1];
        using var planned = await desk.SendFormAsync(dates,
        [
            new("Place", centre.Place.Id.ToString()), new("Dates[0]", "2027-03-22"), new("Froms[0]", "09:00"), new("Tos[0]", "12:00"), new("Dates[1]", "2027-03-22"), new("Froms[1]", "14:00"), new("Tos[1]", "17:00"),
            new("Dates[2]", ""), new("Froms[2]", ""), new("Tos[2]", ""), new("Seats", "1"), new("Minimum", "1"), new("Entry", "fixed"), new("Answer", "centre"), new("Times", "1"), new("EveryDays", "7"),
        ]);
        planned.StatusCode.ShouldBe(HttpStatusCode.Redirect, await planned.Content.ReadAsStringAsync());
        var session = (await desk.PageAsync(course)).QuerySelector("table a[href*='/session/']")!.GetAttribute("href")!;
        return (centre, desk, course, session);
    }

    [Theory, BothDatabases]
    public async Task From_a_course_found_to_a_certificate(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var (centre, desk, _, session) = await PublishedAsync(instance);
        var nora = instance.NewClient();

        var list = await nora.PageAsync("/formations?commune=Grenoble&metier=repair");
        var link = list.QuerySelector("main li h3 a")!;
        link.TextContent.ShouldBe("Réparer le petit électroménager");
        var page = await nora.PageAsync(link.GetAttribute("href")!);
        page.QuerySelectorAll("#objectifs + ul li").Select(li => li.TextContent).ShouldBe(["Mesurer", "Démonter"]);
        page.QuerySelector("main")!.TextContent.ShouldContain("420\u00A0€");

        // Nothing typed: the fields say so, and what was chosen is kept.
        using var empty = await nora.SendFormAsync(link.GetAttribute("href")!, [new("session", session.Split('/')[^1]), new("but", "Aider au repair-café")]);
        empty.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var again = await empty.PageAsync();
        again.QuerySelectorAll(".errors a").Select(a => a.GetAttribute("href")).ShouldBe(["#nom", "#email"], ignoreOrder: true);
        again.QuerySelector("#but")!.TextContent.ShouldContain("Aider au repair-café");

        var name = "Nora <b>Lambert</b>";
        using var asked = await nora.SendFormAsync(link.GetAttribute("href")!, [new("session", session.Split('/')[^1]), new("nom", name), new("email", "nora@exemple.fr"), new("presentation", "true")]);
        asked.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var own = asked.Headers.Location!.ToString();
        own.Length.ShouldBe("/inscription/".Length + 32, "an address without secret");
        (await nora.PageAsync(own)).QuerySelector("h1")!.TextContent.ShouldBe("Votre demande est bien arrivée");
        using var stranger = await instance.NewClient().GetAsync(own);
        stranger.StatusCode.ShouldBe(HttpStatusCode.NotFound, "the name of a request opens nothing without its pass");

        // The centre asks, she answers, it accepts.
        var toRead = await desk.PageAsync(session);
        toRead.QuerySelector("h3")!.TextContent.ShouldBe(name, "written, not run");
        var words = toRead.QuerySelector("textarea[name^=mots-]")!.GetAttribute("name")!;
        using var question = await desk.SendFormAsync(session, [new("choix", "demander"), new(words, "Savez-vous souder ?")], "handler=Decide");
        question.Headers.Location!.ToString().ShouldEndWith("?fait=demander");
        (await nora.PageAsync(own)).QuerySelector("main")!.TextContent.ShouldContain("Savez-vous souder ?");
        using var reply = await nora.SendFormAsync(own, [new("texte", "Un peu.")], "handler=Reply");
        reply.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await desk.PageAsync(session)).QuerySelector("main")!.TextContent.ShouldContain("Sa réponse : Un peu.".Replace(" :", "\u00A0:", StringComparison.Ordinal));
        using var accepted = await desk.SendFormAsync(session, [new("choix", "accepter"), new(words, "")], "handler=Decide");
        accepted.Headers.Location!.ToString().ShouldEndWith("?fait=accepter");
        (await nora.PageAsync(own)).QuerySelector("h1")!.TextContent.ShouldBe("Votre place est confirmée");
        (await nora.GetStringAsync(link.GetAttribute("href") + "/calendrier.ics")).Split("BEGIN:VEVENT").Length.ShouldBe(3);

        // The session is full: the next one stands in line, and says so to the list.
        var olivier = instance.NewClient();
        using var late = await olivier.SendFormAsync(link.GetAttribute("href")!, [new("session", session.Split('/')[^1]), new("nom", "Olivier"), new("tel", "06 12 34 56 78")]);
        (await olivier.PageAsync(late.Headers.Location!.ToString())).QuerySelector("h1")!.TextContent.ShouldBe("Vous êtes sur la liste d’attente");
        using var letter = await desk.SendFormAsync(session, [new("objet", "Apportez un tournevis"), new("texte", "Et vos lunettes.")], "handler=Write");
        letter.Headers.Location!.ToString().ShouldEndWith("?fait=message");

        (await desk.PageAsync(session.Replace("/session/", "/emargement/", StringComparison.Ordinal))).QuerySelector("tbody th")!.TextContent.ShouldBe(name);
        instance.Clock.Now = Instant.FromUtc(2027, 3, 22, 17, 0);
        using var tomorrow = await instance.SignInAs(centre.Manager);
        var sheet = await tomorrow.PageAsync(session);
        var boxes = sheet.QuerySelectorAll("input[name=venus]").Select(b => b.GetAttribute("value")!).ToList();
        boxes.Count.ShouldBe(2);
        using var came = await tomorrow.SendFormAsync(session, [new("venus", boxes[0]), new("venus", boxes[1]), new("attester", "oui")], "handler=Attendance");
        came.Headers.Location!.ToString().ShouldEndWith("?fait=attestations");
        var number = (await tomorrow.PageAsync(session)).QuerySelector("a[href*='/attestations/']")!.TextContent;
        var certificate = await instance.NewClient().PageAsync("/attestations/" + number);
        certificate.QuerySelector("main")!.TextContent.ShouldContain(name);
        certificate.QuerySelector("main")!.TextContent.ShouldContain("6 heures".Replace(' ', '\u00A0'));
        using var none = await instance.NewClient().GetAsync("/attestations?numero=2222-2222-2222");
        none.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var unknown = await none.PageAsync();
        unknown.Title!.ShouldStartWith("Erreur");
        unknown.QuerySelector(".errors a[href='#numero']")!.TextContent.ShouldStartWith("Aucune attestation n’a ce numéro.");
        unknown.QuerySelector("#numero")!.GetAttribute("aria-invalid").ShouldBe("true");
        unknown.QuerySelector("#numero")!.GetAttribute("value").ShouldBe("2222-2222-2222");
    }

    [Fact]
    public async Task What_is_typed_for_one_person_is_shown_under_no_other()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var (_, desk, _, session) = await PublishedAsync(instance);
        foreach (var (name, email) in new[] { ("Nora", "nora@exemple.fr"), ("Olivier", "olivier@exemple.fr"), ("Paula", "paula@exemple.fr") })
        {
            using var asked = await instance.NewClient().SendFormAsync("/formations/reparer-le-petit-electromenager", [new("session", session.Split('/')[^1]), new("nom", name), new("email", email)]);
            asked.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        }

        var toRead = await desk.PageAsync(session);
        var people = toRead.QuerySelectorAll("form[action*='handler=Decide'] input[name=personne]").Select(i => i.GetAttribute("value")!).ToList();
        people.Count.ShouldBe(3);
        toRead.QuerySelectorAll("form[action*='handler=Decide'] textarea").Select(t => t.Id).Distinct().Count().ShouldBe(3, "each label is that of one field");
        using var accepted = await desk.SendFormAsync(session, [new("choix", "accepter"), new("personne", people[0])], "handler=Decide");
        accepted.StatusCode.ShouldBe(HttpStatusCode.Redirect);

        using var full = await desk.SendFormAsync(session, [new("choix", "accepter"), new("personne", people[2]), new("mots-" + people[2], "Pour elle seule.")], "handler=Decide");
        full.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var kept = await full.PageAsync();
        kept.QuerySelector("#mots-" + people[2])!.TextContent.ShouldContain("Pour elle seule.");
        kept.QuerySelector("#mots-" + people[1])!.TextContent.ShouldNotContain("Pour elle seule.");

        // Decided already, by a colleague: the form of this person is gone, with what was written in it.
        using var late = await desk.SendFormAsync(session, [new("choix", "demander"), new("personne", people[0]), new("mots-" + people[0], "Avez-vous <déjà> soudé ?")], "handler=Decide");
        late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await late.PageAsync()).QuerySelectorAll(".errors dd").Select(d => d.TextContent).ShouldBe(["Avez-vous <déjà> soudé ?"]);

        using var silent = await desk.SendFormAsync(session, [new("choix", "refuser"), new("personne", people[2]), new("mots-" + people[2], "")], "handler=Decide");
        silent.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var wrong = await silent.PageAsync();
        wrong.QuerySelectorAll(".errors li a").Select(a => a.GetAttribute("href")).ShouldBe(["#mots-" + people[2]]);
        wrong.QuerySelectorAll("textarea[aria-invalid]").Select(t => t.Id).ShouldBe(["mots-" + people[2]]);
    }

    [Fact]
    public async Task What_the_centre_writes_is_told_to_be_French_on_the_English_page()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var (_, desk, _, session) = await PublishedAsync(instance);
        var nora = instance.NewClient();
        using var asked = await nora.SendFormAsync("/formations/reparer-le-petit-electromenager", [new("session", session.Split('/')[^1]), new("nom", "Nora"), new("email", "nora@exemple.fr")]);
        var own = asked.Headers.Location!.ToString();
        var words = (await desk.PageAsync(session)).QuerySelector("textarea[name^=mots-]")!.GetAttribute("name")!;
        using var question = await desk.SendFormAsync(session, [new("choix", "demander"), new(words, "Savez-vous souder ?")], "handler=Decide");
        question.StatusCode.ShouldBe(HttpStatusCode.Redirect);

        (await nora.PageAsync("/en" + own)).QuerySelector("#centre ~ p[lang=fr]")!.TextContent.ShouldBe("Savez-vous souder ?");
        (await nora.PageAsync(own)).QuerySelector("#centre ~ p[lang]").ShouldBeNull();

        using var cancelled = await desk.SendFormAsync(session, [new("motif", "La formatrice est malade.")], "handler=Cancel");
        cancelled.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await nora.PageAsync("/en" + own)).QuerySelector(".lead[lang=fr]")!.TextContent.ShouldBe("La formatrice est malade.");
        (await nora.PageAsync(own)).QuerySelector(".lead[lang]").ShouldBeNull();
    }

    [Fact]
    public async Task What_the_page_says_to_search_engines_parses_and_its_dates_carry_offsets()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        await PublishedAsync(instance);
        var page = await instance.Client.PageAsync("/formations/reparer-le-petit-electromenager");

        using var json = JsonDocument.Parse(page.QuerySelector("script[type='application/ld+json']")!.TextContent);
        page.QuerySelectorAll("script").Length.ShouldBe(1, "data, and no program");
        var course = json.RootElement;
        (course.GetProperty("@type").GetString(), course.GetProperty("name").GetString()).ShouldBe(("Course", "Réparer le petit électroménager"));
        var instanceOf = course.GetProperty("hasCourseInstance")[0];
        foreach (var date in new[] { "startDate", "endDate" })
        {
            OffsetDateTimePattern.Rfc3339.Parse(instanceOf.GetProperty(date).GetString()!).Value.Offset.ShouldBe(Offset.FromHours(1));
        }

        course.GetProperty("offers").GetProperty("price").GetDecimal().ShouldBe(420m);
    }

    [Theory, BothDatabases]
    public async Task By_the_api_a_centre_publishes_and_sixteen_ask_for_one_seat(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var centre = await instance.Given.WorkshopAsync(kinds: OrganisationKinds.TrainingCentre);
        using var desk = await instance.BearerFor(centre.Manager);
        using var added = await desk.PostAsJsonAsync($"/api/v1/organisations/{centre.Organisation.Id}/courses", new { kind = "workshop", trade = "old-buildings", title = "Enduits à la chaux", summary = "Une journée sur un mur.", minutes = 420, price = 45, status = "published" });
        added.StatusCode.ShouldBe(HttpStatusCode.Created, await added.Content.ReadAsStringAsync());
        var course = await ReadAsync(added);
        course.GetProperty("status").GetString().ShouldBe("published");
        using var planned = await desk.PostAsJsonAsync($"/api/v1/courses/{course.GetProperty("id").GetString()}/sessions", new { placeId = centre.Place.Id.ToString(), meetings = new[] { new { date = "2027-03-22", from = "09:00", to = "16:00" } }, seats = 1, answers = "at-once" });
        planned.StatusCode.ShouldBe(HttpStatusCode.Created, await planned.Content.ReadAsStringAsync());
        var session = await ReadAsync(planned);
        session.GetProperty("start").GetString().ShouldBe("2027-03-22T09:00:00+01:00");

        var path = $"/api/v1/sessions/{session.GetProperty("id").GetString()}/enrolments";
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(n => instance.NewClient().PostAsJsonAsync(path, new { contact = new { name = $"Personne {n}", email = $"p{n}@exemple.fr" } })));
        answers.ShouldAllBe(a => a.StatusCode == HttpStatusCode.Created);
        var states = await Task.WhenAll(answers.Select(async a => (await ReadAsync(a)).GetProperty("status").GetString()));
        (states.Count(s => s == "accepted"), states.Count(s => s == "waiting")).ShouldBe((1, 15));

        var found = await ReadAsync(await instance.Client.GetAsync("/api/v1/courses?territory=epci:200040715&trade=old-buildings&q=chaux"));
        found.GetProperty("items")[0].GetProperty("next").GetProperty("state").GetString().ShouldBe("full");
        using var wrong = await desk.PostAsJsonAsync($"/api/v1/courses/{course.GetProperty("id").GetString()}/sessions", new { meetings = new[] { new { date = "2027-03-22", from = "16:00", to = "09:00" } }, seats = 1 });
        wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await ReadAsync(wrong)).GetProperty("errors").GetProperty("meetings")[0].GetString().ShouldBe("Une demi-journée finit après son début.");
        using var anonymous = await instance.Client.PostAsJsonAsync($"/api/v1/organisations/{centre.Organisation.Id}/courses", new { title = "x" });
        anonymous.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer) => (await answer.Content.ReadFromJsonAsync<JsonElement>()).Clone();
}
