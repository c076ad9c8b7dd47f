using RepairNet.Application.Agenda;
using RepairNet.Application.Tests.Common;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;
using static RepairNet.Application.Tests.Bookings.Bookings;

namespace RepairNet.Application.Tests.Agenda;

/// <summary>Looking for a free time costs what lies in the days asked for, and not what was booked before or comes after.</summary>
public sealed class SlotsWorkTests
{
    private const int Outside = 5000;

    [Theory, BothDatabases]
    public async Task Bookings_outside_the_days_asked_for_are_not_read(DatabaseKind kind)
    {
        var work = new DatabaseWork();
        await using var instance = await TestInstance.BuildAsync(kind, new TestOptions { Replace = work.Watch });
        var workshop = await instance.Given.WorkshopAsync(benches: 2);
        (await instance.SendAsync(Request(workshop, At(Tuesday, 9)))).Made();
        var slots = new GetServiceSlots(workshop.Service.Id, Tuesday, Tuesday.PlusDays(60));
        var nearest = new FindSlots(Given.Grenoble, "mobile");
        var free = (await instance.SendAsync(slots)).AsT0.Slots;
        var found = (await instance.SendAsync(nearest)).Items;
        var (slotsBefore, nearestBefore) = (await TouchedAsync(slots), await TouchedAsync(nearest));

        await new ManyRows(kind).PastBookingsAsync(instance, Outside);
        await ManyRows.AnalyzeAsync(instance);

        (await instance.SendAsync(slots)).AsT0.Slots.ShouldBe(free);
        (await instance.SendAsync(nearest)).Items.Select(i => (i.Place.Id, i.Slots[0].Start)).ShouldBe(found.Select(i => (i.Place.Id, i.Slots[0].Start)));
        var (slotsAfter, nearestAfter) = (await TouchedAsync(slots), await TouchedAsync(nearest));
        slotsBefore.ShouldBeGreaterThan(0);
        nearestBefore.ShouldBeGreaterThan(0);

        // A few rows may be met at the edge of the days; the copies are thousands.
        slotsAfter.ShouldBeLessThanOrEqualTo(slotsBefore + 20);
        nearestAfter.ShouldBeLessThanOrEqualTo(nearestBefore + 20);

        async Task<long> TouchedAsync<T>(MediatR.IRequest<T> request) =>
            (await work.OfAsync(instance, () => instance.SendAsync(request))).Sum(a => a.Touched);
    }
}
