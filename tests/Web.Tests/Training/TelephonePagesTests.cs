using System.Net;
using NodaTime;
using RepairNet.Application.Training;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Training;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Training;

/// <summary>Someone without an e-mail address: enrolled at the town hall, called by the centre.</summary>
public sealed class TelephonePagesTests
{
    [Theory, BothDatabases]
    public async Task An_agent_asks_the_centre_answers_and_calls(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var (centre, slug, session) = await OpenAsync(instance);
        var agent = await instance.SignInAs(centre.Mediator);
        var desk = await instance.SignInAs(centre.Member);

        (await agent.PageAsync("/mairie/inscriptions")).Body!.TextContent.ShouldContain("Rien pour l’instant");
        var found = await agent.PageAsync("/mairie/inscriptions?q=grille&commune=Grenoble");
        found.QuerySelector("#trouvees ~ ul a")!.GetAttribute("href").ShouldBe("/mairie/inscriptions/" + slug);
        (await agent.PageAsync("/mairie/inscriptions?q=&commune=Nullepart")).Body!.TextContent.ShouldContain("ne trouvons pas cette commune");
        var form = "/mairie/inscriptions/" + slug;
        using (var wrong = await agent.SendFormAsync(form, [new("session", session.ToString()), new("nom", "Ahmed"), new("tel", "")]))
        {
            wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            (await wrong.PageAsync()).QuerySelector("#nom")!.GetAttribute("value").ShouldBe("Ahmed");
        }

        using var asked = await agent.SendFormAsync(form, [new("session", session.ToString()), new("nom", "Ahmed"), new("tel", "06 12 34 56 78")]);
        asked.Headers.Location!.OriginalString.ShouldEndWith("/mairie/inscriptions?demande=oui");
        using (var twice = await agent.SendFormAsync(form, [new("session", session.ToString()), new("nom", "Ahmed"), new("tel", "06 12 34 56 78")]))
        {
            twice.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        }

        (await agent.PageAsync("/mairie/inscriptions?demande=oui")).QuerySelector("tbody tr")!.TextContent.ShouldSatisfyAllConditions(t => t.ShouldContain("Ahmed"), t => t.ShouldContain("à lire"));
        (await desk.PageAsync("/pro/appels")).Body!.TextContent.ShouldContain("Personne à appeler");
        using var accepted = await desk.SendFormAsync("/pro/formations/session/" + session, [new("choix", "accepter")], "handler=Decide");
        accepted.Headers.Location!.ToString().ShouldEndWith("?fait=accepter");

        var calls = await desk.PageAsync("/pro/appels");
        calls.QuerySelector("section.panel")!.TextContent.ShouldSatisfyAllConditions(t => t.ShouldContain("Ahmed"), t => t.ShouldContain("Votre place pour « Réparer un grille-pain » est confirmée".Replace("« ", "«\u00A0", StringComparison.Ordinal).Replace(" »", "\u00A0»", StringComparison.Ordinal)));
        (await desk.PageAsync("/en/pro/appels")).Body!.TextContent.ShouldContain("Say that the seat is confirmed");
        (await agent.PageAsync("/mairie/inscriptions")).QuerySelector("tbody tr")!.TextContent.ShouldContain("place confirmée");
        using var told = await desk.SendFormAsync("/pro/appels", [new("note", "Told")], "handler=Course");
        told.Headers.Location!.OriginalString.ShouldEndWith("fait=prevenu");
        (await desk.PageAsync("/pro/appels?fait=prevenu")).Body!.TextContent.ShouldContain("Personne à appeler");

        Meeting[] later = [new(new LocalDate(2027, 4, 5), new LocalTime(9, 0), new LocalTime(12, 0))];
        (await instance.SendAsync(new ChangeCourseSession(session, new SessionDetails(centre.Place.Id, later, 4)), centre.Member)).IsT0.ShouldBeTrue();
        (await desk.PageAsync("/pro/appels")).QuerySelector("section.panel")!.TextContent.ShouldSatisfyAllConditions(t => t.ShouldContain("Dire que la session a changé"), t => t.ShouldContain("Cela vous convient toujours"));
        (await desk.PageAsync("/en/pro/appels")).Body!.TextContent.ShouldContain("Say that the session has changed");

        using var resident = await (await instance.SignInAs(Given.SignedIn)).GetAsync("/mairie/inscriptions");
        resident.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var missing = await agent.GetAsync("/mairie/inscriptions/rien-de-tel");
        missing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory, BothDatabases]
    public async Task What_was_typed_for_the_only_session_is_given_back_once_it_is_called_off_or_the_course_withdrawn(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var (centre, slug, session) = await OpenAsync(instance);
        var forms = new[] { ("/mairie/inscriptions/" + slug, await instance.SignInAs(centre.Mediator)), ("/formations/" + slug, instance.NewClient()) };
        var sent = new List<(string Address, HttpClient Browser, Dictionary<string, string> Fields)>();
        foreach (var (address, browser) in forms)
        {
            var fields = (await browser.PageAsync(address)).QuerySelectorAll("main form[method=post] input[type=hidden]").ToDictionary(i => i.GetAttribute("name")!, i => i.GetAttribute("value") ?? "");
            fields["session"] = session.ToString();
            fields["nom"] = "Ahmed";
            fields["tel"] = "06 12 34 56 78";
            fields["but"] = "Apprendre le <métier>.";
            sent.Add((address, browser, fields));
        }

        (await instance.SendAsync(new CancelCourseSession(session, "Trop peu de monde."), centre.Manager)).IsT0.ShouldBeTrue();
        await IsGivenBackAsync();
        sent.ForEach(form => form.Fields["tel"] = "06");
        await IsGivenBackAsync();
        (await instance.SendAsync(new SetCourseStatus((await instance.SendAsync(new GetCourse(null, slug), centre.Manager)).AsT0.Id, CourseStatus.Archived), centre.Manager)).IsT0.ShouldBeTrue();
        await IsGivenBackAsync();

        async Task IsGivenBackAsync()
        {
            foreach (var (address, browser, fields) in sent)
            {
                using var answer = await browser.PostAsync(address, new FormUrlEncodedContent(fields));
                answer.StatusCode.ShouldBe(HttpStatusCode.NotFound, address);
                var main = (await answer.PageAsync()).QuerySelector("main")!;
                main.QuerySelector("h1")!.TextContent.ShouldBe("Rien n’est enregistré.", address);
                main.QuerySelectorAll("dd").Select(d => d.TextContent).ShouldContain("Apprendre le <métier>.", address);
            }
        }
    }

