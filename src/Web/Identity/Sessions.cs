using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Web.Identity;

/// <summary>The account behind a request. Read from the database at each request, so a right taken back is gone at once.</summary>
public static class Sessions
{
    /// <summary>Names of the ways to be recognised.</summary>
    public const string Cookie = "session";
    public const string Bearer = "bearer";

    private const string AccountClaim = ClaimTypes.NameIdentifier;
    private const string StampClaim = "stamp";

    private static readonly object Key = new();

    /// <summary>Who the cookie or the token says to be.</summary>
    public static ClaimsPrincipal Principal(AccountId account, AccountSession session, string scheme) =>
        new(new ClaimsIdentity([new Claim(AccountClaim, account.ToString()), new Claim(StampClaim, session.SecurityStamp)], scheme));

    /// <summary>The account of a request, memberships included; null for nobody. Asked of the database once a request.</summary>
    public static async ValueTask<AccountSession?> CurrentAsync(HttpContext context, IAccounts accounts, CancellationToken cancellationToken)
    {
        if (AccountOf(context.User) is not { } account)
        {
            return null;
        }

        if (context.Items[Key] is (AccountId known, AccountSession session) && known == account)
        {
            return session;
        }

        var opened = await accounts.OpenSessionAsync(account, cancellationToken);
        Remember(context, account, opened);
        return opened;
    }

    /// <summary>Opens a session in this browser.</summary>
    public static async Task SignInAsync(HttpContext context, AccountId account)
    {
        var session = await context.RequestServices.GetRequiredService<IAccounts>().OpenSessionAsync(account, context.RequestAborted)
            ?? throw new InvalidOperationException("The account is gone.");
        var principal = Principal(account, session, Cookie);
        await context.SignInAsync(Cookie, principal);
        context.User = principal;
        Remember(context, account, session);
    }

    /// <summary>Whether a cookie still stands: the account exists and its password did not change since.</summary>
    public static async Task<bool> StandsAsync(HttpContext context, ClaimsPrincipal? principal)
    {
        if (AccountOf(principal) is not { } account)
        {
            return false;
        }

        var session = await context.RequestServices.GetRequiredService<IAccounts>().OpenSessionAsync(account, context.RequestAborted);
        Remember(context, account, session);
        return session is not null && string.Equals(session.SecurityStamp, principal!.FindFirstValue(StampClaim), StringComparison.Ordinal);
    }

    private static AccountId? AccountOf(ClaimsPrincipal? principal) =>
        principal?.Identity?.IsAuthenticated == true && Guid.TryParse(principal.FindFirstValue(AccountClaim), out var id) ? AccountId.From(id) : null;

    private static void Remember(HttpContext context, AccountId account, AccountSession? session) =>
        context.Items[Key] = session is null ? null : (account, session);
}
