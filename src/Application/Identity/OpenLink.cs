using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;

namespace RepairNet.Application.Identity;

/// <summary>Whose one-time link this is. Looking at it does not use it up: mail scanners look at links too.</summary>
[AllowedTo(Permission.SignIn)]
public sealed record OpenLink(string Token) : IQuery<OneOf<LinkOwner, NotFound>>;

/// <param name="HasPassword">The link replaces a password; otherwise it gives the first.</param>
public sealed record LinkOwner(string Email, string? DisplayName, bool HasPassword);

internal sealed class OpenLinkHandler(RepairNetDb db, IAccounts accounts, IClock clock) : IRequestHandler<OpenLink, OneOf<LinkOwner, NotFound>>
{
    public async Task<OneOf<LinkOwner, NotFound>> Handle(OpenLink request, CancellationToken cancellationToken)
    {
        var hash = Secrets.Hash(request.Token);
        var link = await db.AccountLinks.AsNoTracking().SingleOrDefaultAsync(l => l.Hash == hash, cancellationToken);
        return link?.IsOpenAt(clock.GetCurrentInstant()) == true && await accounts.FindAsync(link.AccountId, cancellationToken) is { } account
            ? new LinkOwner(account.Email, account.DisplayName, account.HasPassword)
            : new NotFound();
    }
}