    [Fact]
    public async Task Jobs_and_fields_are_ticked_by_trade_and_what_a_file_brought_can_be_kept()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var centre = await instance.Given.WorkshopAsync(kinds: OrganisationKinds.TrainingCentre);
        var desk = await instance.SignInAs(centre.Manager);
        var course = new Course(CourseId.New(), centre.Organisation.Id, "radio", new CourseTerms(CourseKind.Workshop, Trade.Repair, "Radio", "Un soir.", CourseLevel.Beginner, TeachingMode.OnSite, 120, Rome: ["I1402"], Formacodes: ["24340", "99999"]), instance.Clock.Now);
        await instance.AddAsync(course);
        var address = $"/pro/formations/fiche?organisation={centre.Organisation.Slug}&id={course.Id}";

        var page = await desk.PageAsync(address);
        page.QuerySelectorAll("form details").Length.ShouldBe(4);
        page.QuerySelectorAll("form details[open]").ShouldBeEmpty();
        page.QuerySelectorAll("form details summary").Select(s => s.TextContent.EndsWith("Maintenance électronique", StringComparison.Ordinal)).ShouldBe([true, false, false, false], "what is ticked is named without opening");
        page.QuerySelectorAll("input[name=Formacodes][checked]").Select(i => i.GetAttribute("value")).ShouldBe(["24340", "99999"]);
        page.QuerySelectorAll("input[name=Rome][checked]").Select(i => i.GetAttribute("value")).ShouldBe(["I1402"]);

        KeyValuePair<string, string>[] rest = [new("Kind", "workshop"), new("Title", "Radio"), new("Summary", "Un soir."), new("Trade", "repair"), new("Level", "beginner"), new("Mode", "on-site"), new("Language", "fr"), new("Hours", "2")];
        using (var wrong = await desk.SendFormAsync(address, [.. rest, new("Formacodes", "88888")]))
        {
            wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            (await wrong.PageAsync()).QuerySelector("fieldset.wrong .error")!.TextContent.ShouldBe("Un de ces domaines n’est pas dans la liste.");
        }

        using var saved = await desk.SendFormAsync(address, [.. rest, new("Formacodes", "99999"), new("Formacodes", "22335")]);
        saved.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await desk.PageAsync(address)).QuerySelectorAll("input[name=Formacodes][checked]").Select(i => i.GetAttribute("value")).ShouldBe(["22335", "99999"]);
    }

    private static async Task<(Workshop Centre, string Slug, CourseSessionId Session)> OpenAsync(TestInstance instance)
    {
        var centre = await instance.Given.WorkshopAsync(kinds: OrganisationKinds.TrainingCentre);
        var course = (await instance.SendAsync(new AddCourse(centre.Organisation.Id, new CourseDetails("training", "repair", "Réparer un grille-pain", "Un jour à l’établi.", "beginner", "on-site", 180, 0m)), centre.Manager)).AsT0;
        (await instance.SendAsync(new SetCourseStatus(course.Id, CourseStatus.Published), centre.Manager)).IsT0.ShouldBeTrue();
        var dates = new SessionDetails(centre.Place.Id, [new Meeting(new LocalDate(2027, 3, 22), new LocalTime(9, 0), new LocalTime(12, 0))], 3);
        return (centre, course.Slug, (await instance.SendAsync(new PlanSessions(course.Id, dates), centre.Manager)).AsT0.Ids.Single());
    }
}
