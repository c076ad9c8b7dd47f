using Microsoft.EntityFrameworkCore;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Training;

/// <summary>An approved organisation near a session that takes apprentices.</summary>
/// <param name="DistanceKm">As the crow flies, to its nearest place.</param>
public sealed record NearbyWorkshop(OrganisationId Id, string Name, string CommuneName, double DistanceKm);

/// <summary>Finds organisations that take apprentices.</summary>
internal sealed class Apprenticeships(RepairNetDb db, ITerritories territories)
{
    /// <summary>Organisations listed, at most.</summary>
    public const int Most = 12;

    /// <summary>Farther than this nobody is introduced.</summary>
    public const double FarthestKm = 50;

    private const double KmOfADegree = 111.2;

    /// <summary>More places than organisations are read: one organisation may have several.</summary>
    private const int MostPlaces = 60;

    /// <summary>Those the public sees and that take apprentices.</summary>
    public IQueryable<Organisation> Taking => db.Organisations.AsNoTracking().Where(o => o.TakesApprentices && o.Status == OrganisationStatus.Approved);

    /// <summary>Those around the place of a session, or around the commune of its centre when it is at a distance; nearest first.</summary>
    public async Task<IReadOnlyList<NearbyWorkshop>> AroundAsync(SessionView session, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        var at = await db.Places.AsNoTracking().Located().Where(p => p.Id == session.PlaceId).Select(p => new { p.SearchLat, p.SearchLon }).SingleOrDefaultAsync(cancellationToken);
        if ((at is null ? index.Commune(session.CommuneCode)?.Centre : new GeoPoint(at.SearchLat, at.SearchLon)) is not { } from)
        {
            return [];
        }

        // On a flat map around the point: true enough to choose by.
        var (lat, lon, shrink) = (from.Lat, from.Lon, Math.Max(0.01, Math.Cos(from.Lat * Math.PI / 180)));
        var (high, wide) = (FarthestKm / KmOfADegree, FarthestKm / KmOfADegree / shrink);
        var places = await db.Places.AsNoTracking()
            .Where(p => p.SearchLat >= lat - high && p.SearchLat <= lat + high && p.SearchLon >= lon - wide && p.SearchLon <= lon + wide)
            .Join(Taking, p => p.OrganisationId, o => o.Id, (p, o) => new { o.Id, o.Name, p.CommuneCode, p.SearchLat, p.SearchLon })
            .OrderBy(p => ((p.SearchLat - lat) * (p.SearchLat - lat)) + ((p.SearchLon - lon) * (p.SearchLon - lon) * shrink * shrink)).ThenBy(p => p.Id)
            .Take(MostPlaces).ToListAsync(cancellationToken);
        return
        [
            .. places.Select(p => new NearbyWorkshop(p.Id, p.Name, index.Commune(p.CommuneCode)?.Name ?? p.CommuneCode, from.KilometresTo(new GeoPoint(p.SearchLat, p.SearchLon))))
                .Where(w => w.DistanceKm <= FarthestKm)
                .GroupBy(w => w.Id).Select(g => g.MinBy(w => w.DistanceKm)!)
                .OrderBy(w => w.DistanceKm).ThenBy(w => w.Name, StringComparer.CurrentCultureIgnoreCase).Take(Most),
        ];
    }
}
