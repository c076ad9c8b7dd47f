using Microsoft.EntityFrameworkCore;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Directory.Contract;

/// <summary>Whose place it is, asked before anything is read or changed there.</summary>
internal static class OwnPlaces
{
    /// <summary>The organisation of the place when the actor may do this there; null, as for a place that does not exist, for whoever is not of it.</summary>
    /// <exception cref="NotAllowedException">Someone of it whose role there is not enough.</exception>
    public static async Task<OrganisationId?> OwnAsync(this RepairNetDb db, Actor actor, Permission permission, PlaceId place, CancellationToken cancellationToken)
    {
        var organisation = await db.Places.Where(p => p.Id == place).Select(p => (OrganisationId?)p.OrganisationId).SingleOrDefaultAsync(cancellationToken);
        return organisation is { } id && actor.Acts(permission, id) ? id : null;
    }

    /// <summary>
    /// Whether the actor decides where the organisation receives people: its managers, the agents of its commune and the operator. Who
    /// is of one or the other and may not is told so; to all others it does not exist.
    /// </summary>
    /// <exception cref="NotAllowedException">Someone of it, or of its commune, whose role is not enough.</exception>
    public static async Task<bool> ArrangesPlacesAsync(this RepairNetDb db, Actor actor, OrganisationId organisation, CancellationToken cancellationToken)
    {
        var commune = await db.Organisations.Where(o => o.Id == organisation).Select(o => o.CommuneCode).SingleOrDefaultAsync(cancellationToken);
        return commune is not null
            && (actor.May(Permission.ArrangePlaces, TerritoryKey.Commune(commune)) || actor.Acts(Permission.ArrangePlaces, organisation) || actor.Acts(Permission.ArrangePlaces, TerritoryKey.Commune(commune)));
    }
}
