using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Identity;

/// <summary>Whose bearer token this is; null when it never existed, has expired or was revoked.</summary>
[AllowedTo(Caller.Public)]
public sealed record ResolveToken(string Token) : IQuery<AccountId?>;

internal sealed class ResolveTokenHandler(RepairNetDb db, IClock clock) : IRequestHandler<ResolveToken, AccountId?>
{
    public async Task<AccountId?> Handle(ResolveToken request, CancellationToken cancellationToken)
    {
        if (!BearerToken.HasShape(request.Token))
        {
            return null;
        }

        var hash = Secrets.Hash(request.Token);
        var token = await db.ApiTokens.AsNoTracking().SingleOrDefaultAsync(t => t.Hash == hash, cancellationToken);
        return token?.IsValidAt(clock.GetCurrentInstant()) == true ? token.AccountId : null;
    }
}
