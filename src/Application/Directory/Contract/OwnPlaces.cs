using Microsoft.EntityFrameworkCore;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;

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
}
