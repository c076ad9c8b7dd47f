using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using RepairNet.Application.Identity;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Web.Identity;

/// <summary>Someone whose first factor was right and whose code is awaited.</summary>
/// <param name="Stamp">Security stamp of the account at that moment.</param>
/// <param name="Way">How they were recognised.</param>
/// <param name="ReturnUrl">Where they were going.</param>
public sealed record HalfSignIn(AccountId Account, string Stamp, string Way, string? ReturnUrl);

/// <summary>Between the two factors: a sealed cookie of ten minutes that opens nothing but the page of the code.</summary>
public static class HalfSignIns
{
    /// <summary>Name of the scheme and of the cookie.</summary>
    public const string Scheme = "code";

    /// <summary>How long the code is waited for.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    private const string WayClaim = "way";
    private const string StampClaim = "stamp";
    private const string ReturnClaim = "return";

    public static async Task BeginAsync(HttpContext context, CodeNeeded needed, string way, string? returnUrl)
    {
        var session = await context.RequestServices.GetRequiredService<IAccounts>().OpenSessionAsync(needed.Account, context.RequestAborted)
            ?? throw new InvalidOperationException("The account is gone.");
        await context.SignInAsync(Scheme, new ClaimsPrincipal(new ClaimsIdentity(
            [
                new Claim(ClaimTypes.NameIdentifier, needed.Account.ToString()),
                new Claim(StampClaim, session.SecurityStamp),
                new Claim(WayClaim, way),
                new Claim(ReturnClaim, returnUrl is { Length: < 1000 } ? returnUrl : ""),
            ],
            Scheme)));
    }

    /// <summary>Null when the first factor was not given, or too long ago.</summary>
    public static async Task<HalfSignIn?> ReadAsync(HttpContext context)
    {
        var result = await context.AuthenticateAsync(Scheme);
        return result.Principal is { } half && Guid.TryParse(half.FindFirstValue(ClaimTypes.NameIdentifier), out var account)
            ? new HalfSignIn(AccountId.From(account), half.FindFirstValue(StampClaim) ?? "", half.FindFirstValue(WayClaim) ?? "", half.FindFirstValue(ReturnClaim))
            : null;
    }

    public static Task EndAsync(HttpContext context) => context.SignOutAsync(Scheme);
}
