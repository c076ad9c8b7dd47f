using Microsoft.AspNetCore.Authentication;

namespace RepairNet.Web.Identity;

/// <summary>
/// Recognises whoever sends a request: on the API by its token, elsewhere by the cookie of its session. Most are residents, who show neither: they are nobody, and nothing is
/// made ready to recognise them.
/// </summary>
internal sealed class Recognition : IAuthenticationHandler
{
    public const string Scheme = "by-path";

    private HttpContext _context = null!;

    /// <summary>Whether there is anything to recognise someone by.</summary>
    public static bool ShowsAnything(HttpRequest request) => request.Headers.Cookie.Count > 0 || request.Headers.Authorization.Count > 0;

    public Task InitializeAsync(AuthenticationScheme scheme, HttpContext context)
    {
        _context = context;
        return Task.CompletedTask;
    }

    public Task<AuthenticateResult> AuthenticateAsync() => ShowsAnything(_context.Request) ? _context.AuthenticateAsync(ByPath) : Task.FromResult(AuthenticateResult.NoResult());

    public Task ChallengeAsync(AuthenticationProperties? properties) => _context.ChallengeAsync(ByPath, properties);

    public Task ForbidAsync(AuthenticationProperties? properties) => _context.ForbidAsync(ByPath, properties);

    private string ByPath => IdentityServices.IsApi(_context) ? Sessions.Bearer : Sessions.Cookie;
}
