using Microsoft.AspNetCore.Authentication.Cookies;

namespace RepairNet.Web.Identity;

/// <summary>
/// Over https the cookie is named <c>__Host-session</c>: the browser then guarantees that it came over https from this very
/// host. Over plain http (a trial on a laptop) that name would be refused, so it is <c>session</c>.
/// </summary>
internal sealed class SessionCookies : ICookieManager
{
    private const string SecurePrefix = "__Host-";

    private readonly ChunkingCookieManager _cookies = new();

    public string? GetRequestCookie(HttpContext context, string key) => _cookies.GetRequestCookie(context, Name(context, key));

    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) =>
        _cookies.AppendResponseCookie(context, Name(context, key), value, options);

    public void DeleteCookie(HttpContext context, string key, CookieOptions options) => _cookies.DeleteCookie(context, Name(context, key), options);

    private static string Name(HttpContext context, string key) => context.Request.IsHttps ? SecurePrefix + key : key;
}
