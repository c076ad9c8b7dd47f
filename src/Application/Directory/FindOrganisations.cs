using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Directory;

/// <summary>Approved organisations: of a territory, of a kind, that take a category of equipment; nearest first when a point is given, else by name.</summary>
/// <param name="Territory">Key of a territory. Those it refused, or a territory around it, are left out.</param>
/// <param name="Kind">One kind.</param>
/// <param name="Category">Code of an equipment category.</param>
/// <param name="Near">Point to measure from; organisations without a place come last.</param>
/// <param name="Skip">How many to leave out, those already seen.</param>
/// <param name="Take">How many to give, 1 to 100.</param>
[AllowedTo(Permission.SearchAndBook)]
public sealed record FindOrganisations(string? Territory, OrganisationKinds? Kind, string? Category, GeoPoint? Near, int Skip = 0, int Take = 50)
    : IQuery<OneOf<OrganisationsFound, NotFound>>;

/// <param name="Items">The organisations asked for.</param>
/// <param name="More">Whether others follow.</param>
public sealed record OrganisationsFound(IReadOnlyList<OrganisationSummary> Items, bool More);

internal sealed class FindOrganisationsHandler(RepairNetDb db, ITerritories territories) : IRequestHandler<FindOrganisations, OneOf<OrganisationsFound, NotFound>>
{
    public async Task<OneOf<OrganisationsFound, NotFound>> Handle(FindOrganisations request, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        var organisations = db.Organisations.AsNoTracking().Where(o => o.Status == OrganisationStatus.Approved);
        if (request.Territory is { Length: > 0 } text)
        {
            if (index.Find(text) is not { } territory)
            {
                return new NotFound();
            }

            organisations = organisations.In(territory, index).NotRefusedFrom(territory, index);
        }

        if (request.Kind is { } kind)
        {
            organisations = organisations.Where(o => (o.Kinds & kind) != 0);
        }

        if (request.Category is { Length: > 0 } category)
        {
            organisations = organisations.Where(o => db.Services.Any(s => s.OrganisationId == o.Id && s.Categories.Any(c => c.Category == category)));
        }

        var ordered = request.Near is { } near ? Nearest(organisations, near) : organisations.OrderBy(o => o.Slug);
        var page = await ordered.Skip(request.Skip).Take(request.Take + 1).ToListAsync(cancellationToken);
        var items = page.Take(request.Take).ToList();
        var distances = request.Near is { } from ? await DistancesAsync(items, from, cancellationToken) : [];
        return new OrganisationsFound(
            [.. items.Select(o => o.ToSummary(index, distances.TryGetValue(o.Id, out var km) ? km : null))],
            page.Count > request.Take);
    }

    /// <summary>
    /// By the haversine of the distance, which grows as the distance does (<see cref="GeoPoint.KilometresTo"/>): the order is that of the figures
    /// shown. What has no known place on Earth comes last.
    /// </summary>
    private IOrderedQueryable<Organisation> Nearest(IQueryable<Organisation> organisations, GeoPoint near)
    {
        const double Half = Math.PI / 360;
        const double Beyond = 2;
        var (lat, lon, cos) = (near.Lat, near.Lon, Math.Cos(near.Lat * 2 * Half));
        return organisations
            .OrderBy(o => db.Places.Located().Where(p => p.OrganisationId == o.Id).Min(p => (double?)(
                (Math.Sin((p.SearchLat - lat) * Half) * Math.Sin((p.SearchLat - lat) * Half))
                + (cos * Math.Cos(p.SearchLat * 2 * Half) * Math.Sin((p.SearchLon - lon) * Half) * Math.Sin((p.SearchLon - lon) * Half)))) ?? Beyond)
            .ThenBy(o => o.Id);
    }

    private async Task<Dictionary<Domain.Common.OrganisationId, double>> DistancesAsync(IEnumerable<Organisation> organisations, GeoPoint from, CancellationToken cancellationToken)
    {
        var ids = organisations.Select(o => o.Id).ToArray();
        var points = await db.Places.AsNoTracking().Located().Where(p => ids.Contains(p.OrganisationId))
            .Select(p => new { p.OrganisationId, p.SearchLat, p.SearchLon }).ToListAsync(cancellationToken);
        return points.GroupBy(p => p.OrganisationId).ToDictionary(g => g.Key, g => g.Min(p => from.KilometresTo(new GeoPoint(p.SearchLat, p.SearchLon))));
    }
}
