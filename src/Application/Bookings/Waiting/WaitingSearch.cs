using NodaTime;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Bookings.Waiting;

namespace RepairNet.Application.Bookings.Waiting;

/// <summary>Looks around for someone who waits. It reads only: whoever means to hold what it found asks <see cref="WaitingLine"/>.</summary>
internal sealed class WaitingSearch(IOffers offers, WaitingLine line, ITerritories territories, IClock clock)
{
    /// <summary>Places looked at for one person, the nearest: in a city, hundreds repair the same thing.</summary>
    private const int MostPlaces = 120;

    private const int PlacesAtOnce = 20;

    /// <summary>The nearest place with a free slot that this person was never told of.</summary>
    /// <returns>A null place if there is none; <c>AnyFree</c> tells whether anything is free around, told of or not.</returns>
    public async Task<(PlaceOffer? Place, bool AnyFree)> NearestFreeAsync(WaitingEntry entry, CancellationToken cancellationToken)
    {
        if ((await territories.GetAsync(cancellationToken)).Commune(entry.CommuneCode) is not { } commune)
        {
            return (null, false);
        }

        var anyFree = false;
        foreach (var block in (await offers.AroundAsync(commune, entry.Item.Category, entry.RadiusKm, cancellationToken)).Take(MostPlaces).Chunk(PlacesAtOnce))
        {
            var places = await offers.OfPlacesAsync(block, cancellationToken);
            foreach (var place in block.Select(places.GetValueOrDefault).OfType<PlaceOffer>())
            {
                var (start, _, _, free) = await line.FirstFreeAsync(entry, place, clock.GetCurrentInstant().InZone(place.Zone).Date, entry.Until, cancellationToken);
                if (start is not null)
                {
                    return (place, true);
                }

                anyFree |= free;
            }
        }

        return (null, anyFree);
    }
}
