using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Application.Publishing;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Directory;
using RepairNet.TestSupport;
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

        var usage = await instance.SendAsync(new GetUsage());

        usage.Whole.ShouldBe(new UsageCounts(Web: 2, Desk: 1, Phone: 1, Moved: 2, Cancelled: 2, NoShow: 1));
        usage.Whole.Total.ShouldBe(4);
        usage.Months.Count.ShouldBe(12);
        (usage.Months[0].Month, usage.Months[^1].Month).ShouldBe((new YearMonth(2026, 4), new YearMonth(2027, 3)));
        usage.Months[^1].Counts.ShouldBe(usage.Whole);
        (usage.Organisations, usage.Places, usage.Benches).ShouldBe((1, 1, 4), "those open to bookings alone");

        async Task<Booked> BookAsync(int hour, BookingChannel channel) =>
            (await instance.SendAsync(Bookings.Bookings.Request(workshop, Bookings.Bookings.At(Bookings.Bookings.Tuesday, hour), channel: channel), channel == BookingChannel.Web ? null : workshop.Member)).AsT0;
    }

    [Theory, BothDatabases]
    public async Task A_month_begins_at_midnight_in_Paris_and_twelve_are_shown(DatabaseKind kind)
    {
        var start = Instant.FromUtc(2027, 3, 31, 21, 59);
        await using var instance = await TestInstance.BuildAsync(kind, new TestOptions { Now = start });
        var workshop = await instance.Given.WorkshopAsync(benches: 4);
        var ahead = Bookings.Bookings.At(new LocalDate(2027, 4, 6), 9);
        (await instance.SendAsync(Bookings.Bookings.Request(workshop, ahead))).IsT0.ShouldBeTrue();
        instance.Clock.AdvanceMinutes(1);
        (await instance.SendAsync(Bookings.Bookings.Request(workshop, ahead))).IsT0.ShouldBeTrue();

        (await CountsAsync()).ShouldBe([(new YearMonth(2027, 3), 1), (new YearMonth(2027, 4), 1)]);

        instance.Clock.Advance(Instant.FromUtc(2028, 3, 1, 12, 0) - instance.Clock.Now);
        (await CountsAsync()).ShouldBe([(new YearMonth(2027, 4), 1)], "the oldest month has left the window");

        async Task<IReadOnlyList<(YearMonth, long)>> CountsAsync() =>
            [.. (await instance.SendAsync(new GetUsage())).Months.Where(m => m.Counts.Total > 0).Select(m => (m.Month, m.Counts.Total))];
    }

    [Theory, BothDatabases]
    public async Task Counts_are_kept_an_hour(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        (await instance.SendAsync(new GetUsage())).Organisations.ShouldBe(0);
        await instance.Given.WorkshopAsync();

        instance.Clock.AdvanceMinutes(59);
        (await instance.SendAsync(new GetUsage())).Organisations.ShouldBe(0);
        instance.Clock.AdvanceMinutes(1);
        (await instance.SendAsync(new GetUsage())).Organisations.ShouldBe(1);
    }
}
