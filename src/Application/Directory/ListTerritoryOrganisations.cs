using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Directory;

/// <summary>The organisations of a territory as its agents see them.</summary>
/// <param name="Territory">Key of the territory.</param>
[AllowedTo(Permission.ReadTerritory)]
public sealed record ListTerritoryOrganisations(string Territory) : IQuery<OneOf<TerritoryOrganisations, NotFound>>;

/// <param name="Key">Key of the territory of today.</param>
/// <param name="Name">Its official name.</param>
/// <param name="OpensBookings">Whether its approval opens an organisation to the public: a commune or an EPCI.</param>
public sealed record TerritoryOrganisations(string Key, string Name, bool OpensBookings, IReadOnlyList<TerritoryOrganisation> Organisations);

/// <param name="Status">Whether the public sees it, by the decisions of its commune and its EPCI.</param>
/// <param name="Decision">What this territory decided; null when it has not.</param>
/// <param name="Places">How many places it has.</param>
public sealed record TerritoryOrganisation(
    OrganisationId Id, string Name, OrganisationKinds Kinds, string CommuneName, OrganisationStatus Status, AccreditationStatus? Decision, Instant CreatedAt, int Places);

internal sealed class ListTerritoryOrganisationsHandler(RepairNetDb db, ITerritories territories, ICurrentActor currentActor)
    : IRequestHandler<ListTerritoryOrganisations, OneOf<TerritoryOrganisations, NotFound>>
{
    public async Task<OneOf<TerritoryOrganisations, NotFound>> Handle(ListTerritoryOrganisations request, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        if (index.Find(request.Territory) is not { } key || !(await currentActor.GetAsync(cancellationToken)).Acts(Permission.ReadTerritory, key))
        {
            return new NotFound();
        }

        var text = key.ToString();
        var found = await db.Organisations.AsNoTracking().In(key, index)
            .Select(o => new
            {
                o.Id,
                o.Name,
                o.Kinds,
                o.CommuneCode,
                o.Status,
                o.CreatedAt,
                Decision = o.Accreditations.Where(a => a.Territory == text).Select(a => (AccreditationStatus?)a.Status).FirstOrDefault(),
                Places = db.Places.Count(p => p.OrganisationId == o.Id),
            })
            .ToListAsync(cancellationToken);
        return new TerritoryOrganisations(text, index.NameOf(key)!, key.Level is TerritoryLevel.Commune or TerritoryLevel.Epci,
        [
            .. found.Select(o => new TerritoryOrganisation(o.Id, o.Name, o.Kinds, index.Commune(o.CommuneCode)?.Name ?? o.CommuneCode, o.Status, o.Decision, o.CreatedAt, o.Places))
                .OrderBy(o => o.Name, StringComparer.OrdinalIgnoreCase),
        ]);
    }
}
