using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;

namespace RepairNet.Application.Identity;

/// <summary>Whether a link still signs someone in. Looking at it does not use it up: mail scanners look at links too.</summary>
[AllowedTo(Permission.SignIn)]
public sealed record OpenSignInLink(string Token) : IQuery<OneOf<LinkOwner, NotFound>>;

internal sealed class OpenSignInLinkHandler(RepairNetDb db, IAccounts accounts, IClock clock) : IRequestHandler<OpenSignInLink, OneOf<LinkOwner, NotFound>>
{
    public async Task<OneOf<LinkOwner, NotFound>> Handle(OpenSignInLink request, CancellationToken cancellationToken)
    {
        var hash = Secrets.Hash(request.Token);
        var link = await db.SignInLinks.AsNoTracking().SingleOrDefaultAsync(l => l.Hash == hash, cancellationToken);
        return link?.IsOpenAt(clock.GetCurrentInstant()) == true && await accounts.FindAsync(link.AccountId, cancellationToken) is { } account
            ? new LinkOwner(account.Email, account.DisplayName, account.HasPassword)
            : new NotFound();
    }
}
