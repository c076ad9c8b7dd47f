using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;

namespace RepairNet.Application.Identity;

/// <summary>Someone takes a passkey of theirs away, lost or given up. It opens nothing more, and their other sessions end.</summary>
[AllowedTo(Permission.KeepOwnAccount)]
public sealed record RemovePasskey(PasskeyId Passkey, string? Password) : ICommand<OneOf<Done, PasswordRefused, NotFound>>;

internal sealed class RemovePasskeyHandler(RepairNetDb db, IAccounts accounts, PasswordProof proof, BrowserSessions sessions, IAuditLog log, ICurrentActor currentActor)
    : IRequestHandler<RemovePasskey, OneOf<Done, PasswordRefused, NotFound>>
{
    public async Task<OneOf<Done, PasswordRefused, NotFound>> Handle(RemovePasskey request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        var account = actor.Account is { } id ? await accounts.FindAsync(id, cancellationToken) : null;
        if (account is null)
        {
            throw new NotAllowedException(signedIn: false);
        }

        if (await db.Passkeys.SingleOrDefaultAsync(p => p.Id == request.Passkey && p.AccountId == account.Id, cancellationToken) is not { } passkey)
        {
            return new NotFound();
        }

        if (!await proof.IsGivenAsync(account, request.Password, cancellationToken))
        {
            return new PasswordRefused();
        }

        db.Passkeys.Remove(passkey);
        await sessions.EndAsync(account.Id, actor.Session, cancellationToken);
        await log.WriteAsync(new AuditNote(AuditAct.PasskeyRemoved) { AboutAccount = account.Id }, cancellationToken);
        return new Done();
    }
}
