using Microsoft.EntityFrameworkCore;
using RepairNet.Application.Bookings;
using RepairNet.Application.Common;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Messaging;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;
using static RepairNet.Application.Tests.Bookings.Bookings;

namespace RepairNet.Application.Tests.Bookings;

/// <summary>One person does not book a whole day away, twice for one thing, or be banned for an absence; and every booking says who did what to it.</summary>
public sealed class FairUseTests
{
    [Theory, BothDatabases]
    public async Task One_person_has_three_appointments_to_come_at_one_place_whatever_their_hurry(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind, new TestOptions { Limits = true });
        var workshop = await instance.Given.WorkshopAsync(benches: 12);
        var elsewhere = await instance.Given.WorkshopAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(n => Task.Run(() => instance.SendAsync(Of(workshop, 9, $"Marque {n}", n % 2 == 0 ? "marie.blanc@exemple.fr" : "Marie.Blanc@Exemple.fr")))));
        answers.Count(a => a.IsT0).ShouldBe(3);
        answers.Count(a => a.IsT4 && !a.AsT4.SameItem).ShouldBe(7);
        (await instance.SendAsync(Of(elsewhere, 9, "Marque 1"))).IsT0.ShouldBeTrue();
        (await instance.SendAsync(Of(workshop, 9, "Marque 20", "jean@exemple.fr"))).IsT0.ShouldBeTrue();

        // The desk decides for itself, and what is over or cancelled no longer counts.
        (await instance.SendAsync(Of(workshop, 9, "Marque 30") with { Channel = BookingChannel.Desk }, workshop.Member)).IsT0.ShouldBeTrue();
        await instance.SendAsync(new CancelBooking(answers.First(a => a.IsT0).AsT0.Secret));
        (await instance.SendAsync(Of(workshop, 10, "Marque 40"))).IsT4.ShouldBeTrue("three are left, with the one of the desk");
        instance.Clock.Now = At(Tuesday, 9, 30);
        (await instance.SendAsync(Of(workshop, 10, "Marque 40"))).IsT0.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task The_same_item_is_booked_once_and_another_of_its_kind_is_let_through(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind, new TestOptions { Limits = true });
        var workshop = await instance.Given.WorkshopAsync(benches: 12);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(n => Task.Run(() => instance.SendAsync(Of(workshop, 9 + (n % 3), n % 2 == 0 ? "Fairphone" : "FAIRPHONE")))));
        answers.Count(a => a.IsT0).ShouldBe(1);
        answers.Count(a => a.IsT4 && a.AsT4.SameItem).ShouldBe(9);
        (await instance.SendAsync(Of(workshop, 9, null))).IsT0.ShouldBeTrue();
        (await instance.SendAsync(Of(workshop, 9, null))).AsT4.SameItem.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task Without_limits_nothing_is_counted(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(benches: 12);
        for (var i = 0; i < 6; i++)
        {
            (await instance.SendAsync(Of(workshop, 9, "Fairphone"))).IsT0.ShouldBeTrue();
        }
    }

    [Theory, BothDatabases]
    public async Task Who_did_not_come_is_written_to_or_called_once_and_may_book_again(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind, new TestOptions { Limits = true });
        var workshop = await instance.Given.WorkshopAsync(benches: 2);
        var written = (await instance.SendAsync(Of(workshop, 9, "A"))).Made();
        var called = (await instance.SendAsync(Of(workshop, 9, "B") with { Contact = new ContactDetails("Jean", null, "06 12 34 56 78") })).Made();
        instance.Clock.Now = At(Tuesday, 10);
        foreach (var reference in new[] { written.Reference, called.Reference, written.Reference })
        {
            await instance.SendAsync(new ChangeBookingByReference(reference, WorkshopNote.NoShow), workshop.Member);
        }

        (await instance.ReadAsync(db => db.Outbox.CountAsync(m => m.Kind == MessageKind.BookingMissed))).ShouldBe(1);
        var calls = await instance.SendAsync(new GetCallsToMake(), workshop.Member);
        calls.Calls.Select(c => (c.Kind, c.Reference)).ShouldBe([(MessageKind.BookingMissed, called.Reference)]);
        (await instance.SendAsync(Of(workshop, 14, "A"))).IsT0.ShouldBeTrue();
        instance.Clock.Now = At(Tuesday.PlusDays(15), 10);
        (await instance.SendAsync(new GetCallsToMake(), workshop.Member)).Total.ShouldBe(0);
    }

    [Theory, BothDatabases]
    public async Task A_booking_says_who_did_what_to_it_and_the_other_side_is_told(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var booked = (await instance.SendAsync(Request(workshop, At(Tuesday, 9)))).Made();

        (await instance.SendAsync(new MoveBooking(booked.Secret, At(Tuesday, 10)))).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new MoveBookingByReference(booked.Reference, At(Tuesday, 11)), workshop.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new ChangeBookingByReference(booked.Reference, WorkshopNote.Cancel, "La pièce n’est pas arrivée."), workshop.Member)).IsT0.ShouldBeTrue();

        var history = (await instance.SendAsync(new GetVisit(booked.Reference), workshop.Member)).AsT0.History;
        history.Select(h => (h.Deed, h.Party)).ShouldBe([
            (null, BookingParty.Resident), (BookingDeed.Moved, BookingParty.Resident), (BookingDeed.Moved, BookingParty.Workshop), (BookingDeed.Cancelled, BookingParty.Workshop)]);
        (history[2].From, history[2].To).ShouldBe((At(Tuesday, 10), At(Tuesday, 11)));
        history[3].Reason.ShouldBe("La pièce n’est pas arrivée.");
        (await instance.ReadAsync(db => db.BookingEvents.Where(e => e.Party == BookingParty.Workshop).Select(e => e.By).Distinct().SingleAsync())).ShouldBe(workshop.Member.Account);

        // The person is told of all, for the file in their calendar; the workshop of what the person did, and not of what it did itself.
        (await instance.ReadAsync(db => db.Outbox.OrderBy(m => m.Occurrence).ThenBy(m => m.Id).Select(m => new { m.Kind, m.Occurrence }).ToListAsync()))
            .Select(m => (m.Kind, m.Occurrence))
            .ShouldBe([(MessageKind.BookingConfirmed, 0), (MessageKind.WorkshopBookingMoved, 1), (MessageKind.BookingMoved, 1), (MessageKind.BookingMoved, 2), (MessageKind.BookingCancelled, 3)], ignoreOrder: true);
    }

    [Theory, BothDatabases]
    public async Task The_workshop_moves_without_notice_and_a_stranger_cannot(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(terms: new(60, 0, 48 * 60, 60, 48 * 60));
        var stranger = await instance.Given.WorkshopAsync();
        instance.Clock.Now = At(Tuesday.PlusDays(-3), 8);
        var booked = (await instance.SendAsync(Request(workshop, At(Tuesday, 9)))).Made();
        instance.Clock.Now = At(Tuesday, 7);

        (await instance.SendAsync(new MoveBookingByReference(booked.Reference, At(Tuesday, 11)), stranger.Member)).IsT4.ShouldBeTrue();
        (await instance.SendAsync(new MoveBooking(booked.Secret, At(Tuesday, 11)))).IsT2.ShouldBeTrue();
        (await instance.SendAsync(new MoveBookingByReference(booked.Reference, At(Tuesday, 11)), workshop.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new MoveBookingByReference(booked.Reference, At(Tuesday, 8)), workshop.Member)).IsT1.ShouldBeTrue("shut at that hour");
    }

    [Theory, BothDatabases]
    public async Task A_reason_is_three_hundred_signs_at_most_and_nothing_changes_otherwise(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var booked = (await instance.SendAsync(Request(workshop, At(Tuesday, 9)))).Made();

        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new CancelBooking(booked.Secret, new string('a', 301))))).Errors.Keys.ShouldBe(["reason"]);

        (await instance.SendAsync(new GetBooking(booked.Secret))).AsT0.Status.ShouldBe(BookingStatus.Confirmed);
        (await instance.SendAsync(new CancelBooking(booked.Secret, new string('a', 300)))).IsT0.ShouldBeTrue();
    }

    private static BookSlot Of(Workshop workshop, int hour, string? brand, string email = "marie.blanc@exemple.fr") =>
        Request(workshop, At(Tuesday, hour)) with { Contact = new ContactDetails("Marie Blanc", email, null), Item = new ItemDetails("mobile", brand, null, "L’écran reste noir.") };
}
