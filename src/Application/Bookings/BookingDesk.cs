using NodaTime;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;

namespace RepairNet.Application.Bookings;

/// <summary>Knows what can be booked and when, and takes benches, for a new booking as for one that moves: the only way in.</summary>
internal sealed class BookingDesk(IOffers offers, IBusyTimes busyTimes, IBenches benches, IClock clock)
{
    /// <summary>What can be booked under this service now, or null if there is no such service.</summary>
    public async Task<Bookable?> FindAsync(ServiceId service, CancellationToken cancellationToken) =>
        await offers.OfServiceAsync(service, cancellationToken) is { } place ? Of(place, service) : null;

    /// <summary>What this place offers now, or null if there is no such place.</summary>
    public async Task<PlaceOffer?> FindPlaceAsync(PlaceId place, CancellationToken cancellationToken) =>
        (await offers.OfPlacesAsync([place], cancellationToken)).GetValueOrDefault(place);

    /// <summary>The free times of a service at its place, for local days of the period.</summary>
    /// <param name="terms">Those of the service, with or without notice.</param>
    /// <param name="moving">A booking whose own bench counts as free.</param>
    public async Task<SlotCalculator> FreeTimesAsync(Bookable bookable, SlotTerms terms, LocalDate from, LocalDate to, BookingId? moving, CancellationToken cancellationToken)
    {
        var busy = await BusyAsync(bookable.Place, from, to, moving, cancellationToken);
        return new SlotCalculator(bookable.Place.Hours, terms, busy, clock.GetCurrentInstant());
    }

    /// <summary>
    /// What the place of this service offered when last asked, or null if there is no such service: enough to know what never
    /// changes, its commune and its zone.
    /// </summary>
    public ValueTask<PlaceOffer?> LastKnownAsync(ServiceId service, CancellationToken cancellationToken) => offers.LastKnownOfServiceAsync(service, cancellationToken);

    /// <summary>
    /// What can be booked under this service, held as it is until the transaction ends, with the bookings around the start.
    /// Null if there is no such service.
    /// </summary>
    /// <param name="booking">The booking to be made or moved.</param>
    /// <param name="candidate">What a new booking must know besides; null for one that moves.</param>
    public async Task<HeldBookable?> HoldAsync(BookingId booking, ServiceId service, Instant start, BookingCandidate? candidate, CancellationToken cancellationToken)
    {
        if (await offers.LastKnownOfServiceAsync(service, cancellationToken) is not { } known)
        {
            return null;
        }

        // Whatever was asked for: nothing can be booked further ahead than this, and instants end somewhere.
        var date = Instant.Min(start, clock.GetCurrentInstant() + Duration.FromDays(BookingTerms.MaxAhead + 2)).InZone(known.Zone).Date;
        var (from, to) = InstantsOf(known.Zone, date, date);
        var held = await benches.HoldAsync(known.Id, from, to, booking, candidate, cancellationToken);
        return held is not null && await offers.OfPlaceAsync(known.Id, held.OfferVersion, cancellationToken) is { } offer && Of(offer, service) is { } bookable
            ? new HeldBookable(bookable, held)
            : null;
    }

    /// <summary>Takes the lowest free bench for this start; null if the start is not offered or was just taken.</summary>
    /// <param name="terms">The terms that bind this caller: the workshop itself books without notice.</param>
    /// <param name="take">Takes the bench of this number; false if someone else has it.</param>
    public async Task<int?> TakeBenchAsync(BookingId booking, HeldBookable held, SlotTerms terms, Instant start, Func<int, Task<bool>> take, CancellationToken cancellationToken)
    {
        var place = held.Bookable.Place;
        var busy = held.Benches.Busy;

        // Each round, the bench we aimed at may be taken by someone quicker; there are only so many benches.
        for (var round = 0; round <= Place.MaxBenches; round++)
        {
            // The grid hangs on the free stretches of the whole day, so the busy times held are those of the whole day.
            if (new SlotCalculator(place.Hours, terms, busy, clock.GetCurrentInstant()).FindBench(start) is not { } bench)
            {
                return null;
            }

            if (await take(bench))
            {
                return bench;
            }

            var date = start.InZone(place.Zone).Date;
            busy = await BusyAsync(place, date, date, booking, cancellationToken);
        }

        return null;
    }

    /// <summary>When the benches of a place are taken on these local days, but for this booking.</summary>
    private async Task<IReadOnlyList<BusyTime>> BusyAsync(PlaceOffer place, LocalDate first, LocalDate last, BookingId? except, CancellationToken cancellationToken)
    {
        var (from, to) = InstantsOf(place.Zone, first, last);
        return [.. (await busyTimes.BetweenAsync([place.Id], from, to, except, cancellationToken))[place.Id]];
    }

    /// <summary>What can stand in the way of an appointment of these local days: it fits in its day, and its buffer may reach into the next.</summary>
    private static (Instant From, Instant To) InstantsOf(DateTimeZone zone, LocalDate first, LocalDate last) =>
        (zone.AtStartOfDay(first).ToInstant(), zone.AtStartOfDay(last.PlusDays(1)).ToInstant() + Duration.FromMinutes(BookingTerms.MaxBuffer));

    private static Bookable? Of(PlaceOffer place, ServiceId service) => place.Service(service) is { } offer ? new Bookable(place, offer) : null;
}

/// <summary>A bookable place as it stays until the transaction ends, and the bookings there.</summary>
internal sealed record HeldBookable(Bookable Bookable, HeldBenches Benches);
