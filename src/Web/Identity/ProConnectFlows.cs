using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Identity;

/// <summary>Why a browser was sent to ProConnect.</summary>
public enum ProConnectAim
{
    SignIn,

    /// <summary>To let it open the account they are signed in with.</summary>
    Link,

    /// <summary>To end the session there.</summary>
    SignOut,
}

/// <summary>What this browser left for ProConnect with.</summary>
/// <param name="Question">What must come back; of a sign-out, the state alone counts.</param>
/// <param name="Account">The account to link.</param>
/// <param name="ArrivalToken">The link of a letter that they came by.</param>
/// <param name="ReturnUrl">Where they were going.</param>
public sealed record ProConnectFlow(ProConnectAim Aim, ProConnectQuestion Question, AccountId? Account, string? ArrivalToken, string? ReturnUrl, Language Language);

/// <summary>
/// What joins the way to ProConnect and the way back: a sealed cookie of this very browser, for ten minutes and one answer. A second
/// one, of those who came by it, says at sign-out which session there is meant.
/// </summary>
public static class ProConnectFlows
{
    /// <summary>Name of the scheme and of the cookie.</summary>
    public const string Scheme = "proconnect";

    /// <summary>Of what is needed to sign out there.</summary>
    public const string SessionScheme = "proconnect-session";

    /// <summary>How long an answer is waited for.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    private const string AimClaim = "aim";
    private const string StateClaim = "state";
    private const string NonceClaim = "nonce";
    private const string VerifierClaim = "verifier";
    private const string ArrivalClaim = "arrival";
    private const string ReturnClaim = "return";
    private const string LanguageClaim = "language";
    private const string TokenClaim = "token";

    public static Task BeginAsync(HttpContext context, ProConnectAim aim, ProConnectQuestion question, AccountId? account = null, string? arrivalToken = null, string? returnUrl = null) =>
        context.SignInAsync(Scheme, new ClaimsPrincipal(new ClaimsIdentity(
            [
                new Claim(AimClaim, aim.ToString()),
                new Claim(StateClaim, question.State),
                new Claim(NonceClaim, question.Nonce),
                new Claim(VerifierClaim, question.Verifier),
                new Claim(ClaimTypes.NameIdentifier, account?.ToString() ?? ""),
                new Claim(ArrivalClaim, arrivalToken is { Length: < 100 } ? arrivalToken : ""),
                new Claim(ReturnClaim, returnUrl is { Length: < 1000 } ? returnUrl : ""),
                new Claim(LanguageClaim, RequestLanguage.Of(context).ToString()),
            ],
            Scheme)));

    /// <summary>Null where this browser did not leave for ProConnect, or too long ago, or had its answer.</summary>
    public static async Task<ProConnectFlow?> ReadAsync(HttpContext context) =>
        (await context.AuthenticateAsync(Scheme)).Principal is { } flow && Enum.TryParse<ProConnectAim>(flow.FindFirstValue(AimClaim), out var aim) && Enum.TryParse<Language>(flow.FindFirstValue(LanguageClaim), out var language)
            ? new ProConnectFlow(
                aim,
                new ProConnectQuestion(flow.FindFirstValue(StateClaim) ?? "", flow.FindFirstValue(NonceClaim) ?? "", flow.FindFirstValue(VerifierClaim) ?? ""),
                Guid.TryParse(flow.FindFirstValue(ClaimTypes.NameIdentifier), out var account) ? AccountId.From(account) : null,
                flow.FindFirstValue(ArrivalClaim) is { Length: > 0 } arrival ? arrival : null,
                flow.FindFirstValue(ReturnClaim) is { Length: > 0 } next ? next : null,
                language)
            : null;

    /// <summary>One answer only: what joins it to this browser goes.</summary>
    public static Task EndAsync(HttpContext context) => context.SignOutAsync(Scheme);

    /// <summary>Whether the state that came back is the one that left.</summary>
    public static bool Answers(this ProConnectFlow flow, string? state) =>
        flow.Question.State.Length > 0 && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(flow.Question.State), Encoding.UTF8.GetBytes(state ?? ""));

    /// <summary>The way back in the language they left in; null where it is that already.</summary>
    public static string? InLanguageOf(HttpContext context, ProConnectFlow flow) =>
        flow.Language == Language.English && RequestLanguage.Of(context) != Language.English
            ? RequestLanguage.Root(context) + RequestLanguage.EnglishPrefix + context.Request.Path + context.Request.QueryString
            : null;

    /// <summary>Remembers, in this browser, the session at ProConnect of whoever enters.</summary>
    public static Task RememberAsync(HttpContext context, AccountId account, string idToken) =>
        context.SignInAsync(SessionScheme, new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, account.ToString()), new Claim(TokenClaim, idToken)], SessionScheme)));

    /// <summary>What to sign out of ProConnect with, and forgets it; null where this account did not come by it.</summary>
    public static async Task<string?> ForgetAsync(HttpContext context, AccountId? account)
    {
        if ((await context.AuthenticateAsync(SessionScheme)).Principal is not { } session)
        {
            return null;
        }

        await context.SignOutAsync(SessionScheme);
        return account is { } id && session.FindFirstValue(ClaimTypes.NameIdentifier) == id.ToString() ? session.FindFirstValue(TokenClaim) : null;
    }
}
