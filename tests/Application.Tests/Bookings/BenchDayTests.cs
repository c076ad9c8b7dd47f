using RepairNet.Application.Agenda;
using RepairNet.Application.Bookings;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;
using static RepairNet.Application.Tests.Bookings.Bookings;

namespace RepairNet.Application.Tests.Bookings;

/// <summary>The day of a place, as its benches see it.</summary>
public sealed class BenchDayTests
{
    [Theory, BothDatabases]
    public async Task An_appointment_that_the_hours_no_longer_hold_is_marked_while_it_is_expected(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(benches: 2);
        var kept = await BookAsync(instance, workshop, 9, "a@exemple.fr");
        var closed = await BookAsync(instance, workshop, 10, "b@exemple.fr");
        var halfClosed = await BookAsync(instance, workshop, 11, "c@exemple.fr");
        (await OutsideAsync(instance, workshop)).ShouldBeEmpty();

        await instance.Given.ClosureAsync(workshop, At(Tuesday, 10), At(Tuesday, 11, 30), "Inventaire");
        (await OutsideAsync(instance, workshop)).ShouldBe([closed.Reference, halfClosed.Reference]);

        (await instance.SendAsync(new ChangeBookingByReference(halfClosed.Reference, WorkshopNote.Cancel), workshop.Member)).IsT0.ShouldBeTrue();
        instance.Clock.Now = At(Tuesday, 9, 50);
        (await instance.SendAsync(new ChangeBookingByReference(closed.Reference, WorkshopNote.CheckIn), workshop.Member)).IsT0.ShouldBeTrue();
        (await OutsideAsync(instance, workshop)).ShouldBeEmpty("one was cancelled, the other came anyway");

        await instance.SendAsync(new SetOpenings(workshop.Place.Id, [Given.Opening(OpeningDays.Wednesday, 9, 12)]), workshop.Manager);
        (await OutsideAsync(instance, workshop)).ShouldBe([kept.Reference]);
    }

    [Theory, BothDatabases]
    public async Task Free_times_leave_room_for_the_buffer_of_the_one_before(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(benches: 2, terms: new BookingTerms(30, 30, 0, 60, 0), openings: [Given.Opening(OpeningDays.Tuesday, 9, 11)]);
        var another = new Service(ServiceId.New(), workshop.Place.Id, workshop.Organisation.Id, "Sans attente", ["laptop"], new BookingTerms(30, 0, 0, 60, 0), ServiceMode.Workshop, price: null, publicBooking: true);
        await instance.AddAsync(another);
        (await instance.SendAsync(Request(workshop, At(Tuesday, 9)) with { Service = another.Id, Item = new ItemDetails("laptop", null, null, "Éteint") })).IsT0.ShouldBeTrue();

        // The first bench, free from half past nine on, brings other starts than the second.
        var benches = (await instance.SendAsync(new GetBenchDay(workshop.Place.Id, Tuesday), workshop.Member)).AsT0.Benches;

        benches.Select(b => string.Join(' ', b.Entries.Where(e => e.Use == BenchUse.Free).Select(e => $"{e.Start.InZone(Paris).TimeOfDay:HH:mm}+{e.Minutes}")))
            .ShouldBe(["09:30+30 10:30+30", "09:00+30 10:00+30"]);
    }

    private static async Task<IEnumerable<string>> OutsideAsync(TestInstance instance, Workshop workshop) =>
        (await instance.SendAsync(new GetBenchDay(workshop.Place.Id, Tuesday), workshop.Member)).AsT0
            .Benches.SelectMany(b => b.Entries).Where(e => e.IsOutsideHours).OrderBy(e => e.Start).Select(e => e.Booking!.Reference);

    private static async Task<Booked> BookAsync(TestInstance instance, Workshop workshop, int hour, string email) =>
        (await instance.SendAsync(Request(workshop, At(Tuesday, hour)) with { Contact = new ContactDetails("Marie Blanc", email, null) })).Made();
}
