using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using RepairNet.Application.Agenda;
using RepairNet.Application.Bookings;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using RepairNet.TestSupport.Calendars;
using Shouldly;
using Xunit;
using static RepairNet.Application.Tests.Bookings.Bookings;

namespace RepairNet.Application.Tests.Agenda;

/// <summary>A calendar kept elsewhere shuts a place: at once, for as long as it says so, and whatever becomes of its site.</summary>
public sealed class ImportedCalendarTests
{
    private const string Morning = "DTSTART;TZID=Europe/Paris:20270302T090000\nDTEND;TZID=Europe/Paris:20270302T120000";
    private const string Afternoon = "DTSTART;TZID=Europe/Paris:20270302T140000\nDTEND;TZID=Europe/Paris:20270302T170000";

    [Theory, BothDatabases]
    public async Task Its_busy_times_are_closures_at_once_and_follow_it(DatabaseKind kind)
    {
        await using var site = await CalendarSite.StartAsync();
        await using var instance = await TestInstance.BuildAsync(kind, site.Options);
        var workshop = await instance.Given.WorkshopAsync();
        (await FreeAsync(instance, workshop)).ShouldBe(6);
        site.Give(CalendarSite.Calendar(Morning));

        var added = (await AddAsync(instance, workshop, site, "Congés")).AsT0;

        added.Closures.ShouldBe(1);
        (await FreeAsync(instance, workshop)).ShouldBe(3, "only the afternoon is left");
        (await instance.SendAsync(Request(workshop, At(Tuesday, 9)))).IsT1.ShouldBeTrue("and nobody books the morning");
        var view = await ViewAsync(instance, workshop);
        (view.Name, view.Host, view.Closures, view.FailingSince).ShouldBe(("Congés", "127.0.0.1", 1, null));
        view.Next.ShouldBe([new TimeRange(At(Tuesday, 9), At(Tuesday, 12))]);

        // An event more, one moved, none at all.
        foreach (var (events, free) in new (string[], int)[] { ([Morning, Afternoon], 0), ([Afternoon], 3), ([], 6), ([Morning], 3) })
        {
            site.Give(CalendarSite.Calendar(events));
            await SweepAsync(instance, Duration.FromMinutes(31));
            (await FreeAsync(instance, workshop)).ShouldBe(free);
        }

        (await instance.SendAsync(new RemoveImportedCalendar(workshop.Place.Id, added.Id), workshop.Manager)).IsT0.ShouldBeTrue();
        (await FreeAsync(instance, workshop)).ShouldBe(6);
        (await instance.ReadAsync(async db => await db.Closures.CountAsync() + await db.ImportedCalendars.CountAsync())).ShouldBe(0);
        (await instance.SendAsync(new RemoveImportedCalendar(workshop.Place.Id, added.Id), workshop.Manager)).IsT1.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task It_is_read_every_half_hour_and_nothing_changes_where_nothing_changed(DatabaseKind kind)
    {
        await using var site = await CalendarSite.StartAsync();
        await using var instance = await TestInstance.BuildAsync(kind, site.Options);
        var workshop = await instance.Given.WorkshopAsync();
        site.Give(CalendarSite.Calendar(Morning, "DTSTART:20270101T080000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY"), etag: "\"v1\"");
        await AddAsync(instance, workshop, site);
        var (version, ids) = (await VersionAsync(instance), await ClosuresAsync(instance));
        ids.Count.ShouldBeGreaterThan(50);

        await SweepAsync(instance, Duration.FromMinutes(29));
        site.Asked.Count.ShouldBe(1, "not due");
        await SweepAsync(instance, Duration.FromMinutes(2));
        site.Asked.Count.ShouldBe(2);
        site.Asked[1].ShouldEndWith("\"v1\"");

        // The same file without a mark, then in another order: the same closures.
        site.Give(CalendarSite.Calendar(Morning, "DTSTART:20270101T080000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY"));
        await SweepAsync(instance, Duration.FromMinutes(31));
        site.Give(CalendarSite.Calendar("DTSTART:20270101T080000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY", Morning));
        await SweepAsync(instance, Duration.FromMinutes(31));
        site.Asked.Count.ShouldBe(4);
        (await VersionAsync(instance)).ShouldBe(version);
        (await ClosuresAsync(instance)).ShouldBe(ids);

        // A week later what comes back reaches a week further, though the file is the same.
        site.Give(CalendarSite.Calendar("DTSTART:20270101T080000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY", Morning), etag: "\"v2\"");
        await SweepAsync(instance, Duration.FromMinutes(31));
        await SweepAsync(instance, Duration.FromDays(7));
        site.Asked[^1].ShouldBe("/calendrier.ics", "all of it is wanted");
        (await ClosuresAsync(instance)).Count.ShouldBe(ids.Count + 1, "what is over stays: it was true");
        await SweepAsync(instance, Duration.FromDays(60));
        (await ClosuresAsync(instance)).Count.ShouldBeLessThan(ids.Count + 10, "but not for ever");
    }

    [Theory, BothDatabases]
    public async Task One_that_fails_keeps_what_it_said_and_says_since_when_and_why(DatabaseKind kind)
    {
        await using var site = await CalendarSite.StartAsync();
        await using var instance = await TestInstance.BuildAsync(kind, site.Options);
        var workshop = await instance.Given.WorkshopAsync();
        site.Give(CalendarSite.Calendar(Morning));
        await AddAsync(instance, workshop, site);
        var read = instance.Clock.Now;

        site.Fail();
        await SweepAsync(instance, Duration.FromMinutes(31));
        var since = instance.Clock.Now;
        (await FreeAsync(instance, workshop)).ShouldBe(3);
        var view = await ViewAsync(instance, workshop);
        (view.ReadAt, view.FailingSince, view.Trouble, view.NextReadAt).ShouldBe((read, since, CalendarTrouble.SiteError, since + Duration.FromMinutes(10)));

        // It waits longer each time, up to six hours; the reason may change, the beginning does not.
        site.Give("<html>Maintenance</html>");
        foreach (var minutes in new[] { 10, 20, 40, 80, 160, 320, 360, 360 })
        {
            var asked = site.Asked.Count;
            await SweepAsync(instance, Duration.FromMinutes(minutes) - Duration.FromSeconds(1));
            site.Asked.Count.ShouldBe(asked);
            await SweepAsync(instance, Duration.FromSeconds(1));
            site.Asked.Count.ShouldBe(asked + 1);
        }

        view = await ViewAsync(instance, workshop);
        (view.FailingSince, view.Trouble, view.Closures).ShouldBe((since, CalendarTrouble.NotCalendar, 1));

        site.Give(CalendarSite.Calendar(Afternoon));
        (await instance.SendAsync(new RereadImportedCalendar(workshop.Place.Id, view.Id), workshop.Member)).IsT0.ShouldBeTrue();
        (await ViewAsync(instance, workshop)).Trouble.ShouldBe(CalendarTrouble.NotCalendar, "tried less than a minute ago");
        instance.Clock.Advance(Duration.FromMinutes(1));
        (await instance.SendAsync(new RereadImportedCalendar(workshop.Place.Id, view.Id), workshop.Member)).IsT0.ShouldBeTrue();
        view = await ViewAsync(instance, workshop);
        (view.FailingSince, view.Trouble, view.ReadAt).ShouldBe((null, null, instance.Clock.Now));
        (await instance.SendAsync(Request(workshop, At(Tuesday, 9)))).IsT0.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task One_that_cannot_be_read_is_refused_on_its_field_and_nothing_is_kept(DatabaseKind kind)
    {
        await using var site = await CalendarSite.StartAsync();
        await using var instance = await TestInstance.BuildAsync(kind, site.Options);
        var workshop = await instance.Given.WorkshopAsync();
        foreach (var (address, text) in new (string, string?)[]
        {
            ("", null),
            ("conges.ics", null),
            ("file:///etc/passwd", null),
            ("ftp://exemple.fr/conges.ics", null),
            ("https://marie:secret@exemple.fr/conges.ics", null),
            ("https://exemple.fr/" + new string('a', 1_000), null),
            ("http://127.0.0.2/conges.ics", null),
            ("webcal://[::1]/conges.ics", null),
            (site.Address(), "<html></html>"),
            (site.Address(), "BEGIN:VCALENDAR\r\nX-LIGNE:" + new string('a', 10_000_000) + "\r\nEND:VCALENDAR"),
            (site.Address(), CalendarSite.Calendar("DTSTART:20270101T080000Z\nDURATION:PT1S\nRRULE:FREQ=SECONDLY")),
            (site.Address(), CalendarSite.Calendar("DTSTART:20270101T080000Z\nDURATION:PT1S\nRRULE:FREQ=HOURLY")),
        })
        {
            site.Give(text ?? CalendarSite.Calendar());
            var refusal = await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new AddImportedCalendar(workshop.Place.Id, address, null), workshop.Manager), address);
            refusal.Errors.Keys.ShouldBe(["address"], address);
        }

        site.Give(CalendarSite.Calendar(Morning));
        (await Should.ThrowAsync<InvalidRequestException>(() => AddAsync(instance, workshop, site, new string('n', 81)))).Errors.Keys.ShouldBe(["name"]);
        (await instance.ReadAsync(async db => await db.Closures.CountAsync() + await db.ImportedCalendars.CountAsync())).ShouldBe(0);
    }

