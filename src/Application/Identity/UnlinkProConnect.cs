using MediatR;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Identity;

namespace RepairNet.Application.Identity;

/// <summary>Someone no longer wants ProConnect to open their account. The right it gave goes with it, and their other sessions end.</summary>
[AllowedTo(Permission.KeepOwnAccount)]
public sealed record UnlinkProConnect(string? Password) : ICommand<OneOf<Done, PasswordRefused, NotFound>>;

internal sealed class UnlinkProConnectHandler(RepairNetDb db, IAccounts accounts, PasswordProof proof, Employers employers, BrowserSessions sessions, IAuditLog log, ICurrentActor currentActor)
    : IRequestHandler<UnlinkProConnect, OneOf<Done, PasswordRefused, NotFound>>
{
    public async Task<OneOf<Done, PasswordRefused, NotFound>> Handle(UnlinkProConnect request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        var account = actor.Account is { } id ? await accounts.FindAsync(id, cancellationToken) : null;
        if (account is null)
        {
            throw new NotAllowedException(signedIn: false);
        }

        if (await db.ProConnectLinks.FindAsync([account.Id], cancellationToken) is not { } link)
        {
            return new NotFound();
        }

        if (!await proof.IsGivenAsync(account, request.Password, cancellationToken))
        {
            return new PasswordRefused();
        }

        if (link is { GaveRight: true, Territory: { } territory })
        {
            await employers.TakeAsync(account.Id, territory, onlyReading: true, cancellationToken);
        }

        db.ProConnectLinks.Remove(link);
        await sessions.EndAsync(account.Id, actor.Session, cancellationToken);
        await log.WriteAsync(new AuditNote(AuditAct.ProConnectUnlinked) { AboutAccount = account.Id }, cancellationToken);
        return new Done();
    }
}
