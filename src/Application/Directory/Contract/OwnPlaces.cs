using Microsoft.EntityFrameworkCore;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Directory.Contract;

/// <summary>Whose place it is, asked before anything is read or changed there.</summary>
internal static class OwnPlaces
{
    /// <summary>The organisation of the place when the actor is one of its members (or the operator); else null, as for a place that does not exist.</summary>
    public static async Task<OrganisationId?> OwnAsync(this RepairNetDb db, Actor actor, PlaceId place, CancellationToken cancellationToken)
    {
        var organisation = await db.Places.Where(p => p.Id == place).Select(p => (OrganisationId?)p.OrganisationId).SingleOrDefaultAsync(cancellationToken);
        return organisation is { } id && actor.IsMember(id) ? id : null;
    }

    /// <summary>
    /// Whether the actor decides where the organisation receives people: its managers, the agents of its commune and the operator. A
    /// member who is no manager is told so; to all others it does not exist.
    /// </summary>
    /// <exception cref="NotAllowedException">A member of it who does not manage it.</exception>
    public static async Task<bool> ArrangesPlacesAsync(this RepairNetDb db, Actor actor, OrganisationId organisation, CancellationToken cancellationToken)
    {
        var commune = await db.Organisations.Where(o => o.Id == organisation).Select(o => o.CommuneCode).SingleOrDefaultAsync(cancellationToken);
        return commune is not null && (actor.IsAgent(TerritoryKey.Commune(commune)) || actor.Manages(organisation));
    }
}
