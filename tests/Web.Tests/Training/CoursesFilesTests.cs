using System.Net;
using System.Xml.Linq;
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

/// <summary>The courses of a territory as a table, a feed and a calendar: published ones, there, and no others.</summary>
public sealed class CoursesFilesTests
{
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";
    private static readonly LocalDate Day = new(2027, 3, 22);

    private static async Task<CourseId> CourseAsync(TestInstance instance, Workshop centre, string title, bool published = true, int sessions = 1)
    {
        var course = (await instance.SendAsync(new AddCourse(centre.Organisation.Id, new CourseDetails("training", "repair", title, "À l’établi.", "beginner", "on-site", 360, 0m)), centre.Manager)).AsT0.Id;
        if (published)
        {
            await instance.SendAsync(new SetCourseStatus(course, CourseStatus.Published), centre.Manager);
        }

        if (sessions > 0)
        {
            var meetings = new[] { new Meeting(Day, new LocalTime(9, 0), new LocalTime(12, 0)), new Meeting(Day, new LocalTime(14, 0), new LocalTime(17, 0)) };
            (await instance.SendAsync(new PlanSessions(course, new SessionDetails(centre.Place.Id, meetings, 3), Times: sessions, EveryDays: 7), centre.Manager)).IsT0.ShouldBeTrue();
        }

        return course;
    }

    private static async Task<(CourseId Sewing, CourseId Later)> TownAsync(TestInstance instance)
    {
        var centre = await instance.Given.WorkshopAsync("Le Geste juste", OrganisationKinds.TrainingCentre);
        var elsewhere = await instance.Given.WorkshopAsync("La Main verte", OrganisationKinds.TrainingCentre, communeCode: Given.Echirolles);
        var pending = await instance.Given.WorkshopAsync("Pas encore", OrganisationKinds.TrainingCentre, decision: null);
        var sewing = await CourseAsync(instance, centre, "Coudre, <réparer> & repriser", sessions: 2);
        await CourseAsync(instance, centre, "Brouillon", published: false);
        await CourseAsync(instance, elsewhere, "Ailleurs");
        await CourseAsync(instance, pending, "Sans agrément");
        instance.Clock.Now += Duration.FromHours(1);
        var later = await CourseAsync(instance, centre, "Souder", sessions: 0);
        return (sewing, later);
    }

    [Theory, BothDatabases]
    public async Task The_table_has_a_row_for_each_session(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var (sewing, later) = await TownAsync(instance);

        var lines = (await instance.Client.GetStringAsync("/api/v1/courses.csv?territory=commune:38185")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines.Skip(1).Select(line => line.Split(',')[0]).ShouldBe([sewing.ToString(), sewing.ToString(), later.ToString()]);
        lines[1].ShouldContain("\"Coudre, <réparer> & repriser\"");
        lines[1].ShouldContain(",open,2027-03-22T09:00:00+01:00,2027-03-22T17:00:00+01:00,");
        lines[2].ShouldContain(",open,2027-03-29T09:00:00+02:00,");
        lines[3].Split(',').Length.ShouldBe(lines[0].Split(',').Length);
        (await instance.Client.GetStringAsync("/api/v1/courses.csv")).ShouldContain("Ailleurs");
        (await instance.Client.GetStringAsync("/api/v1/courses.csv")).ShouldNotContain("Sans agrément");
    }

    [Theory, BothDatabases]
    public async Task The_feed_tells_the_last_change_first_under_ids_that_stay(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var (sewing, later) = await TownAsync(instance);

        using var answer = await instance.Client.GetAsync("/feeds/commune:38185/formations.atom");
        answer.Content.Headers.ContentType!.ToString().ShouldBe("application/atom+xml; charset=utf-8");
        var feed = XDocument.Parse(await answer.Content.ReadAsStringAsync()).Root!;
        var entries = feed.Elements(Atom + "entry").ToList();
        entries.Select(e => e.Element(Atom + "id")!.Value.Split('/')[^1]).ShouldBe([later.ToString(), sewing.ToString()]);
        feed.Element(Atom + "updated")!.Value.ShouldBe(entries[0].Element(Atom + "updated")!.Value);
        entries[1].Element(Atom + "title")!.Value.ShouldBe("Coudre, <réparer> & repriser");
        entries[1].Element(Atom + "summary")!.Value.ShouldContain("22 mars");
        entries[0].Element(Atom + "summary")!.Value.ShouldContain("Pas de date");
        using var page = await instance.Client.GetAsync(new Uri(entries[1].Elements(Atom + "link").Single().Attribute("href")!.Value).AbsolutePath);
        page.StatusCode.ShouldBe(HttpStatusCode.OK);

        using var again = new HttpRequestMessage(HttpMethod.Get, "/feeds/commune:38185/formations.atom");
        again.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
        using var same = await instance.Client.SendAsync(again);
        same.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        (await instance.Client.GetStringAsync("/api/v1/feeds/commune:38151/formations.atom?lang=en")).ShouldContain("Courses: Échirolles");
    }

    [Theory, BothDatabases]
    public async Task The_calendar_has_an_event_for_each_meeting_to_come(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        await TownAsync(instance);

        using var answer = await instance.Client.GetAsync("/api/v1/courses.ics?territory=commune:38185");
        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/calendar; charset=utf-8");
        var events = Ical.Net.Calendar.Load(await answer.Content.ReadAsStringAsync())!.Events;
        events.Select(e => e.DtStart!.AsUtc).Order().ShouldBe(new[] { (22, 8), (22, 13), (29, 7), (29, 12) }.Select(at => new DateTime(2027, 3, at.Item1, at.Item2, 0, 0, DateTimeKind.Utc)));
        events.ShouldAllBe(e => e.Summary == "Coudre, <réparer> & repriser");
        events.Select(e => e.Uid).ShouldBeUnique();

        // Once the first is over, the second is left.
        instance.Clock.Now = Instant.FromUtc(2027, 3, 23, 8, 0);
        Ical.Net.Calendar.Load(await instance.Client.GetStringAsync("/api/v1/courses.ics?territory=epci:200040715"))!.Events.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Unknown_territories_are_not_there_and_the_page_leads_to_the_files()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        await TownAsync(instance);
        foreach (var path in new[] { "/api/v1/courses.csv?territory=nulle-part", "/api/v1/courses.ics?territory=commune:99999", "/feeds/nulle-part/formations.atom", "/api/v1/feeds/commune:99999/formations.atom" })
        {
            using var answer = await instance.Client.GetAsync(path);
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }

        // None at all is no unknown one.
        using var missing = await instance.Client.GetAsync("/api/v1/courses.ics");
        missing.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await missing.Content.ReadAsStringAsync()).ShouldContain("Donnez un territoire");

        var links = (await instance.Client.PageAsync("/formations?commune=Grenoble")).QuerySelectorAll("main p.hint a").Select(a => a.GetAttribute("href")!).ToList();
        foreach (var path in new[] { "/api/v1/courses.ics?territory=commune:38185", "/feeds/commune:38185/formations.atom", "/api/v1/courses.csv?territory=commune:38185" })
        {
            links.ShouldContain(path);
            using var answer = await instance.Client.GetAsync(path);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        }
    }
}
