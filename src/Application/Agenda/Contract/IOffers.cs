using RepairNet.Domain.Common;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Agenda.Contract;

/// <summary>
/// What places offer, kept in memory and as fresh as the database: each call asks first for the number of the latest change,
/// and reads again only what changed. A transaction that changes an offer must not ask: it would keep for all what it may
/// yet undo.
/// </summary>
public interface IOffers
{
    /// <summary>What these places offer now. Unknown places are absent.</summary>
    Task<IReadOnlyDictionary<PlaceId, PlaceOffer>> OfPlacesAsync(IReadOnlyCollection<PlaceId> places, CancellationToken cancellationToken);

    /// <summary>
    /// Public places around a commune with a service, booked by the public, that takes this object, and that no territory
    /// around refused: nearest first.
    /// </summary>
    /// <param name="category">Code of an equipment category.</param>
    /// <param name="radiusKm">As the crow flies from the centre of the commune.</param>
    Task<IReadOnlyList<PlaceId>> AroundAsync(Commune commune, string category, double radiusKm, CancellationToken cancellationToken);

    /// <summary>The number of the latest change to any offer.</summary>
    Task<long> VersionAsync();

    /// <summary>What the place of this service offers now; null if there is no such service.</summary>
    Task<PlaceOffer?> OfServiceAsync(ServiceId service, CancellationToken cancellationToken);

    /// <summary>
    /// What the place of this service offered when last asked, without asking again: for what never changes (which place it
    /// is, its commune, its zone). Null if there is no such service.
    /// </summary>
    ValueTask<PlaceOffer?> LastKnownOfServiceAsync(ServiceId service, CancellationToken cancellationToken);

    /// <summary>What the place offers, no older than a change whose number the caller has just read; null if there is no such place.</summary>
    ValueTask<PlaceOffer?> OfPlaceAsync(PlaceId place, long version, CancellationToken cancellationToken);
}
