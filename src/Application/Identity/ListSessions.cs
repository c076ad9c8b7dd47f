using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;

namespace RepairNet.Application.Identity;

/// <summary>The sessions of whoever asks that still stand, this one first, then by last use.</summary>
[AllowedTo(Permission.KeepOwnAccount)]
public sealed record ListSessions : IQuery<IReadOnlyList<SessionLine>>;

/// <param name="IsThisOne">It is the one that asks.</param>
public sealed record SessionLine(BrowserSessionId Id, Instant BegunAt, Instant SeenAt, DeviceKind Device, string? Browser, string? Network, bool IsThisOne);

internal sealed class ListSessionsHandler(RepairNetDb db, ICurrentActor currentActor, IClock clock) : IRequestHandler<ListSessions, IReadOnlyList<SessionLine>>
{
    public async Task<IReadOnlyList<SessionLine>> Handle(ListSessions request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        var now = clock.GetCurrentInstant();
        var sessions = await db.BrowserSessions.AsNoTracking().Where(s => s.AccountId == actor.Account && s.ClosedAt == null).ToListAsync(cancellationToken);
        return
        [
            .. sessions.Where(s => s.IsOpenAt(now)).OrderByDescending(s => s.Id == actor.Session).ThenByDescending(s => s.SeenAt)
                .Select(s => new SessionLine(s.Id, s.BegunAt, s.SeenAt, s.Device, s.Browser, s.Network, s.Id == actor.Session)),
        ];
    }
}
