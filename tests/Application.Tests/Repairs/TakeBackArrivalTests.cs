using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Repairs;
using RepairNet.Domain.Bookings;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;
using static RepairNet.Application.Tests.Bookings.Bookings;

namespace RepairNet.Application.Tests.Repairs;

/// <summary>« Arrived » on the wrong line of the agenda is taken back, as long as nothing came of it.</summary>
public sealed class TakeBackArrivalTests
{
    [Theory, BothDatabases]
    public async Task An_arrival_noted_by_mistake_is_taken_back_once_by_its_workshop_alone(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var other = await instance.Given.WorkshopAsync(communeCode: Given.Echirolles);
        var booked = (await instance.SendAsync(Request(workshop, At(Tuesday, 9)))).Made();
        await NoteAsync(instance, workshop, booked.Reference, WorkshopNote.CheckIn);
        var takeBack = new TakeBackArrival(booked.Reference.ToLowerInvariant());
        (await instance.SendAsync(takeBack, other.Manager)).IsT2.ShouldBeTrue();
        await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(takeBack, workshop.Agent));

        (await instance.SendAsync(takeBack, workshop.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(takeBack, workshop.Member)).IsT0.ShouldBeTrue("pressed twice");

        var visit = (await instance.SendAsync(new GetVisit(booked.Reference), workshop.Member)).AsT0;
        (visit.Status, visit.CanArrive, visit.CanTakeBackArrival).ShouldBe((BookingStatus.Confirmed, true, false));
        visit.History.Count(l => l.Deed == BookingDeed.ArrivalTakenBack).ShouldBe(1);
        (await instance.ReadAsync(db => db.Bookings.Select(b => b.ArrivedAt).SingleAsync())).ShouldBeNull();
        (await instance.ReadAsync(db => db.Occupancies.CountAsync())).ShouldBe(1, "its bench is still its own");
        await NoteAsync(instance, workshop, booked.Reference, WorkshopNote.CheckIn);
        (await instance.SendAsync(new GetVisit(booked.Reference), workshop.Member)).AsT0.CanTakeBackArrival.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task It_stands_once_something_came_of_it(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var left = (await instance.SendAsync(Request(workshop, At(Tuesday, 9)))).Made().Reference;
        var several = (await instance.SendAsync(Request(workshop, At(Tuesday, 10), "b@exemple.fr") with { MoreItems = [new ItemDetails("small-kitchen-item", null, null, "Ne chauffe plus.")] })).Made().Reference;
        var followed = (await instance.SendAsync(Request(workshop, At(Tuesday, 14), "c@exemple.fr"))).Made().Reference;
        var cancelled = (await instance.SendAsync(Request(workshop, At(Tuesday, 15), "d@exemple.fr"))).Made().Reference;
        await NoteAsync(instance, workshop, left, WorkshopNote.CheckIn);
        await NoteAsync(instance, workshop, followed, WorkshopNote.CheckIn);
        await NoteAsync(instance, workshop, cancelled, WorkshopNote.Cancel);
        (await instance.SendAsync(new LeaveItem(left, null, null, null, null, "fr"), workshop.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new BookFollowUp(followed, At(Tuesday.PlusDays(7), 9), "Pièce commandée.", null), workshop.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new RecordRepair(several, null, null, Bench.Fields("mobile", date: Tuesday), null, null, 1), workshop.Member)).IsT0.ShouldBeTrue();

        foreach (var reference in new[] { left, several, followed, cancelled })
        {
            (await instance.SendAsync(new TakeBackArrival(reference), workshop.Member)).IsT1.ShouldBeTrue();
        }

        (await instance.ReadAsync(db => db.Bookings.CountAsync(b => b.Status == BookingStatus.Arrived))).ShouldBe(3);
    }

    /// <summary>Nobody came, another time was given, then they came all the same: one second visit is expected, not two.</summary>
    [Theory, BothDatabases]
    public async Task It_stands_where_another_second_visit_was_given_meanwhile(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var first = (await instance.SendAsync(Request(workshop, At(Tuesday, 9)))).Made().Reference;
        await NoteAsync(instance, workshop, first, WorkshopNote.CheckIn);
        var next = Tuesday.PlusDays(7);
        var second = (await instance.SendAsync(new BookFollowUp(first, At(next, 9), "Pièce commandée.", null), workshop.Member)).AsT0.Reference;
        instance.Clock.Now = At(next, 9, 30);
        await NoteAsync(instance, workshop, second, WorkshopNote.NoShow);
        (await instance.SendAsync(new BookFollowUp(first, At(next.PlusDays(7), 9), null, null), workshop.Member)).IsT0.ShouldBeTrue();
        await NoteAsync(instance, workshop, second, WorkshopNote.CheckIn);

        (await instance.SendAsync(new TakeBackArrival(second), workshop.Member)).IsT1.ShouldBeTrue();

        (await instance.ReadAsync(db => db.Bookings.CountAsync(b => b.Status == BookingStatus.Confirmed))).ShouldBe(1);
    }

    [Theory, BothDatabases]
    public async Task Someone_absent_whose_arrival_was_a_mistake_is_called_once(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var request = Request(workshop, At(Tuesday, 9));
        var booked = (await instance.SendAsync(request with { Contact = new ContactDetails("Marie Blanc", null, "06 12 34 56 78") })).Made();
        instance.Clock.Now = At(Tuesday, 9, 30);
        await NoteAsync(instance, workshop, booked.Reference, WorkshopNote.NoShow);
        await NoteAsync(instance, workshop, booked.Reference, WorkshopNote.CheckIn);
        (await instance.SendAsync(new TakeBackArrival(booked.Reference), workshop.Member)).IsT0.ShouldBeTrue();

        await NoteAsync(instance, workshop, booked.Reference, WorkshopNote.NoShow);

        (await instance.ReadAsync(db => db.CallsToMake.CountAsync())).ShouldBe(1);
    }

    private static async Task NoteAsync(TestInstance instance, Workshop workshop, string reference, WorkshopNote note)
    {
        instance.Clock.Now = Instant.Max(instance.Clock.Now, At(Tuesday, 0));
        (await instance.SendAsync(new ChangeBookingByReference(reference, note), workshop.Member)).IsT0.ShouldBeTrue();
    }
}
