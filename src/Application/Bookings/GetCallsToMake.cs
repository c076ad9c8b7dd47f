using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Messaging;

namespace RepairNet.Application.Bookings;

/// <summary>Who is to be called by the desks one works at, the oldest first. What is no longer true is not told.</summary>
[AllowedTo(Permission.ReadAgenda)]
public sealed record GetCallsToMake : IQuery<CallsToMake>
{
    /// <summary>Calls shown at once: more than a desk makes in a morning.</summary>
    public const int Most = 50;
}

/// <param name="Calls">At most <see cref="GetCallsToMake.Most"/>.</param>
/// <param name="Total">All of them.</param>
public sealed record CallsToMake(IReadOnlyList<CallView> Calls, int Total);

/// <summary>A call to make.</summary>
/// <param name="Kind">What is to be told: a reminder, a move, a cancellation, a slot held, a booking to confirm.</param>
/// <param name="Reference">Of the appointment; null for a held slot.</param>
/// <param name="HeldSlot">The slot held; null for an appointment.</param>
/// <param name="HeldUntil">Until when it is held, or the booking can be confirmed.</param>
/// <param name="Today">The local day at the place.</param>
/// <param name="Tries">How many times nobody answered.</param>
public sealed record CallView(
    CallToMakeId Id,
    MessageKind Kind,
    string? Reference,
    HeldSlotId? HeldSlot,
    Instant? HeldUntil,
    string Name,
    string Phone,
    Instant Start,
    DateTimeZone Zone,
    LocalDate Today,
    BookedItem Item,
    IReadOnlyList<BookedItem> MoreItems,
    string PlaceName,
    int Tries,
    Instant? LastTriedAt);

internal sealed class GetCallsToMakeHandler(RepairNetDb db, ICurrentActor currentActor, IClock clock, IDateTimeZoneProvider zones) : IRequestHandler<GetCallsToMake, CallsToMake>
{
    public async Task<CallsToMake> Handle(GetCallsToMake request, CancellationToken cancellationToken)
    {
        var mine = (await currentActor.GetAsync(cancellationToken)).OrganisationsWith(Permission.ReadAgenda).ToList();
        var now = clock.GetCurrentInstant();
        var calls =
            from c in OpenCalls.Of(db, now)
            join p in db.Places.AsNoTracking() on c.PlaceId equals p.Id
            where mine.Contains(p.OrganisationId)
            select new { Call = c, PlaceName = p.Name, p.TimeZone };
        var found = await calls.OrderBy(c => c.Call.CreatedAt).ThenBy(c => c.Call.Id).Take(GetCallsToMake.Most).ToListAsync(cancellationToken);
        var (ofBookings, ofSlots) = (found.Select(c => c.Call.BookingId).OfType<BookingId>().ToList(), found.Select(c => c.Call.HeldSlotId).OfType<HeldSlotId>().ToList());
        var bookings = await db.Bookings.AsNoTracking().Where(b => ofBookings.Contains(b.Id)).Select(b => new { b.Id, b.Reference, b.Contact, b.Item, b.MoreItems, b.Start, b.ConfirmBy }).ToDictionaryAsync(b => b.Id, cancellationToken);
        var slots = await (
            from h in db.HeldSlots.AsNoTracking()
            join e in db.WaitingEntries.AsNoTracking() on h.EntryId equals e.Id
            where ofSlots.Contains(h.Id)
            select new { h.Id, h.Start, h.HeldUntil, e.Contact, e.Item }).ToDictionaryAsync(h => h.Id, cancellationToken);
        return new CallsToMake(
            [.. found.Select(c =>
            {
                var zone = zones[c.TimeZone];
                if (c.Call.HeldSlotId is { } id)
                {
                    var slot = slots[id];
                    return View(c.Call, null, slot.HeldUntil, slot.Contact, slot.Start, slot.Item, [], c.PlaceName, zone, now);
                }

                var booking = bookings[c.Call.BookingId!.Value];
                return View(c.Call, booking.Reference, booking.ConfirmBy, booking.Contact, booking.Start, booking.Item, booking.MoreItems, c.PlaceName, zone, now);
            })],
            found.Count < GetCallsToMake.Most ? found.Count : await calls.CountAsync(cancellationToken));
    }

    private static CallView View(CallToMake call, string? reference, Instant? heldUntil, Contact contact, Instant start, BookedItem item, IReadOnlyList<BookedItem> more, string place, DateTimeZone zone, Instant now) =>
        new(call.Id, call.Kind, reference, call.HeldSlotId, heldUntil, contact.Name, contact.Phone ?? "", start, zone, now.InZone(zone).Date, item, more, place, call.Tries, call.LastTriedAt);
}

/// <summary>The calls that are still worth making.</summary>
internal static class OpenCalls
{
    /// <summary>Who did not come is asked for news within two weeks, or no more.</summary>
    private static readonly Duration MissedFor = Duration.FromDays(14);

    public static IQueryable<CallToMake> Of(RepairNetDb db, Instant now)
    {
        var missedSince = now - MissedFor;
        return db.CallsToMake.AsNoTracking().Where(c => c.DoneAt == null
            && (db.Bookings.Any(b => b.Id == c.BookingId && b.Revision == c.Occurrence
                    && (c.Kind == MessageKind.BookingMissed ? b.Status == BookingStatus.NoShow && b.Start > missedSince
                        : b.Start > now && b.Status == (c.Kind == MessageKind.BookingCancelled ? BookingStatus.Cancelled : c.Kind == MessageKind.BookingToConfirm ? BookingStatus.ToConfirm : BookingStatus.Confirmed)))
                || db.HeldSlots.Any(h => h.Id == c.HeldSlotId && h.EndedAt == null && h.HeldUntil > now)));
    }
}
