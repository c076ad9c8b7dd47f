using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;
using static RepairNet.Application.Tests.Bookings.Bookings;

namespace RepairNet.Application.Tests.Bookings;

/// <summary>How full each day of a month is.</summary>
public sealed class GetMonthTests
{
    private static readonly YearMonth March = new(2027, 3);

    [Theory, BothDatabases]
    public async Task A_day_says_what_is_booked_and_what_is_left_of_all_its_benches(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(benches: 2, terms: Given.PlainTerms with { BufferMinutes = 15 });
        await BookAsync(instance, workshop, At(Tuesday, 9), "a@exemple.fr");
        await BookAsync(instance, workshop, At(Tuesday, 9), "b@exemple.fr");
        var cancelled = await BookAsync(instance, workshop, At(Tuesday, 14), "c@exemple.fr");
        await instance.SendAsync(new CancelBooking(cancelled.Secret));

        var month = await MonthAsync(instance, workshop, March);
        month.Days.Count.ShouldBe(31);
        month.Days.Select(d => d.Load.Date).ShouldBe(Enumerable.Range(1, 31).Select(day => new LocalDate(2027, 3, day)));
        month.Days[1].Load.ShouldBe(new DayLoad(Tuesday, Bookings: 2, BookedMinutes: 120, OpenMinutes: 720, FreeMinutes: 720 - 150));
        month.Days[2].Load.ShouldBe(new DayLoad(Tuesday.PlusDays(1), 0, 0, 720, 720));
        month.Days[6].Load.ShouldBe(new DayLoad(new LocalDate(2027, 3, 7), 0, 0, 0, 0), "a Sunday");
        month.Bookings.ShouldBe(2);

        // The day page adds up the same.
        var day = (await instance.SendAsync(new GetBenchDay(workshop.Place.Id, Tuesday), workshop.Member)).AsT0;
        day.Load.ShouldBe(month.Days[1].Load);
        day.Benches.Sum(b => b.FreeMinutes).ShouldBe(day.Load.FreeMinutes);
        day.Week.ShouldBe(month.Days.Take(7).Select(d => d.Load));
    }

    [Theory, BothDatabases]
    public async Task What_is_past_is_not_free(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        await BookAsync(instance, workshop, At(Tuesday, 9), "a@exemple.fr");
        instance.Clock.Now = At(Tuesday, 11, 15);

        var month = await MonthAsync(instance, workshop, null);
        month.Month.ShouldBe(March);
        month.Today.ShouldBe(Tuesday);
        month.Days[0].Load.FreeMinutes.ShouldBe(0);
        month.Days[1].Load.ShouldBe(new DayLoad(Tuesday, 1, 60, 360, 45 + 180));

        // Someone who came keeps their place on the page.
        (await instance.SendAsync(new ChangeBookingByReference((await BookAsync(instance, workshop, At(Tuesday, 14), "b@exemple.fr")).Reference, WorkshopNote.CheckIn), workshop.Member)).IsT0.ShouldBeTrue();
        (await MonthAsync(instance, workshop, March)).Days[1].Load.ShouldBe(new DayLoad(Tuesday, 2, 120, 360, 45 + 120));
    }

    [Theory, BothDatabases]
    public async Task Holidays_closures_and_sessions_are_named(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(benches: 2);
        await instance.Given.ClosureAsync(workshop, At(Tuesday, 10), At(Tuesday, 11), "Inventaire");
        await instance.Given.ClosureAsync(workshop, At(new LocalDate(2027, 3, 4), 0), At(new LocalDate(2027, 3, 5), 0));
        var session = await instance.Given.SessionAsync(workshop, benches: 3, title: "Spécial couture");

        var days = (await MonthAsync(instance, workshop, March)).Days;
        days[1].Closures.ShouldBe(["Inventaire"]);
        days[1].Load.OpenMinutes.ShouldBe(2 * 300);
        days[3].Closures.ShouldBe([null]);
        days[3].Load.IsOpen.ShouldBeFalse();
        days[5].Session.ShouldBe(new MonthSession(session.Id, "Spécial couture", IsCalledOff: false));
        days[5].Load.OpenMinutes.ShouldBe(3 * 240);
        days[28].Holiday.ShouldBe("Lundi de Pâques");
        days[28].Load.IsOpen.ShouldBeFalse();
        days.Where(d => d.Holiday is not null).ShouldHaveSingleItem();
    }

    [Theory, BothDatabases]
    public async Task The_nights_when_clocks_change_have_their_own_length(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(openings: [Given.Opening(OpeningDays.Sunday, 1, 5)]);

        (await MonthAsync(instance, workshop, March)).Days.Where(d => d.Load.IsOpen).Select(d => d.Load.OpenMinutes).ShouldBe([240, 240, 240, 180]);
        (await MonthAsync(instance, workshop, new YearMonth(2027, 10))).Days.Where(d => d.Load.IsOpen).Select(d => d.Load.FreeMinutes).ShouldBe([240, 240, 240, 240, 300]);
    }

    [Theory, BothDatabases]
    public async Task It_is_for_members_and_for_months_that_somebody_could_mean(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var other = await instance.Given.WorkshopAsync();
        (await instance.SendAsync(new GetMonth(workshop.Place.Id, March), other.Member)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new GetMonth(PlaceId.New(), March), workshop.Member)).IsT1.ShouldBeTrue();
        foreach (var (year, found) in new[] { (1999, false), (2000, true), (2100, true), (2101, false) })
        {
            (await instance.SendAsync(new GetMonth(workshop.Place.Id, new YearMonth(year, 12)), workshop.Member)).IsT0.ShouldBe(found, $"{year}");
        }
    }

    private static async Task<PlaceMonth> MonthAsync(TestInstance instance, Workshop workshop, YearMonth? month) =>
        (await instance.SendAsync(new GetMonth(workshop.Place.Id, month), workshop.Member)).AsT0;

    private static async Task<Booked> BookAsync(TestInstance instance, Workshop workshop, Instant start, string email) =>
        (await instance.SendAsync(Request(workshop, start) with { Contact = new ContactDetails("Marie Blanc", email, null) })).Made();
}
