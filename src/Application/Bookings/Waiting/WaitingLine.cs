using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Bookings.Waiting;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Bookings.Waiting;

/// <summary>
/// Holds free slots for those who wait, in the order in which they came. A held slot keeps its bench busy in the same table as
/// a booking, so the database refuses whoever else wants it. Everything here runs in the caller's write transaction.
/// </summary>
internal sealed class WaitingLine(
    RepairNetDb db, IOffers offers, BookingDesk desk, IBenches benches, IRowLocks locks, WaitingEntries entries, ITerritories territories, IOutbox outbox, WaitingSettings settings, IClock clock)
{
    /// <summary>People looked at for one freed slot: beyond these, it is anybody's.</summary>
    private const int MostPeople = 50;

    /// <summary>Starts tried for one person at one place: each may be taken by someone quicker.</summary>
    private const int MostTries = 5;

    private const double KmPerDegree = 111.195;

    /// <summary>Someone waits no more. What is held for them goes to the next in line.</summary>
    public async Task LeaveAsync(WaitingEntry entry, CancellationToken cancellationToken)
    {
        entry.Leave(clock.GetCurrentInstant());
        if (await entries.HeldForAsync(entry.Id, cancellationToken) is { } slot)
        {
            await ReleaseAsync(slot, HeldSlotEnd.Withdrawn, cancellationToken);
        }
    }

    /// <summary>A bench of this place is free again around this start: those who wait for such a slot come first.</summary>
    public async Task OfferFreedAsync(PlaceId placeId, Instant start, CancellationToken cancellationToken)
    {
        if (start <= clock.GetCurrentInstant() || !await db.WaitingEntries.AnyAsync(e => e.Status == WaitingStatus.Waiting, cancellationToken))
        {
            return;
        }

        var place = (await offers.OfPlacesAsync([placeId], cancellationToken)).GetValueOrDefault(placeId);
        if (place is not { Organisation.Status: OrganisationStatus.Approved })
        {
            return;
        }

        // What was changed so far must be seen by the questions that follow.
        await db.SaveChangesAsync(cancellationToken);

        // Two transactions that hand out slots of one place take turns; nobody waits for a person someone else is busy with.
        await locks.HoldNameAsync($"waiting:{placeId}", cancellationToken);
        var day = start.InZone(place.Zone).Date;
        foreach (var id in await WhoWaitsAsync(place, start, day, cancellationToken))
        {
            if (await entries.HoldAsync(id, wait: false, cancellationToken) is { Status: WaitingStatus.Waiting } entry
                && await entries.HeldForAsync(id, cancellationToken) is null
                && await IsNearAsync(entry, placeId, cancellationToken))
            {
                await TryHoldAsync(entry, place, day, day, cancellationToken);
            }
        }
    }

    /// <summary>Holds the first free slot of a place that this person was never told of; false if there is none. The entry is locked by the caller.</summary>
    public async Task<bool> TryHoldAsync(WaitingEntry entry, PlaceOffer place, LocalDate from, LocalDate to, CancellationToken cancellationToken)
    {
        for (var round = 0; round < MostTries; round++)
        {
            if (await FirstFreeAsync(entry, place, from, to, cancellationToken) is not { Start: { } start, Until: { } until, Service: { } service })
            {
                return false;
            }

            var now = clock.GetCurrentInstant();
            var id = HeldSlotId.New();
            var asBooking = BookingId.From(id.Value);
            var terms = service.SlotTerms(category: entry.Item.Category);
            if (await desk.HoldAsync(asBooking, service.Id, start, candidate: null, cancellationToken) is not { } held)
            {
                return false;
            }

            var hours = held.Bookable.Place.Hours;
            var busy = hours.OccupancyAt(start, terms);
            if (await desk.TakeBenchAsync(asBooking, held, terms, start, bench => benches.TryTakeAsync(asBooking, place.Id, bench, busy, cancellationToken), cancellationToken) is { } bench)
            {
                var slot = new HeldSlot(id, entry.Id, place.Id, service.Id, bench, hours.AppointmentAt(start, terms), terms.BufferMinutes, now, until);
                db.HeldSlots.Add(slot);
                Tell(entry, slot);
                await db.SaveChangesAsync(cancellationToken);
                return true;
            }
        }

        return false;
    }

    /// <summary>The first free slot of a place that this person was never told of.</summary>
    /// <returns>A null start if there is none; <c>AnyFree</c> tells whether there is any at all, told of or not.</returns>
    public async Task<(Instant? Start, Instant? Until, ServiceOffer? Service, bool AnyFree)> FirstFreeAsync(WaitingEntry entry, PlaceOffer place, LocalDate from, LocalDate to, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var told = (await db.HeldSlots.AsNoTracking().Where(h => h.EntryId == entry.Id && h.PlaceId == place.Id).Select(h => h.Start).ToListAsync(cancellationToken)).ToHashSet();
        (Instant? Start, Instant? Until, ServiceOffer? Service, bool AnyFree) best = default;
        var commune = (await territories.GetAsync(cancellationToken)).Commune(entry.CommuneCode);
        foreach (var service in place.Services.Where(s => Suits(entry, place, s, commune)))
        {
            var free = await desk.FreeTimesAsync(new Bookable(place, service), service.SlotTerms(category: entry.Item.Category), from, LocalDate.Min(to, entry.Until), moving: null, cancellationToken);
            foreach (var slot in free.Slots(from, LocalDate.Min(to, entry.Until)).TakeWhile(slot => best.Start is null || slot.Start < best.Start))
            {
                best.AnyFree = true;
                if (!told.Contains(slot.Start) && HeldSlot.HoldUntil(now, settings.TimeToAnswer, slot.Start, place.Zone) is { } until)
                {
                    best = (slot.Start, until, service, true);
                    break;
                }
            }
        }

        return best;
    }

    /// <summary>
    /// Gives back a slot that its place offers no more to whoever it is held for: they go on waiting, and it is no silence of theirs.
    /// False if it is still offered. Both are locked by the caller.
    /// </summary>
    /// <param name="place">What the place offers now; null where the service is gone.</param>
    public async Task<bool> WithdrawUnlessOfferedAsync(WaitingEntry entry, HeldSlot slot, PlaceOffer? place, CancellationToken cancellationToken)
    {
        if (await IsOfferedAsync(entry, slot, place, cancellationToken))
        {
            return false;
        }

        await ReleaseAsync(slot, HeldSlotEnd.Withdrawn, cancellationToken);
        return true;
    }

    /// <summary>Whether a place still offers a slot to whoever it is held for. The notice counted when it was held: it may be short by now.</summary>
    /// <param name="place">What the place offers now; null where the service is gone.</param>
    public async Task<bool> IsOfferedAsync(WaitingEntry entry, HeldSlot slot, PlaceOffer? place, CancellationToken cancellationToken) =>
        place?.Service(slot.ServiceId) is { } service
        && Suits(entry, place, service, (await territories.GetAsync(cancellationToken)).Commune(entry.CommuneCode))
        && place.Hours.IsOpen(slot.Time, slot.Bench, service.SlotTerms(category: entry.Item.Category))
        && await IsNearAsync(entry, place.Id, cancellationToken);

    /// <summary>Ends a hold and frees its bench for the next in line. Both are locked by the caller.</summary>
    public async Task ReleaseAsync(HeldSlot slot, HeldSlotEnd outcome, CancellationToken cancellationToken)
    {
        slot.Finish(outcome, clock.GetCurrentInstant());
        await benches.ReleaseAsync(slot.BookingId, cancellationToken);
        await OfferFreedAsync(slot.PlaceId, slot.Start, cancellationToken);
    }

    /// <summary>Whether a service is for whoever waits. An appointment by telephone is none for whoever left no number.</summary>
    private static bool Suits(WaitingEntry entry, PlaceOffer place, ServiceOffer service, Commune? commune) =>
        service.PublicBooking
        && service.Categories.Contains(entry.Item.Category)
        && (service.Mode != ServiceMode.Phone || entry.Contact.Phone is not null)
        && (commune is null || place.Serves(service, commune));

    private void Tell(WaitingEntry entry, HeldSlot slot)
    {
        if (entry.Contact.Email is not null)
        {
            outbox.Add(MessageKind.SlotHeld, slot.Id.Value, occurrence: 0);
        }
        else
        {
            db.CallsToMake.Add(CallToMake.AboutHeldSlot(CallToMakeId.New(), slot.Id, slot.PlaceId, clock.GetCurrentInstant()));
        }
    }

    /// <summary>Who may want a slot of this place on this day and was not told of this start, first come first; the circle is drawn coarsely here.</summary>
    private async Task<List<WaitingEntryId>> WhoWaitsAsync(PlaceOffer place, Instant start, LocalDate day, CancellationToken cancellationToken)
    {
        var categories = place.Services.Where(s => s.PublicBooking).SelectMany(s => s.Categories).Distinct().ToList();
        var north = (WaitingEntry.MaxRadiusKm / KmPerDegree) + 0.05;
        var east = north / Math.Max(0.01, Math.Cos((Math.Abs(place.SearchLat) + north) * Math.PI / 180));
        // Who waits where no centre is known may be anywhere in their collectivity, which the first three signs of a commune name there.
        var collectivity = place.CommuneCode[..3] + "%";
        double south = place.SearchLat - north, top = place.SearchLat + north, west = place.SearchLon - east, right = place.SearchLon + east;
        return await db.WaitingEntries.AsNoTracking()
            .Where(e => e.Status == WaitingStatus.Waiting && e.Until >= day && categories.Contains(e.Item.Category)
                && ((e.Lat == null && EF.Functions.Like(e.CommuneCode, collectivity)) || (e.Lat >= south && e.Lat <= top && e.Lon >= west && e.Lon <= right))
                && !db.HeldSlots.Any(h => h.EntryId == e.Id && (h.EndedAt == null || (h.PlaceId == place.Id && h.Start == start))))
            .OrderBy(e => e.CreatedAt).ThenBy(e => e.Id)
            .Select(e => e.Id)
            .Take(MostPeople)
            .ToListAsync(cancellationToken);
    }

    private async Task<bool> IsNearAsync(WaitingEntry entry, PlaceId place, CancellationToken cancellationToken) =>
        (await territories.GetAsync(cancellationToken)).Commune(entry.CommuneCode) is { } commune
        && (await offers.AroundAsync(commune, entry.Item.Category, entry.RadiusKm, cancellationToken)).Contains(place);
}
