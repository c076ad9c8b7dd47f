using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;

namespace RepairNet.Application.Identity;

/// <summary>
/// Uses up a one-time link: the account gets this password, its other links close, the sessions opened before end. The second
/// factor is asked for all the same: a letter box is not a telephone.
/// </summary>
[AllowedTo(Permission.SignIn)]
public sealed record ChoosePassword(string Token, string? Password) : ICommand<OneOf<SignedIn, CodeNeeded, NotFound>>;

internal sealed class ChoosePasswordHandler(RepairNetDb db, IAccounts accounts, Tries tries, BrowserSessions sessions, SignIns signIns, IRowLocks locks, IAuditLog log, IClock clock)
    : IRequestHandler<ChoosePassword, OneOf<SignedIn, CodeNeeded, NotFound>>
{
    public async Task<OneOf<SignedIn, CodeNeeded, NotFound>> Handle(ChoosePassword request, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var hash = Secrets.Hash(request.Token);

        // Two presses of the button at once: the second waits, then finds the link used.
        await locks.HoldNameAsync("link:" + hash, cancellationToken);
        var link = await db.AccountLinks.SingleOrDefaultAsync(l => l.Hash == hash, cancellationToken);
        if (link?.IsOpenAt(now) != true || await accounts.FindAsync(link.AccountId, cancellationToken) is not { } account)
        {
            return new NotFound();
        }

        var password = request.Password ?? "";
        if (accounts.Weaknesses(account.Email, password) is { Count: > 0 } weaknesses)
        {
            throw new InvalidRequestException(new Dictionary<string, string[]> { ["password"] = [.. weaknesses] });
        }

        foreach (var open in await db.AccountLinks.Where(l => l.AccountId == account.Id && l.ClosedAt == null).ToListAsync(cancellationToken))
        {
            open.Close(now);
        }

        await accounts.SetPasswordAsync(account.Id, password, cancellationToken);
        await tries.ForgetAsync(EmailAddress.From(account.Email), TryLimit.Password, cancellationToken);
        await sessions.EndAsync(account.Id, but: null, cancellationToken);
        await log.WriteAsync(new AuditNote(AuditAct.PasswordChanged) { By = account.Id, AboutAccount = account.Id }, cancellationToken);
        return (await signIns.RecognisedAsync(account.Id, BrowserSessions.ByInvitation, cancellationToken)).Match<OneOf<SignedIn, CodeNeeded, NotFound>>(
            signedIn => signedIn,
            needed => needed);
    }
}
