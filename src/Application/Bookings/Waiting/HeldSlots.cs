using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Bookings.Waiting;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Messaging;

namespace RepairNet.Application.Bookings.Waiting;

/// <summary>The slot is no longer held for this person: it went to the next in line, or was answered otherwise.</summary>
public sealed record NoLongerHeld : IRefusal;

/// <summary>The place offers the slot no more: it was given back, and whoever it was held for goes on waiting.</summary>
public sealed record HeldSlotWithdrawn;

/// <summary>Turns a held slot into a booking, or gives it back.</summary>
internal sealed class HeldSlots(
    RepairNetDb db, BookingDesk desk, IBenches benches, WaitingLine line, BookingReferences references, BookingSecrets secrets, BookingViews views, ITerritories territories, IOutbox outbox, IClock clock)
{
    /// <summary>Books it. The entry is locked by the caller.</summary>
    public async Task<OneOf<Booked, NoLongerHeld, HeldSlotWithdrawn>> AcceptAsync(WaitingEntry entry, HeldSlot slot, BookingChannel channel, CancellationToken cancellationToken)
    {
        // Pressed twice: the booking it became.
        if (slot.Outcome == HeldSlotEnd.Accepted)
        {
            return new Booked(await views.OfAsync(await db.Bookings.SingleAsync(b => b.Id == slot.BookingId, cancellationToken), cancellationToken));
        }

        var now = clock.GetCurrentInstant();
        if (!slot.IsOpen(now))
        {
            return new NoLongerHeld();
        }

        // Held first: the place changes nothing of what it offers until this is over.
        var held = await desk.HoldAsync(slot.BookingId, slot.ServiceId, slot.Start, candidate: null, cancellationToken);
        if (await line.WithdrawUnlessOfferedAsync(entry, slot, held?.Bookable.Place, cancellationToken) || held is null)
        {
            return new HeldSlotWithdrawn();
        }

        var bookable = held.Bookable;
        var communeName = (await territories.GetAsync(cancellationToken)).Commune(bookable.Place.CommuneCode)?.Name ?? "";
        var booking = new Booking(
            slot.BookingId,
            await references.FreeAsync(communeName, cancellationToken),
            BookingSecrets.Hash(secrets.SecretOf(slot.BookingId)),
            bookable.Place.Organisation.Id,
            slot.PlaceId,
            slot.ServiceId,
            bookable.Place.CommuneCode,
            slot.Bench,
            slot.Time,
            bookable.Zone,
            slot.BufferMinutes,
            bookable.Service.Terms.CancelNoticeMinutes,
            entry.Contact,
            entry.Item,
            note: null,
            channel,
            entry.Language,
            now,
            visit: bookable.Service.Mode == ServiceMode.Home ? new HomeVisit(null, entry.CommuneCode) : null);

        // The hold gives way to the booking in one transaction: whoever waits for the bench sees only the second.
        await benches.ReleaseAsync(slot.BookingId, cancellationToken);
        if (!await benches.TryBookAsync(booking, entry.Contact.Email is null ? null : outbox.Compose(MessageKind.BookingConfirmed, booking.Id.Value, occurrence: 0), network: null, isLast: false, cancellationToken))
        {
            throw new InvalidOperationException("Someone else got a bench that was held.");
        }

        slot.Finish(HeldSlotEnd.Accepted, now);
        entry.Book(now);
        return new Booked(await views.OfAsync(booking, cancellationToken));
    }

    /// <summary>Gives it back to the next in line; false when it is no longer held. The entry is locked by the caller.</summary>
    public async Task<bool> DeclineAsync(WaitingEntry entry, HeldSlot slot, CancellationToken cancellationToken)
    {
        if (slot.Outcome == HeldSlotEnd.Declined)
        {
            return true;
        }

        if (!slot.IsOpen(clock.GetCurrentInstant()))
        {
            return false;
        }

        entry.Answer();
        await line.ReleaseAsync(slot, HeldSlotEnd.Declined, cancellationToken);
        return true;
    }
}
