using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;

namespace RepairNet.Application.Identity;

/// <summary>Uses a link up: a session begins, or a code is asked for. The account's other links close.</summary>
[AllowedTo(Permission.SignIn)]
public sealed record UseSignInLink(string Token) : ICommand<OneOf<SignedIn, CodeNeeded, NotFound>>;

internal sealed class UseSignInLinkHandler(RepairNetDb db, IAccounts accounts, SignIns signIns, IRowLocks locks, IClock clock) : IRequestHandler<UseSignInLink, OneOf<SignedIn, CodeNeeded, NotFound>>
{
    public async Task<OneOf<SignedIn, CodeNeeded, NotFound>> Handle(UseSignInLink request, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var hash = Secrets.Hash(request.Token);

        // Two presses of the button at once: the second waits, then finds the link used.
        await locks.HoldNameAsync("link:" + hash, cancellationToken);
        var link = await db.SignInLinks.SingleOrDefaultAsync(l => l.Hash == hash, cancellationToken);
        if (link?.IsOpenAt(now) != true || await accounts.FindAsync(link.AccountId, cancellationToken) is null)
        {
            return new NotFound();
        }

        foreach (var open in await db.SignInLinks.Where(l => l.AccountId == link.AccountId && l.ClosedAt == null).ToListAsync(cancellationToken))
        {
            open.Close(now);
        }

        return (await signIns.RecognisedAsync(link.AccountId, BrowserSessions.ByLink, cancellationToken)).Match<OneOf<SignedIn, CodeNeeded, NotFound>>(
            signedIn => signedIn,
            needed => needed);
    }
}
