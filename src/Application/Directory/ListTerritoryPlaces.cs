using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Directory;

/// <summary>The places that lie in a territory, as its agents see them.</summary>
[AllowedTo(Caller.Agent)]
public sealed record ListTerritoryPlaces(string Territory) : IQuery<OneOf<TerritoryPlaces, NotFound>>;

public sealed record TerritoryPlaces(string Key, string Name, IReadOnlyList<TerritoryPlace> Places);

/// <param name="Status">Of its organisation: whether the public sees it.</param>
/// <param name="PhoneNumber">Of its organisation; null when unknown.</param>
public sealed record TerritoryPlace(string Name, string Slug, string Address, string CommuneName, int Benches, OrganisationId Organisation, string OrganisationName, OrganisationStatus Status, string? PhoneNumber);

internal sealed class ListTerritoryPlacesHandler(RepairNetDb db, ITerritories territories, ICurrentActor currentActor) : IRequestHandler<ListTerritoryPlaces, OneOf<TerritoryPlaces, NotFound>>
{
    public async Task<OneOf<TerritoryPlaces, NotFound>> Handle(ListTerritoryPlaces request, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        if (index.Find(request.Territory) is not { } key || !(await currentActor.GetAsync(cancellationToken)).IsAgent(key))
        {
            return new NotFound();
        }

        var places = db.Places.AsNoTracking();
        var communes = index.CommunesOf(key);
        places = key.Level == TerritoryLevel.Country ? places : places.Where(p => communes.Contains(p.CommuneCode));
        var found = await places
            .Join(db.Organisations, p => p.OrganisationId, o => o.Id, (p, o) => new { p.Name, p.Slug, p.Address, p.CommuneCode, p.Benches, o.Id, Organisation = o.Name, o.Status, o.Phone })
            .ToListAsync(cancellationToken);
        return new TerritoryPlaces(key.ToString(), index.NameOf(key)!,
        [
            .. found.Select(p => new TerritoryPlace(p.Name, p.Slug, p.Address, index.Commune(p.CommuneCode)?.Name ?? p.CommuneCode, p.Benches, p.Id, p.Organisation, p.Status, p.Phone))
                .OrderBy(p => p.CommuneName, StringComparer.OrdinalIgnoreCase).ThenBy(p => p.Name, StringComparer.OrdinalIgnoreCase),
        ]);
    }
}
