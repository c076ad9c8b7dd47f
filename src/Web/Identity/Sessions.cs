using System.Security.Claims;
using MediatR;
using Microsoft.AspNetCore.Authentication;
using RepairNet.Application.Identity;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Web.Identity;

/// <summary>The account behind a request. Read from the database at each request, so a right or a session taken back is gone at once.</summary>
public static class Sessions
{
    /// <summary>Names of the ways to be recognised.</summary>
    public const string Cookie = "session";
    public const string Bearer = "bearer";

    private const string AccountClaim = ClaimTypes.NameIdentifier;
    private const string StampClaim = "stamp";
    private const string SessionClaim = "session";
    private const string TokenClaim = "token";

    private static readonly object Key = new();
    private static readonly object SecondFactorKey = new();

    /// <summary>Who the cookie of a session says to be.</summary>
    public static ClaimsPrincipal Principal(AccountId account, string stamp, BrowserSessionId session) =>
        new(new ClaimsIdentity([new Claim(AccountClaim, account.ToString()), new Claim(StampClaim, stamp), new Claim(SessionClaim, session.ToString())], Cookie));

    /// <summary>Who a token says to be.</summary>
    public static ClaimsPrincipal Principal(TokenOwner owner) =>
        new(new ClaimsIdentity([new Claim(AccountClaim, owner.Account.ToString()), new Claim(TokenClaim, owner.Token.ToString())], Bearer));

    /// <summary>The account of a request, memberships included; null for nobody. Asked of the database once a request.</summary>
    public static async ValueTask<AccountSession?> CurrentAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (AccountOf(context.User) is not { } account)
        {
            return null;
        }

        if (context.Items[Key] is (AccountId known, AccountSession session) && known == account)
        {
            return session;
        }

        // What opens accounts is made for those who have one: residents, who have none, would wait for it too.
        var opened = await context.RequestServices.GetRequiredService<IAccounts>().OpenSessionAsync(account, cancellationToken);
        return Remember(context, context.User, account, opened);
    }

    /// <summary>Puts a session that was begun into this browser.</summary>
    public static async Task SignInAsync(HttpContext context, AccountId account, BrowserSessionId begun)
    {
        var session = await context.RequestServices.GetRequiredService<IAccounts>().OpenSessionAsync(account, context.RequestAborted)
            ?? throw new InvalidOperationException("The account is gone.");
        var principal = Principal(account, session.SecurityStamp, begun);
        await context.SignInAsync(Cookie, principal);
        context.User = principal;
        Remember(context, principal, account, session);
    }

    /// <summary>Whether a cookie still stands: the account exists, its password did not change since, and the session was not closed.</summary>
    public static async Task<bool> StandsAsync(HttpContext context, ClaimsPrincipal? principal)
    {
        if (AccountOf(principal) is not { } account || SessionOf(principal!) is not { } browser)
        {
            return false;
        }

        var services = context.RequestServices;
        var session = await services.GetRequiredService<IAccounts>().OpenSessionAsync(account, context.RequestAborted);
        if (session is null || !string.Equals(session.SecurityStamp, principal!.FindFirstValue(StampClaim), StringComparison.Ordinal))
        {
            return false;
        }

        var outcome = await services.GetRequiredService<IMediator>().Send(new ResumeSession(browser, account), context.RequestAborted);
        if (!outcome.TryPickT0(out var resumed, out _))
        {
            return false;
        }

        Remember(context, principal!, account, session);
        context.Items[SecondFactorKey] = resumed.WithSecondFactor;
        return true;
    }

    /// <summary>Whether the second factor was given in the session of this request.</summary>
    public static bool HasSecondFactor(HttpContext context) => context.Items[SecondFactorKey] is true;

    /// <summary>Whose account the request names; null for nobody.</summary>
    public static AccountId? AccountOf(ClaimsPrincipal? principal) =>
        principal?.Identity?.IsAuthenticated == true && Guid.TryParse(principal.FindFirstValue(AccountClaim), out var id) ? AccountId.From(id) : null;

    private static BrowserSessionId? SessionOf(ClaimsPrincipal principal) =>
        Guid.TryParse(principal.FindFirstValue(SessionClaim), out var id) ? BrowserSessionId.From(id) : null;

    private static ApiTokenId? TokenOf(ClaimsPrincipal principal) =>
        Guid.TryParse(principal.FindFirstValue(TokenClaim), out var id) ? ApiTokenId.From(id) : null;

    private static AccountSession? Remember(HttpContext context, ClaimsPrincipal principal, AccountId account, AccountSession? session)
    {
        session = session is null ? null : session with { Actor = session.Actor with { Session = SessionOf(principal), Token = TokenOf(principal) } };
        context.Items[Key] = session is null ? null : (account, session);
        return session;
    }
}
