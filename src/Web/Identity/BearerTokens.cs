using System.Text.Encodings.Web;
using MediatR;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using RepairNet.Application.Identity;
using RepairNet.Application.Identity.Contract;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Identity;

/// <summary>Recognises <c>Authorization: Bearer</c>, the only way into the API: a cookie there would need a guard against forged forms.</summary>
internal sealed class BearerTokens(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, IMediator mediator, IAccounts accounts)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string Prefix = "Bearer";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Given(Request) is not { } token)
        {
            return AuthenticateResult.NoResult();
        }

        return await mediator.Send(new ResolveToken(token), Context.RequestAborted) is { } owner
            && await accounts.OpenSessionAsync(owner.Account, Context.RequestAborted) is { } session
            ? AuthenticateResult.Success(new AuthenticationTicket(Sessions.Principal(owner), Scheme.Name))
            : AuthenticateResult.Fail("Unknown, expired or revoked token.");
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = Prefix;
        return Api.Problems.Problem(401, "unauthorized", "Il faut un jeton valable : en-tête Authorization: Bearer.").ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        ErrorAnswers.NoteRefusal(Context.RequestServices.GetRequiredService<ILogger<ErrorAnswers>>(), Context);
        return Api.Problems.Forbidden(ReadersOnly.IsNoted(Context)).ExecuteAsync(Context);
    }

    /// <summary>The token of a request, empty when only the word Bearer is there; null when no bearer token is given.</summary>
    private static string? Given(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && (header.Length == Prefix.Length || header[Prefix.Length] == ' ')
            ? header[Prefix.Length..].Trim()
            : null;
    }
}

/// <summary>
/// Refuses a call that carries a token that is not good, even where none is needed: whoever sends one expects to be
/// recognised, and silence would hide that it expired.
/// </summary>
internal sealed class RefuseBadTokens(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        // Asked again, the handler answers what it answered: the token is looked up once.
        if (Recognition.ShowsAnything(context.Request) && IdentityServices.IsApi(context) && (await context.AuthenticateAsync(Sessions.Bearer)).Failure is not null)
        {
            await context.ChallengeAsync(Sessions.Bearer);
            return;
        }

        await next(context);
    }
}
