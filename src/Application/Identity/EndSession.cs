using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;

namespace RepairNet.Application.Identity;

/// <summary>Someone ends one of their sessions, this one or another: at its next request it is over, on every node.</summary>
[AllowedTo(Permission.KeepOwnAccount)]
public sealed record EndSession(BrowserSessionId Session) : ICommand<OneOf<SessionEnded, NotFound>>;

/// <param name="WasThisOne">The person is no longer signed in here.</param>
public sealed record SessionEnded(bool WasThisOne);

internal sealed class EndSessionHandler(RepairNetDb db, IAuditLog log, ICurrentActor currentActor, IClock clock) : IRequestHandler<EndSession, OneOf<SessionEnded, NotFound>>
{
    public async Task<OneOf<SessionEnded, NotFound>> Handle(EndSession request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        if (await db.BrowserSessions.SingleOrDefaultAsync(s => s.Id == request.Session && s.AccountId == actor.Account, cancellationToken) is not { } session)
        {
            return new NotFound();
        }

        var here = actor.Session == session.Id;
        if (session.ClosedAt is null)
        {
            session.Close(clock.GetCurrentInstant());
            await log.WriteAsync(new AuditNote(here ? AuditAct.SignedOut : AuditAct.SessionsEnded) { AboutAccount = actor.Account }, cancellationToken);
        }

        return new SessionEnded(here);
    }
}
