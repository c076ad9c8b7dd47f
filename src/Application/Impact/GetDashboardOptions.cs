using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Impact;

/// <summary>What the figures of a territory can be narrowed to.</summary>
/// <param name="Commune">INSEE code: only the actors of this commune; null for all.</param>
[AllowedTo(Permission.ReadTerritoryFigures)]
public sealed record GetDashboardOptions(string? Territory, string? Commune = null) : IQuery<OneOf<DashboardOptions, NotFound>>;

/// <param name="Territory">Key of the territory of today.</param>
/// <param name="TerritoryName">Its name as it is printed.</param>
/// <param name="Communes">Communes with a place, by name.</param>
/// <param name="Places">Places, by name, each with its commune; null where there are more than <see cref="MostOffered"/>.</param>
/// <param name="Organisations">Organisations with a place, by name; null where there are more than <see cref="MostOffered"/>.</param>
/// <param name="Providers">Networks whose repairs were imported, wherever they were made, by name; the first <see cref="MostOffered"/>.</param>
public sealed record DashboardOptions(
    TerritoryKey Territory, string TerritoryName, IReadOnlyList<(string Code, string Name)> Communes, IReadOnlyList<(PlaceId Id, string Name)>? Places, IReadOnlyList<(OrganisationId Id, string Name)>? Organisations,
    IReadOnlyList<(OrganisationId Id, string Name)> Providers)
{
    /// <summary>Organisations or places offered in a list, at most.</summary>
    public const int MostOffered = 300;
}

internal sealed class GetDashboardOptionsHandler(RepairNetDb db, ITerritories territories, ICurrentActor currentActor) : IRequestHandler<GetDashboardOptions, OneOf<DashboardOptions, NotFound>>
{
    public async Task<OneOf<DashboardOptions, NotFound>> Handle(GetDashboardOptions request, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        if (index.Find(request.Territory) is not { } territory || !index.LookedAfterBy(await currentActor.GetAsync(cancellationToken), Permission.ReadTerritoryFigures, territory))
        {
            return new NotFound();
        }

        var communes = index.CommunesOf(territory).ToArray();
        var places = territory == TerritoryKey.France ? db.Places.AsNoTracking() : db.Places.AsNoTracking().Where(p => communes.Contains(p.CommuneCode));
        var codes = await places.Select(p => p.CommuneCode).Distinct().ToListAsync(cancellationToken);
        if (request.Commune is { Length: > 0 } commune)
        {
            places = places.Where(p => p.CommuneCode == commune);
        }

        var organisations = await db.Organisations.AsNoTracking().Where(o => places.Any(p => p.OrganisationId == o.Id))
            .OrderBy(o => o.Name).Take(DashboardOptions.MostOffered + 1).Select(o => new { o.Id, o.Name }).ToListAsync(cancellationToken);
        var offered = await places.OrderBy(p => p.Name).Take(DashboardOptions.MostOffered + 1).Select(p => new { p.Id, p.Name, p.CommuneCode }).ToListAsync(cancellationToken);
        var providers = await db.ImportedProviders.AsNoTracking().OrderBy(p => p.Name).Take(DashboardOptions.MostOffered).Select(p => new { p.Id, p.Name }).ToListAsync(cancellationToken);
        return new DashboardOptions(
            territory,
            FrenchPlaceName.Typographic(index.NameOf(territory)!),
            [.. codes.Select(index.Commune).OfType<Commune>().Select(c => (c.Code, FrenchPlaceName.Typographic(c.Name))).OrderBy(c => c.Item2, StringComparer.OrdinalIgnoreCase)],
            offered.Count > DashboardOptions.MostOffered
                ? null
                : [.. offered.OrderBy(p => p.Name, StringComparer.OrdinalIgnoreCase).Select(p => (p.Id, $"{p.Name}, {FrenchPlaceName.Typographic(index.Commune(p.CommuneCode)?.Name ?? p.CommuneCode)}"))],
            organisations.Count > DashboardOptions.MostOffered ? null : [.. organisations.OrderBy(o => o.Name, StringComparer.OrdinalIgnoreCase).Select(o => (o.Id, o.Name))],
            [.. providers.OrderBy(p => p.Name, StringComparer.OrdinalIgnoreCase).Select(p => (p.Id, p.Name))]);
    }
}