    [Theory, BothDatabases]
    public async Task Managers_follow_members_look_and_to_others_there_is_nothing(DatabaseKind kind)
    {
        await using var site = await CalendarSite.StartAsync();
        await using var instance = await TestInstance.BuildAsync(kind, site.Options);
        var (workshop, other) = (await instance.Given.WorkshopAsync(), await instance.Given.WorkshopAsync());
        site.Give(CalendarSite.Calendar(Morning));
        await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new AddImportedCalendar(workshop.Place.Id, site.Address(), null), workshop.Member));
        (await instance.SendAsync(new AddImportedCalendar(workshop.Place.Id, site.Address(), null), other.Manager)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new AddImportedCalendar(PlaceId.New(), site.Address(), null), other.Manager)).IsT1.ShouldBeTrue();
        site.Asked.ShouldBeEmpty("nothing is fetched for who may not");
        var calendar = (await AddAsync(instance, workshop, site)).AsT0.Id;

        await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new RemoveImportedCalendar(workshop.Place.Id, calendar), workshop.Member));
        foreach (var (place, actor) in new[] { (workshop.Place.Id, other.Manager), (other.Place.Id, other.Manager) })
        {
            (await instance.SendAsync(new RemoveImportedCalendar(place, calendar), actor)).IsT1.ShouldBeTrue();
            (await instance.SendAsync(new RereadImportedCalendar(place, calendar), actor)).IsT1.ShouldBeTrue();
        }

        (await instance.SendAsync(new GetImportedCalendars(workshop.Place.Id), other.Manager)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new GetBookingsDuringImports(workshop.Place.Id), other.Manager)).IsT1.ShouldBeTrue();
        (await ViewAsync(instance, workshop)).Name.ShouldBe("127.0.0.1", "the name of its site, for want of another");

        // The public reads that the place is shut, and no more; a member reads from which calendar, and undoes it there.
        var closure = (await instance.SendAsync(new GetPlace(workshop.Place.Id))).AsT0.Closures.ShouldHaveSingleItem();
        (closure.IsImported, closure.Calendar, closure.Reason).ShouldBe((true, null, null));
        (await instance.SendAsync(new GetPlace(workshop.Place.Id), workshop.Member)).AsT0.Closures.Single().Calendar.ShouldBe("127.0.0.1");
        (await instance.SendAsync(new RemoveClosure(workshop.Place.Id, closure.Id), workshop.Manager)).IsT2.ShouldBeTrue();
        (await ClosuresAsync(instance)).Count.ShouldBe(1);
    }

    [Theory, BothDatabases]
    public async Task Who_is_expected_inside_is_named_and_stays(DatabaseKind kind)
    {
        await using var site = await CalendarSite.StartAsync();
        await using var instance = await TestInstance.BuildAsync(kind, site.Options);
        var workshop = await instance.Given.WorkshopAsync();
        var inside = (await instance.SendAsync(Request(workshop, At(Tuesday, 10)))).Made();
        var cancelled = (await instance.SendAsync(Request(workshop, At(Tuesday, 11)))).Made();
        await instance.SendAsync(new CancelBooking(cancelled.Secret));
        await instance.SendAsync(Request(workshop, At(Tuesday, 14)));
        await instance.SendAsync(Request(workshop, At(Tuesday.PlusDays(1), 9)));
        site.Give(CalendarSite.Calendar(Morning));

        await AddAsync(instance, workshop, site, "Congés");

        var found = (await instance.SendAsync(new GetBookingsDuringImports(workshop.Place.Id), workshop.Member)).AsT0;
        found.Count.ShouldBe(1);
        var line = found.Soonest.ShouldHaveSingleItem();
        (line.Reference, line.Start, line.Contact.Name).ShouldBe((inside.Reference, At(Tuesday, 10), "Marie Blanc"));
        line.Calendars.ShouldBe(["Congés"]);
        (await instance.SendAsync(new GetAgenda(workshop.Place.Id, Tuesday, Tuesday), workshop.Member)).AsT0.Lines.Select(l => l.Reference).ShouldContain(inside.Reference);
    }

    [Theory, BothDatabases]
    public async Task Added_twice_at_once_it_is_there_once_and_five_are_enough(DatabaseKind kind)
    {
        await using var site = await CalendarSite.StartAsync();
        await using var instance = await TestInstance.BuildAsync(kind, site.Options);
        var workshop = await instance.Given.WorkshopAsync();
        site.Give(CalendarSite.Calendar(Morning));

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(async () =>
        {
            try
            {
                return (await AddAsync(instance, workshop, site)).IsT0;
            }
            catch (InvalidRequestException)
            {
                return false;
            }
        })));
        outcomes.Count(made => made).ShouldBe(1);
        (await ClosuresAsync(instance)).Count.ShouldBe(1);

        for (var i = 1; i < ImportedCalendar.MostOfAPlace; i++)
        {
            (await instance.SendAsync(new AddImportedCalendar(workshop.Place.Id, site.Address($"/{i}.ics"), null), workshop.Manager)).IsT0.ShouldBeTrue();
        }

        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new AddImportedCalendar(workshop.Place.Id, site.Address("/6.ics"), null), workshop.Manager))).Errors.Keys.ShouldBe(["address"]);

        // Two calendars say the same: one may stop saying it.
        var first = (await instance.SendAsync(new GetImportedCalendars(workshop.Place.Id), workshop.Manager)).AsT0[0];
        await instance.SendAsync(new RemoveImportedCalendar(workshop.Place.Id, first.Id), workshop.Manager);
        (await FreeAsync(instance, workshop)).ShouldBe(3);
    }

    [Theory, BothDatabases]
    public async Task Sweeps_that_race_read_it_once_and_one_removed_meanwhile_leaves_nothing(DatabaseKind kind)
    {
        await using var site = await CalendarSite.StartAsync();
        await using var instance = await TestInstance.BuildAsync(kind, site.Options);
        var workshop = await instance.Given.WorkshopAsync();
        site.Give(CalendarSite.Calendar(Morning));
        var calendar = (await AddAsync(instance, workshop, site)).AsT0.Id;
        instance.Clock.Advance(Duration.FromMinutes(31));

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => SweepAsync(instance, Duration.Zero))));
        site.Asked.Count.ShouldBe(2);

        var (arrived, leave) = (new TaskCompletionSource(), new TaskCompletionSource());
        site.Answer = async context =>
        {
            arrived.SetResult();
            await leave.Task;
            await Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(context.Response, CalendarSite.Calendar(Morning, Afternoon));
        };
        var sweep = Task.Run(() => SweepAsync(instance, Duration.FromMinutes(31)));
        await arrived.Task;
        (await instance.SendAsync(new RemoveImportedCalendar(workshop.Place.Id, calendar), workshop.Manager)).IsT0.ShouldBeTrue("nothing is locked while a site is waited for");
        leave.SetResult();
        await sweep;

        (await ClosuresAsync(instance)).ShouldBeEmpty();
        (await FreeAsync(instance, workshop)).ShouldBe(6);
    }

    [Theory, BothDatabases]
    public async Task Closures_made_by_hand_are_not_its_business(DatabaseKind kind)
    {
        await using var site = await CalendarSite.StartAsync();
        await using var instance = await TestInstance.BuildAsync(kind, site.Options);
        var workshop = await instance.Given.WorkshopAsync();
        var own = (await instance.SendAsync(new AddClosure(workshop.Place.Id, At(Tuesday, 14), At(Tuesday, 15), "Inventaire"), workshop.Member)).AsT0;
        site.Give(CalendarSite.Calendar("DTSTART:20270302T080000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;INTERVAL=1"));
        var calendar = (await AddAsync(instance, workshop, site)).AsT0.Id;

        (await instance.SendAsync(new GetPlace(workshop.Place.Id), workshop.Member)).AsT0.Closures.Count(c => !c.IsImported).ShouldBe(1);
        (await instance.SendAsync(new RemoveImportedCalendar(workshop.Place.Id, calendar), workshop.Manager)).IsT0.ShouldBeTrue();
        (await ClosuresAsync(instance)).ShouldBe([own.Id]);
        (await instance.SendAsync(new RemoveClosure(workshop.Place.Id, own.Id), workshop.Member)).IsT0.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task Of_a_holiday_under_way_the_days_that_have_passed_stay_closed(DatabaseKind kind)
    {
        await using var site = await CalendarSite.StartAsync();
        await using var instance = await TestInstance.BuildAsync(kind, site.Options);
        var workshop = await instance.Given.WorkshopAsync();
        string[] week = [.. Enumerable.Range(1, 5).Select(day => $"DTSTART;VALUE=DATE:2027030{day}\nDTEND;VALUE=DATE:2027030{day + 1}")];
        site.Give(CalendarSite.Calendar(week));
        instance.Clock.Now = At(new LocalDate(2027, 3, 1), 8);
        await AddAsync(instance, workshop, site);
        (await RangesAsync()).ShouldBe([(1, 6)], "one after the other is one");

        // On the Wednesday, those days are said no more; then the rest is called off.
        instance.Clock.Now = At(new LocalDate(2027, 3, 3), 10);
        site.Give(CalendarSite.Calendar(week[2..]));
        await SweepAsync(instance, Duration.Zero);
        (await RangesAsync()).ShouldBe([(1, 3), (3, 6)]);
        site.Give(CalendarSite.Calendar());
        await SweepAsync(instance, Duration.FromHours(1));
        (await RangesAsync()).ShouldBe([(1, 3), (3, 3)]);
        (await instance.ReadAsync(db => db.Closures.MaxAsync(c => c.End))).ShouldBe(At(new LocalDate(2027, 3, 3), 11));

        async Task<List<(int, int)>> RangesAsync() => (await instance.ReadAsync(db => db.Closures.AsNoTracking().ToListAsync()))
            .Select(c => (c.Start.InZone(DateTimeZoneProviders.Tzdb["Europe/Paris"]).Day, c.End.InZone(DateTimeZoneProviders.Tzdb["Europe/Paris"]).Day)).Order().ToList();
    }

    [Theory, BothDatabases]
    public async Task What_was_not_understood_is_said_until_it_is_gone(DatabaseKind kind)
    {
        await using var site = await CalendarSite.StartAsync();
        await using var instance = await TestInstance.BuildAsync(kind, site.Options);
        var workshop = await instance.Given.WorkshopAsync();
        site.Give(CalendarSite.Calendar(
            "DTSTART;VALUE=DATE:20270302\nRRULE:RSCALE=CHINESE;FREQ=YEARLY",
            "DTSTART;VALUE=DATE:20270301\nRRULE:RSCALE=HEBREW;FREQ=YEARLY",
            "DTSTART;TZID=Bureau:20270303T090000\nDTEND;TZID=Bureau:20270303T120000"));
        await AddAsync(instance, workshop, site);

        var doubts = (await ViewAsync(instance, workshop)).Doubts;
        doubts.NotUnderstood.ShouldBe(2);
        doubts.Examples.ShouldBe([new LocalDate(2027, 3, 1), new LocalDate(2027, 3, 2)]);
        doubts.UnknownZones.ShouldBe(["Bureau"]);
        (await FreeAsync(instance, workshop)).ShouldBe(0, "what is understood of it counts");

        // A site that fails changes nothing; a calendar that is clear again has nothing to be said.
        site.Fail();
        await SweepAsync(instance, Duration.FromMinutes(31));
        (await ViewAsync(instance, workshop)).Doubts.NotUnderstood.ShouldBe(2);
        site.Give(CalendarSite.Calendar(Morning));
        await SweepAsync(instance, Duration.FromMinutes(31));
        doubts = (await ViewAsync(instance, workshop)).Doubts;
        (doubts.NotUnderstood, doubts.Examples.Count, doubts.UnknownZones.Count).ShouldBe((0, 0, 0));
    }

    private static async Task<OneOf.OneOf<CalendarImported, NotFound>> AddAsync(TestInstance instance, Workshop workshop, CalendarSite site, string? name = null) =>
        await instance.SendAsync(new AddImportedCalendar(workshop.Place.Id, site.Address(), name), workshop.Manager);

    private static async Task<ImportedCalendarView> ViewAsync(TestInstance instance, Workshop workshop) =>
        (await instance.SendAsync(new GetImportedCalendars(workshop.Place.Id), workshop.Member)).AsT0.ShouldHaveSingleItem();

    private static async Task<int> FreeAsync(TestInstance instance, Workshop workshop) =>
        (await instance.SendAsync(new GetServiceSlots(workshop.Service.Id, Tuesday, Tuesday))).AsT0.Slots.Count;

    private static Task<long> VersionAsync(TestInstance instance) => instance.ReadAsync(db => db.OfferState.Select(s => s.Version).SingleAsync());

    private static Task<List<ClosureId>> ClosuresAsync(TestInstance instance) => instance.ReadAsync(db => db.Closures.OrderBy(c => c.Id).Select(c => c.Id).ToListAsync());

    private static async Task SweepAsync(TestInstance instance, Duration later)
    {
        instance.Clock.Advance(later);
        await using var scope = instance.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ImportedCalendarSweep>().SweepAsync(CancellationToken.None);
    }
}
