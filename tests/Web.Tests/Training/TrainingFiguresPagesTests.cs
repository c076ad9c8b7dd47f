using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NodaTime;
using RepairNet.Application.Directory;
using RepairNet.Application.Training;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Training;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Training;

/// <summary>What courses came to, in the town hall, in the annual report, in its files and over the API: the same numbers.</summary>
public sealed class TrainingFiguresPagesTests
{
    /// <summary>A centre, one session of six hours and three seats, two people accepted, one of whom came to all of it.</summary>
    internal static async Task<Workshop> TaughtAsync(TestInstance instance, string name = "Le Geste juste")
    {
        var centre = await instance.Given.WorkshopAsync(name, OrganisationKinds.TrainingCentre);
        var day = new LocalDate(2027, 3, 22);
        var course = (await instance.SendAsync(new AddCourse(centre.Organisation.Id, new CourseDetails("training", "repair", "Réparer", "À l’établi.", "beginner", "on-site", 360, 0m)), centre.Manager)).AsT0.Id;
        await instance.SendAsync(new SetCourseStatus(course, CourseStatus.Published), centre.Manager);
        var meetings = new[] { new Meeting(day, new LocalTime(9, 0), new LocalTime(12, 0)), new Meeting(day, new LocalTime(14, 0), new LocalTime(17, 0)) };
        var session = (await instance.SendAsync(new PlanSessions(course, new SessionDetails(centre.Place.Id, meetings, 3, AcceptsAtOnce: true)), centre.Manager)).AsT0.Ids.Single();
        var nora = (await instance.SendAsync(new Enrol(session, "Nora", "nora@exemple.fr", null, null, "fr"))).AsT0;
        await instance.SendAsync(new Enrol(session, "Olivier", "olivier@exemple.fr", null, null, "fr"));
        instance.Clock.Now = Instant.FromUtc(2027, 3, 23, 8, 0);
        (await instance.SendAsync(new RecordAttendance(session, new Dictionary<Domain.Common.EnrolmentId, long> { [nora.Id] = 0b11 }, Certify: true), centre.Manager)).AsT0.Certificates.ShouldBe(1);
        var taking = await instance.Given.WorkshopAsync("Mille Vis", OrganisationKinds.RepairCafe);
        await instance.SendAsync(new ChangeOrganisation(taking.Organisation.Id, "Mille Vis", null, null, null, null, null, TakesApprentices: true), taking.Manager);
        await instance.SendAsync(new ActOnEnrolment(nora.Secret, EnrolmentAct.Agree));
        (await instance.SendAsync(new IntroducePerson(nora.Id, taking.Organisation.Id), centre.Manager)).IsT0.ShouldBeTrue();
        return centre;
    }

    [Theory, BothDatabases]
    public async Task The_town_hall_the_report_and_the_api_say_the_same(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var centre = await TaughtAsync(instance);
        using var agent = await instance.SignInAs(centre.Agent);

        var page = await agent.PageAsync("/mairie/formations");
        page.QuerySelector("h1")!.TextContent.ShouldBe("Formations 2027\u00A0: Grenoble");
        page.QuerySelectorAll("dl.facts div").ToDictionary(d => d.QuerySelector("dt")!.TextContent, d => d.QuerySelector("dd")!.TextContent).ShouldBe(new Dictionary<string, string>
        {
            ["Sessions tenues"] = "1",
            ["Places offertes"] = "3",
            ["Places prises"] = "2",
            ["Personnes venues"] = "1",
            ["Heures d’enseignement"] = "6\u00A0h",
            ["Heures suivies, une par personne"] = "6\u00A0h",
            ["Venues jusqu’au bout, parmi les personnes inscrites"] = "50\u00A0%",
            ["Venues jusqu’au bout, parmi les personnes venues"] = "100\u00A0%",
            ["Attestations données"] = "1",
            ["Personnes présentées à un atelier qui prend des apprentis"] = "1",
            ["Personnes accueillies par cet atelier"] = "0",
        });
        page.QuerySelectorAll("#metiers ~ div tbody th, #centres ~ div tbody th").Select(h => h.TextContent).ShouldBe(["Réparation", "Le Geste juste"]);
        page.QuerySelector("figure svg")!.TextContent.ShouldContain("2 sur 3");
        page.QuerySelectorAll("table").ShouldAllBe(t => t.QuerySelector("caption") != null);
        (await agent.PageAsync("/mairie/formations?annee=2026")).QuerySelector("main")!.TextContent.ShouldContain("Aucune session n’a fini en 2026.");

        var csv = await agent.GetStringAsync(page.QuerySelector("a[href*='.csv']")!.GetAttribute("href")!);
        var rows = csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(',')).ToList();
        rows.Select(r => r[3]).ShouldBe(["by", "total", "trade", "centre"]);
        rows.Skip(1).ShouldAllBe(r => string.Join(',', r.Skip(6)) == "1,0,3,2,1,1,6,6,1,0,0,,,,,,,1,0");
        (await agent.PageAsync("/mairie/journal")).QuerySelector("tbody")!.TextContent.ShouldContain("Bilan des formations (CSV)");
        (await agent.PageAsync("/en/mairie/journal")).QuerySelector("tbody")!.TextContent.ShouldContain("Course figures (CSV)");

