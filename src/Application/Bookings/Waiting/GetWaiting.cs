using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Bookings.Waiting;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;

namespace RepairNet.Application.Bookings.Waiting;

/// <summary>A place in the waiting list, for whoever holds the secret of its link.</summary>
[AllowedTo(Permission.SearchAndBook)]
public sealed record GetWaiting(string Secret) : IQuery<OneOf<WaitingView, NotFound>>;

/// <summary>Where someone's wait stands.</summary>
/// <param name="Today">At the commune they look around.</param>
/// <param name="Held">The slot held for them now; null for none.</param>
/// <param name="BookingSecret">Of the booking it ended in; null for none.</param>
/// <param name="IsWithdrawn">They wait, and the place took back the last slot that was held for them.</param>
public sealed record WaitingView(
    WaitingEntryId Id,
    string Secret,
    WaitingStatus Status,
    string CommuneCode,
    string CommuneName,
    int RadiusKm,
    LocalDate Until,
    Contact Contact,
    BookedItem Item,
    string Language,
    LocalDate Today,
    HeldSlotView? Held,
    string? BookingSecret,
    bool IsWithdrawn);

/// <summary>A slot held for someone.</summary>
/// <param name="HeldUntil">They may take it until just before this moment.</param>
public sealed record HeldSlotView(
    HeldSlotId Id, Instant Start, Instant HeldUntil, DateTimeZone Zone, int DurationMinutes, string ServiceName, string? Price, ServiceMode Mode,
    string PlaceName, string PlaceSlug, string Address, string CommuneName, string? Phone);

internal sealed class GetWaitingHandler(RepairNetDb db, WaitingViews views, IClock clock) : IRequestHandler<GetWaiting, OneOf<WaitingView, NotFound>>
{
    public async Task<OneOf<WaitingView, NotFound>> Handle(GetWaiting request, CancellationToken cancellationToken)
    {
        var hash = BookingSecrets.Hash(request.Secret);
        return await db.WaitingEntries.AsNoTracking().SingleOrDefaultAsync(e => e.SecretHash == hash, cancellationToken) is { } entry && entry.IsLinkOpen(clock.GetCurrentInstant())
            ? await views.OfAsync(entry, cancellationToken)
            : new NotFound();
    }
}

/// <summary>Shows places in the waiting list, to pages and letters alike.</summary>
internal sealed class WaitingViews(RepairNetDb db, IOffers offers, WaitingSecrets secrets, BookingSecrets bookingSecrets, ITerritories territories, IClock clock, IDateTimeZoneProvider zones)
{
    public async Task<WaitingView> OfAsync(WaitingEntry entry, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        var now = clock.GetCurrentInstant();
        var slots = await db.HeldSlots.AsNoTracking().Where(h => h.EntryId == entry.Id).ToListAsync(cancellationToken);
        return new WaitingView(
            entry.Id,
            secrets.SecretOf(entry),
            entry.Status,
            entry.CommuneCode,
            index.Commune(entry.CommuneCode)?.Name ?? entry.CommuneCode,
            entry.RadiusKm,
            entry.Until,
            entry.Contact,
            entry.Item,
            entry.Language,
            now.InZone(index.ZoneOf(entry, zones)).Date,
            slots.Find(h => h.IsOpen(now)) is { } held ? await OfAsync(held, index, cancellationToken) : null,
            slots.Find(h => h.Outcome == HeldSlotEnd.Accepted) is { } taken ? await SecretOfAsync(taken.BookingId, cancellationToken) : null,
            entry.Status == WaitingStatus.Waiting && slots.TrueForAll(h => h.EndedAt is not null) && slots.MaxBy(h => h.EndedAt) is { Outcome: HeldSlotEnd.Withdrawn });
    }

    private async Task<string> SecretOfAsync(BookingId booking, CancellationToken cancellationToken) =>
        bookingSecrets.SecretOf(booking, await db.Bookings.AsNoTracking().Where(b => b.Id == booking).Select(b => b.SecretGeneration).SingleAsync(cancellationToken));

    private async Task<HeldSlotView?> OfAsync(HeldSlot slot, TerritoryIndex index, CancellationToken cancellationToken) =>
        await offers.OfServiceAsync(slot.ServiceId, cancellationToken) is { } place && place.Service(slot.ServiceId) is { } service
            ? new HeldSlotView(
                slot.Id,
                slot.Start,
                slot.HeldUntil,
                place.Zone,
                (int)(slot.End - slot.Start).TotalMinutes,
                service.Name,
                service.Price,
                service.Mode,
                place.Name,
                place.Slug,
                place.Address,
                index.Commune(place.CommuneCode)?.Name ?? "",
                place.Organisation.Phone)
            : null;
}
