using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Agenda;

/// <summary>A place as searches choose it.</summary>
/// <param name="Kinds">Of its organisation.</param>
/// <param name="IsPublic">Its organisation is approved.</param>
/// <param name="Refusals">Keys of the territories that refused its organisation.</param>
/// <param name="Categories">Equipment taken by its services that the public books.</param>
/// <param name="Services">All its services.</param>
internal sealed record PlacePoint(
    PlaceId Id, double Lat, double Lon, string CommuneCode, OrganisationKinds Kinds, bool IsPublic, string[] Refusals, string[] Categories, ServiceId[] Services);

/// <summary>
/// What is known of all offers at one version: where every place is and what it takes, and the whole offer of the places
/// asked for lately. A change makes a new book, which takes over what did not change; a reader keeps the book it began with.
/// </summary>
internal sealed class OfferBook
{
    /// <summary>Whole offers kept, some kilobytes each. When there are more, the next book begins without any.</summary>
    public const int MostOffers = 4_000;

    private const double KmPerDegree = 111.195;

    private readonly Dictionary<PlaceId, PlacePoint> _points;
    private readonly Dictionary<ServiceId, PlaceId> _places;
    private readonly Dictionary<string, PlacePoint[]> _byCategory;
    private readonly ConcurrentDictionary<PlaceId, PlaceOffer> _offers;

    private OfferBook(long version, Dictionary<PlaceId, PlacePoint> points, ConcurrentDictionary<PlaceId, PlaceOffer> offers)
    {
        Version = version;
        _points = points;
        _offers = offers;
        _places = new Dictionary<ServiceId, PlaceId>(points.Count);
        var byCategory = new Dictionary<string, List<PlacePoint>>(StringComparer.Ordinal);
        foreach (var point in points.Values)
        {
            foreach (var service in point.Services)
            {
                _places[service] = point.Id;
            }

            foreach (var category in point.IsPublic ? point.Categories : [])
            {
                (CollectionsMarshal.GetValueRefOrAddDefault(byCategory, category, out _) ??= []).Add(point);
            }
        }

        _byCategory = byCategory.ToDictionary(c => c.Key, c => c.Value.OrderBy(p => p.Lat).ToArray(), StringComparer.Ordinal);
    }

    /// <summary>The number of the latest change it has seen.</summary>
    public long Version { get; }

    public static OfferBook Of(long version, IEnumerable<PlacePoint> points) =>
        new(version, points.ToDictionary(p => p.Id), new ConcurrentDictionary<PlaceId, PlaceOffer>());

    /// <summary>The book after some places changed.</summary>
    /// <param name="changed">The places that changed.</param>
    /// <param name="points">Those of them that are still there, as they are now.</param>
    public OfferBook With(long version, IReadOnlyCollection<PlaceId> changed, IEnumerable<PlacePoint> points)
    {
        var all = new Dictionary<PlaceId, PlacePoint>(_points);
        var offers = _offers.Count < MostOffers ? new ConcurrentDictionary<PlaceId, PlaceOffer>(_offers) : new ConcurrentDictionary<PlaceId, PlaceOffer>();
        foreach (var place in changed)
        {
            all.Remove(place);
            offers.TryRemove(place, out _);
        }

        foreach (var point in points)
        {
            all[point.Id] = point;
        }

        return new OfferBook(version, all, offers);
    }

    public PlaceId? PlaceOf(ServiceId service) => _places.TryGetValue(service, out var place) ? place : null;

    public PlaceOffer? Offer(PlaceId place) => _offers.GetValueOrDefault(place);

    /// <summary>Keeps an offer read while this book was the latest.</summary>
    public void Keep(PlaceOffer offer)
    {
        if (_offers.Count >= MostOffers)
        {
            _offers.Clear();
        }

        _offers[offer.Id] = offer;
    }

    /// <summary>
    /// Public places that take a category around a commune and that no territory around it refused, nearest first. Where no centre is
    /// known (overseas collectivities), nobody knows what is near: those of the commune, then the others of its collectivity, unless the circle is a point.
    /// </summary>
    /// <param name="kinds">Only of organisations of one of these kinds; null = all.</param>
    public List<PlacePoint> Around(Commune commune, string category, double radiusKm, OrganisationKinds? kinds)
    {
        var centre = commune.Centre ?? new GeoPoint(0, 0);
        var within = TerritoryIndex.AroundUnmeasured(commune, radiusKm)?.Code;
        var (lat, lon, shrink) = (centre.Lat, centre.Lon, Math.Max(0.01, Math.Cos(centre.Lat * Math.PI / 180)));
        string[] territories = [.. TerritoryIndex.TerritoriesOf(commune).Select(t => t.ToString())];

        // The flat map errs by less than 1 % within 200 km: a wider circle is drawn, and the true distance has the last word and gives the order.
        var degrees = ((radiusKm * 1.01) + 0.05) / KmPerDegree;
        var found = new List<(double Distance, PlacePoint Point)>();
        foreach (var point in Taking(category, within is null ? lat - degrees : -90, within is null ? lat + degrees : 90))
        {
            var (north, east) = (point.Lat - lat, (point.Lon - lon) * shrink);
            if ((within is null ? (north * north) + (east * east) <= degrees * degrees : point.CommuneCode.StartsWith(within, StringComparison.Ordinal))
                && (kinds is null || (point.Kinds & kinds.Value) != 0)
                && !point.Refusals.Any(territories.Contains))
            {
                var distance = within is null ? centre.KilometresTo(new GeoPoint(point.Lat, point.Lon)) : point.CommuneCode == commune.Code ? 0 : 1;
                if (within is not null || distance <= radiusKm)
                {
                    found.Add((distance, point));
                }
            }
        }

        found.Sort(static (a, b) => a.Distance.CompareTo(b.Distance) is not 0 and var order ? order : a.Point.Id.Value.CompareTo(b.Point.Id.Value));
        return found.ConvertAll(f => f.Point);
    }

    /// <summary>Public places that take a category, between two latitudes, from south to north.</summary>
    private ReadOnlySpan<PlacePoint> Taking(string category, double south, double north)
    {
        if (!_byCategory.TryGetValue(category, out var points))
        {
            return [];
        }

        var first = FirstAt(points, south);
        var end = FirstAt(points, Math.BitIncrement(north));
        return points.AsSpan(first, end - first);
    }

    /// <summary>The first point that is at this latitude or north of it.</summary>
    private static int FirstAt(PlacePoint[] points, double lat)
    {
        var (low, high) = (0, points.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = points[middle].Lat < lat ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
