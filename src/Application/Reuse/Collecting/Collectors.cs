using Microsoft.EntityFrameworkCore;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Reuse.Collecting;

/// <summary>A reuse workshop that collects at home in a commune.</summary>
/// <param name="Kilometres">From its commune.</param>
/// <param name="Takes">What it takes, in its words.</param>
public sealed record Collector(OrganisationId Id, string Name, string Slug, string CommuneName, double Kilometres, string? Takes, bool TakesBulky, string? Phone);

/// <summary>Finds them.</summary>
internal sealed class Collectors(RepairNetDb db)
{
    /// <summary>Beyond this many, the country has more reuse workshops than it ever had.</summary>
    private const int Most = 2000;

    /// <summary>Those that collect there and that nobody refused there, the nearest first.</summary>
    public async Task<IReadOnlyList<Collector>> OfAsync(TerritoryIndex index, Commune commune, CancellationToken cancellationToken)
    {
        var codes = index.CodesOf(commune.Key);
        var organisations = db.Organisations.AsNoTracking().NotRefusedFrom(commune.Key, index);
        var found = await (
            from t in db.CollectionTerms.AsNoTracking()
            join o in organisations on t.OrganisationId equals o.Id
            let isNamed = db.CollectedCommunes.Any(c => c.OrganisationId == t.OrganisationId && codes.Contains(c.CommuneCode))
            where t.IsOpen && o.Status == OrganisationStatus.Approved && (o.Kinds & OrganisationKinds.ReuseWorkshop) != 0 && (isNamed || t.WithinKm != null)
            select new { o.Id, o.Name, o.Slug, o.CommuneCode, o.Phone, t.WithinKm, t.Takes, t.TakesBulky, IsNamed = isNamed }).Take(Most).ToListAsync(cancellationToken);
        return
        [
            .. found.Select(f => (Found: f, Home: index.Commune(f.CommuneCode)))
                .Select(f => (f.Found, f.Home, Km: Distance(f.Home, commune)))
                .Where(f => f.Found.IsNamed || f.Km <= f.Found.WithinKm)
                .OrderBy(f => f.Km).ThenBy(f => f.Found.Name, StringComparer.Ordinal)
                .Select(f => new Collector(f.Found.Id, f.Found.Name, f.Found.Slug, f.Home?.Name ?? f.Found.CommuneCode, f.Km, f.Found.Takes, f.Found.TakesBulky, f.Found.Phone)),
        ];
    }

    /// <summary>Between the centres of two communes; as far as can be where one has none.</summary>
    internal static double Distance(Commune? one, Commune? other) =>
        one is not null && one.Code == other?.Code ? 0 : one?.Centre is { } from && other?.Centre is { } to ? from.KilometresTo(to) : double.MaxValue;
}
