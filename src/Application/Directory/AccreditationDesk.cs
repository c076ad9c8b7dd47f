using Microsoft.EntityFrameworkCore;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Directory;

/// <summary>
/// Who decides about whom. A commune without agents is stood in for by those of its EPCI, then of its département, then by the operator:
/// nobody waits before a closed counter.
/// </summary>
internal sealed class AccreditationDesk(RepairNetDb db)
{
    /// <summary>For each territory that has agents, its key; asked once for many organisations.</summary>
    public async Task<IReadOnlySet<string>> WithAgentsAsync(CancellationToken cancellationToken) =>
        (await db.TerritoryMemberships.AsNoTracking().Where(m => m.Role == TerritoryRole.Editor).Select(m => m.Territory).Distinct().ToListAsync(cancellationToken)).ToHashSet(StringComparer.Ordinal);

    /// <summary>The territory whose agents look after the organisations of a commune; null when that is the operator.</summary>
    /// <param name="withAgents">From <see cref="WithAgentsAsync"/>.</param>
    public static TerritoryKey? ResponsibleFor(Commune commune, IReadOnlySet<string> withAgents)
    {
        TerritoryKey?[] around = [commune.Key, commune.EpciCode is { } epci ? TerritoryKey.Epci(epci) : null, TerritoryKey.Departement(commune.DepartementCode)];
        return Array.Find(around, key => key is { } found && withAgents.Contains(found.ToString()));
    }

    /// <summary>
    /// Whether this actor decides for this territory about this organisation: an agent of exactly that territory; or, in the name of a commune
    /// where neither it nor its EPCI has agents, one of its département.
    /// </summary>
    public async Task<bool> DecidesAsync(Actor actor, Permission permission, TerritoryKey key, Organisation organisation, TerritoryIndex index, CancellationToken cancellationToken)
    {
        var commune = index.Commune(organisation.CommuneCode);
        if (actor.Acts(permission, key))
        {
            return organisation.Accreditations.Any(a => a.Territory == key.ToString()) || actor.MaySee(organisation.Id, organisation.Status, commune);
        }

        return commune is not null && key == commune.Key && await StandsInAsync(actor, permission, commune, cancellationToken);
    }

    /// <summary>Whether this actor acts in the name of a commune where neither it nor its EPCI has agents: one of its département.</summary>
    public async Task<bool> StandsInAsync(Actor actor, Permission permission, Commune commune, CancellationToken cancellationToken) =>
        actor.May(permission, TerritoryKey.Departement(commune.DepartementCode))
        && ResponsibleFor(commune, await WithAgentsAsync(cancellationToken)) == TerritoryKey.Departement(commune.DepartementCode);

    /// <summary>The organisations whose file waits for a territory: never decided, answered since, or of another commune since.</summary>
    public static IQueryable<Organisation> Waiting(IQueryable<Organisation> organisations) =>
        organisations.Where(o => o.Status != OrganisationStatus.Approved && o.Turn == FileTurn.Territory
            && (o.TurnSince != null
                || (o.Status == OrganisationStatus.Pending
                    && !o.Accreditations.Any(a => a.Status == AccreditationStatus.Refused && (a.Territory == "commune:" + o.CommuneCode || a.Territory == "epci:" + o.EpciCode)))));
}
