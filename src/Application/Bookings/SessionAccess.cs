using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Bookings;

/// <summary>A session and its place, as those who work there need them.</summary>
internal sealed record WorkedSession(CafeSession Session, OrganisationId Organisation, string PlaceName, string PlaceSlug, string TimeZone)
{
    /// <summary>Whether numbers are given and called: on the day itself, while it takes place.</summary>
    public bool IsQueueOpen(LocalDate today) => Session.CancelledAt is null && Session.Date == today;
}

internal static class SessionAccess
{
    /// <summary>The session, read to be shown, when the actor may do this at its place; null, as for a session that does not exist, for whoever is not of it.</summary>
    /// <exception cref="NotAllowedException">Someone of it whose role there is not enough.</exception>
    public static async Task<WorkedSession?> WorkedAsync(this RepairNetDb db, Actor actor, Permission permission, CafeSessionId session, CancellationToken cancellationToken)
    {
        var found = await db.CafeSessions.AsNoTracking().Include(s => s.Volunteers).Where(s => s.Id == session)
            .Join(db.Places, s => s.PlaceId, p => p.Id, (s, p) => new { Session = s, p.OrganisationId, p.Name, p.Slug, p.TimeZone })
            .SingleOrDefaultAsync(cancellationToken);
        return found is not null && actor.Acts(permission, found.OrganisationId) ? new WorkedSession(found.Session, found.OrganisationId, found.Name, found.Slug, found.TimeZone) : null;
    }

    /// <summary>Whoever moves the queue of this session waits for the others: numbers stay in order, and no two are alike.</summary>
    public static Task HoldQueueAsync(this IRowLocks locks, CafeSessionId session, CancellationToken cancellationToken) => locks.HoldNameAsync("queue:" + session, cancellationToken);
}
