using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Identity;

/// <summary>Whose bearer token this is; null when it never existed, has expired or was revoked.</summary>
[AllowedTo(Permission.SignIn)]
public sealed record ResolveToken(string Token) : IQuery<TokenOwner?>;

/// <param name="Token">Which of their tokens it is.</param>
public sealed record TokenOwner(AccountId Account, ApiTokenId Token);

internal sealed class ResolveTokenHandler(RepairNetDb db, IClock clock) : IRequestHandler<ResolveToken, TokenOwner?>
{
    public async Task<TokenOwner?> Handle(ResolveToken request, CancellationToken cancellationToken)
    {
        if (!BearerToken.HasShape(request.Token))
        {
            return null;
        }

        var hash = Secrets.Hash(request.Token);
        var token = await db.ApiTokens.AsNoTracking().SingleOrDefaultAsync(t => t.Hash == hash, cancellationToken);
        return token?.IsValidAt(clock.GetCurrentInstant()) == true ? new TokenOwner(token.AccountId, token.Id) : null;
    }
}
