using NodaTime;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;

namespace RepairNet.Application.Identity;

/// <summary>Which bearer tokens still work.</summary>
internal static class LiveTokens
{
    public static IQueryable<ApiToken> LiveOf(this IQueryable<ApiToken> tokens, AccountId account, Instant now) =>
        tokens.Where(t => t.AccountId == account && t.RevokedAt == null && t.ExpiresAt > now);

    /// <summary>As they are listed: the first to end first.</summary>
    public static IQueryable<TokenView> Listed(this IQueryable<ApiToken> tokens) => tokens.OrderBy(t => t.ExpiresAt).Select(t => new TokenView(t.Id, t.CreatedAt, t.ExpiresAt));
}
