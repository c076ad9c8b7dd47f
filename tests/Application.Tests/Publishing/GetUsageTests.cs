using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Application.Publishing;
using RepairNet.Application.Repairs;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Directory;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Publishing;

/// <summary>The counts a public service publishes of its own use.</summary>
public sealed class GetUsageTests
{
    [Theory, BothDatabases]
    public async Task Appointments_count_once_by_way_and_by_what_became_of_them(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(benches: 4);
        await instance.Given.WorkshopAsync(decision: null, benches: 7);
        await instance.Given.WorkshopAsync(decision: AccreditationStatus.Suspended, benches: 9);
        var nine = Bookings.Bookings.At(Bookings.Bookings.Tuesday, 9);

        var kept = await BookAsync(9, BookingChannel.Web);
        var moved = await BookAsync(10, BookingChannel.Web);
        var cancelled = await BookAsync(11, BookingChannel.Desk);
        var both = await BookAsync(14, BookingChannel.Phone);
        (await instance.SendAsync(new MoveBooking(moved.Secret, nine))).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new MoveBooking(both.Secret, nine))).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new CancelBooking(both.Secret))).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new CancelBooking(cancelled.Secret))).IsT0.ShouldBeTrue();
        instance.Clock.Advance(nine + Duration.FromMinutes(30) - instance.Clock.Now);
        (await instance.SendAsync(new ChangeBookingByReference(kept.Reference, WorkshopNote.NoShow), workshop.Member)).IsT0.ShouldBeTrue();

        var usage = (await instance.SendAsync(new GetUsage())).AsT0;

        usage.Whole.Counts.ShouldBe(new UsageCounts(Web: 2, Desk: 1, Phone: 1, Moved: 2, Kept: 0, Cancelled: 2, NoShow: 1));
        usage.Whole.Counts.Total.ShouldBe(4);
        usage.Months.Count.ShouldBe(12);
        (usage.Months[0].Month, usage.Months[^1].Month).ShouldBe((new YearMonth(2026, 4), new YearMonth(2027, 3)));
        usage.Months[^1].Counts.ShouldBe(usage.Whole.Counts);
        usage.Merged.ShouldBeNull();
        (usage.Organisations, usage.Places, usage.Benches).ShouldBe((1, 1, 4), "those open to bookings alone");

        async Task<Booked> BookAsync(int hour, BookingChannel channel) =>
            (await instance.SendAsync(Bookings.Bookings.Request(workshop, Bookings.Bookings.At(Bookings.Bookings.Tuesday, hour), channel: channel), channel == BookingChannel.Web ? null : workshop.Member)).AsT0;
    }

    [Theory, BothDatabases]
    public async Task A_month_begins_at_midnight_in_Paris_and_twelve_are_shown(DatabaseKind kind)
    {
        var start = Instant.FromUtc(2027, 3, 31, 21, 59);
        await using var instance = await TestInstance.BuildAsync(kind, new TestOptions { Now = start });
        var workshop = await instance.Given.WorkshopAsync(benches: 8);
        var ahead = Bookings.Bookings.At(new LocalDate(2027, 4, 6), 9);
        await BookAsync(instance, workshop, ahead, 3);
        instance.Clock.AdvanceMinutes(1);
        await BookAsync(instance, workshop, ahead, 4);

        (await CountsAsync()).ShouldBe([(new YearMonth(2027, 3), 3), (new YearMonth(2027, 4), 4)]);

        instance.Clock.Advance(Instant.FromUtc(2028, 3, 1, 12, 0) - instance.Clock.Now);
        (await CountsAsync()).ShouldBe([(new YearMonth(2027, 4), 4)], "the oldest month has left the window");

        async Task<IReadOnlyList<(YearMonth, long)>> CountsAsync() =>
            [.. (await instance.SendAsync(new GetUsage())).AsT0.Months.Where(m => m.Counts?.Total > 0).Select(m => (m.Month, m.Counts!.Value.Total))];
    }

    [Theory, BothDatabases]
    public async Task A_month_of_one_or_two_is_told_with_another_and_the_whole_stays_exact(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind, new TestOptions { Now = Instant.FromUtc(2027, 3, 30, 8, 0) });
        var workshop = await instance.Given.WorkshopAsync(benches: 8);
        var ahead = Bookings.Bookings.At(new LocalDate(2027, 5, 11), 9);
        await BookAsync(instance, workshop, ahead, 2);
        (await instance.SendAsync(new GetUsage())).AsT0.IsTooFew.ShouldBeTrue();
        instance.Clock.Advance(Instant.FromUtc(2027, 4, 15, 8, 0) - instance.Clock.Now);
        await BookAsync(instance, workshop, ahead, 3);
        instance.Clock.Advance(Instant.FromUtc(2027, 5, 3, 8, 0) - instance.Clock.Now);
        await BookAsync(instance, workshop, ahead + Duration.FromHours(1), 4);

        var usage = (await instance.SendAsync(new GetUsage())).AsT0;

        usage.Months.Where(m => m.Counts is null).Select(m => m.Month).ShouldBe([new YearMonth(2027, 3), new YearMonth(2027, 4)], "the smallest of the others joins it: else what is left of the whole would tell");
        usage.Merged!.Months.ShouldBe(2);
        usage.Merged.Counts.Total.ShouldBe(5);
        usage.Months[^1].Counts!.Value.Total.ShouldBe(4);
        usage.Whole.Counts.Total.ShouldBe(9);
        usage.IsTooFew.ShouldBeFalse();
    }

    [Theory, BothDatabases]
    public async Task A_territory_counts_what_is_its_own(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var here = await instance.Given.WorkshopAsync(communeCode: "38185", benches: 4);
        var elsewhere = await instance.Given.WorkshopAsync(communeCode: "38151", benches: 5);
        var slot = Bookings.Bookings.At(Bookings.Bookings.Tuesday, 9);
        await BookAsync(instance, here, slot, 3);
        await BookAsync(instance, elsewhere, slot + Duration.FromHours(1), 4);
        foreach (var outcome in new[] { "fixed", "fixed", "end-of-life" })
        {
            (await instance.SendAsync(new RecordRepair(null, here.Organisation.Id, here.Place.Id, new RepairFields(new LocalDate(2027, 3, 1), new RepairedItem("mobile"), outcome)), here.Member)).IsT0.ShouldBeTrue();
        }

        var commune = await OfAsync("commune:38185");
        var epci = await OfAsync("epci:200040715");
        var whole = await OfAsync(null);

        (commune.TerritoryName, commune.Whole.Counts.Total, commune.Whole.Repaired, commune.Places, commune.Benches).ShouldBe(("Grenoble", 3, 2, 1, 4));
        commune.Months[^1].Repaired.ShouldBe(2);
        commune.MedianWait.ShouldBe(slot - instance.Clock.Now);
        (epci.Whole.Counts.Total, epci.Whole.Repaired, epci.Places, epci.Organisations).ShouldBe((7, 2, 2, 2));
        epci.MedianWait.ShouldBe(slot + Duration.FromHours(1) - instance.Clock.Now);
        (whole.Territory, whole.Whole).ShouldBe((null, epci.Whole));
        (await OfAsync("departement:75")).Whole.Counts.ShouldBe(new UsageCounts());
        (await OfAsync("departement:75")).MedianWait.ShouldBeNull();
        (await instance.SendAsync(new GetUsage("commune:00000"))).IsT1.ShouldBeTrue();

        async Task<Usage> OfAsync(string? territory) => (await instance.SendAsync(new GetUsage(territory))).AsT0;
    }

    private static async Task BookAsync(TestInstance instance, Workshop workshop, Instant start, int times)
    {
        for (var i = 0; i < times; i++)
        {
            (await instance.SendAsync(Bookings.Bookings.Request(workshop, start))).IsT0.ShouldBeTrue();
        }
    }

    [Theory, BothDatabases]
    public async Task Counts_are_kept_an_hour(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        (await instance.SendAsync(new GetUsage())).AsT0.Organisations.ShouldBe(0);
        await instance.Given.WorkshopAsync();

        instance.Clock.AdvanceMinutes(59);
        (await instance.SendAsync(new GetUsage())).AsT0.Organisations.ShouldBe(0);
        instance.Clock.AdvanceMinutes(1);
        (await instance.SendAsync(new GetUsage())).AsT0.Organisations.ShouldBe(1);
    }
}
