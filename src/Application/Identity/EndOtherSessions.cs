using MediatR;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Identity;

namespace RepairNet.Application.Identity;

/// <summary>Someone ends all their sessions but the one they ask from.</summary>
[AllowedTo(Permission.KeepOwnAccount)]
public sealed record EndOtherSessions : ICommand<Done>;

internal sealed class EndOtherSessionsHandler(BrowserSessions sessions, IAuditLog log, ICurrentActor currentActor) : IRequestHandler<EndOtherSessions, Done>
{
    public async Task<Done> Handle(EndOtherSessions request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        var account = actor.Account ?? throw new NotAllowedException(signedIn: false);
        if (await sessions.EndAsync(account, actor.Session, cancellationToken) > 0)
        {
            await log.WriteAsync(new AuditNote(AuditAct.SessionsEnded) { AboutAccount = account }, cancellationToken);
        }

        return new Done();
    }
}
