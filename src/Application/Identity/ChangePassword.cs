using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Identity;

namespace RepairNet.Application.Identity;

/// <summary>Someone signed in changes their password; the other sessions of the account end.</summary>
[AllowedTo(Permission.KeepOwnAccount)]
public sealed record ChangePassword(string? Current, string? Password) : ICommand<OneOf<Done, PasswordRefused>>;

internal sealed class ChangePasswordHandler(RepairNetDb db, IAccounts accounts, PasswordProof proof, BrowserSessions sessions, IAuditLog log, ICurrentActor currentActor, IClock clock)
    : IRequestHandler<ChangePassword, OneOf<Done, PasswordRefused>>
{
    public async Task<OneOf<Done, PasswordRefused>> Handle(ChangePassword request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        var account = actor.Account is { } id ? await accounts.FindAsync(id, cancellationToken) : null;
        if (account is null)
        {
            throw new NotAllowedException(signedIn: false);
        }

        if (!await proof.IsGivenAsync(account, request.Current, cancellationToken))
        {
            return new PasswordRefused();
        }

        var password = request.Password ?? "";
        if (accounts.Weaknesses(account.Email, password) is { Count: > 0 } weaknesses)
        {
            throw new InvalidRequestException(new Dictionary<string, string[]> { ["password"] = [.. weaknesses] });
        }

        await accounts.SetPasswordAsync(account.Id, password, cancellationToken);
        var now = clock.GetCurrentInstant();
        foreach (var link in await db.AccountLinks.Where(l => l.AccountId == account.Id && l.ClosedAt == null).ToListAsync(cancellationToken))
        {
            link.Close(now);
        }

        await sessions.EndAsync(account.Id, actor.Session, cancellationToken);
        await log.WriteAsync(new AuditNote(AuditAct.PasswordChanged) { AboutAccount = account.Id }, cancellationToken);

        return new Done();
    }
}