        using var program = await instance.BearerFor(centre.Agent);
        var api = (await program.GetFromJsonAsync<JsonNode>("/api/v1/training-figures?territory=commune:38185&from=2027-01-01&to=2027-12-31"))!;
        api["whole"]!["placesTaken"]!.GetValue<int>().ShouldBe(2);
        api["whole"]!["minutesAttended"]!.GetValue<int>().ShouldBe(360);
        api["whole"]!["completionOfTaken"]!.GetValue<decimal>().ShouldBe(0.5m);
        (api["whole"]!["peopleIntroduced"]!.GetValue<int>(), api["whole"]!["peopleWelcomed"]!.GetValue<int>()).ShouldBe((1, 0));
        api["trades"]!.AsArray().Select(t => (string)t!["key"]!).ShouldBe(["repair"]);
        api["centres"]![0]!["followUp"]!.ToJsonString().ShouldBe("""{"asked":0,"answered":0,"answers":{}}""");

        var report = await instance.Client.PageAsync("/territoires/commune:38185/rapport/2027");
        report.QuerySelectorAll("section[aria-labelledby=training] tbody tr").Select(r => string.Join('|', r.Children.Select(c => c.TextContent))).ShouldBe(
        [
            "Sessions tenues|0|1", "Places offertes|0|3", "Places prises|0|2", "Personnes venues|0|1", "Heures d’enseignement|0|6", "Heures suivies, une par personne|0|6",
            "Part des personnes inscrites venues jusqu’au bout|–|50\u00A0%", "Attestations données|0|1",
        ]);
        (await instance.Client.PageAsync("/territoires/commune:38151/rapport/2027")).QuerySelector("section[aria-labelledby=training]").ShouldBeNull("nothing was taught there");
        (await instance.Client.GetStringAsync("/territoires/commune:38185/rapport/2027.csv")).ShouldContain("training_taken");
    }

    [Theory]
    [InlineData("/mairie/formations?annee=demain")]
    [InlineData("/mairie/formations?annee=1999")]
    [InlineData("/mairie/formations?territoire=commune:38151")]
    [InlineData("/mairie/formations?territoire=nulle-part")]
    [InlineData("/mairie/formations.csv")]
    [InlineData("/mairie/formations.csv?territoire=commune:38185&annee=x")]
    [InlineData("/mairie/formations.csv?territoire=commune:38151&annee=2027")]
    public async Task What_is_not_theirs_or_makes_no_sense_is_not_there(string path)
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var centre = await instance.Given.WorkshopAsync();
        using var agent = await instance.SignInAs(centre.Agent);
        using var answer = await agent.GetAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
    }

    [Theory]
    [InlineData("territory=commune:38151&from=2027-01-01&to=2027-12-31", HttpStatusCode.NotFound)]
    [InlineData("territory=commune:38185&from=2027-01-01", HttpStatusCode.UnprocessableEntity)]
    [InlineData("territory=commune:38185&from=01/01/2027&to=2027-12-31", HttpStatusCode.UnprocessableEntity)]
    [InlineData("territory=commune:38185&from=2027-12-31&to=2027-01-01", HttpStatusCode.UnprocessableEntity)]
    [InlineData("territory=commune:38185&from=1900-01-01&to=2027-01-01", HttpStatusCode.UnprocessableEntity)]
    [InlineData("from=2027-01-01&to=2027-12-31", HttpStatusCode.UnprocessableEntity)]
    public async Task The_api_says_what_is_wrong(string query, HttpStatusCode status)
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var centre = await instance.Given.WorkshopAsync();
        using var program = await instance.BearerFor(centre.Agent);
        using var answer = await program.GetAsync("/api/v1/training-figures?" + query);
        answer.StatusCode.ShouldBe(status, query);
        using var anonymous = await instance.Client.GetAsync("/api/v1/training-figures?" + query);
        anonymous.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }
}
