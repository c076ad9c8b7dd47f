namespace RepairNet.Web.Shell;

/// <summary>Marks a page or an endpoint whose address is a secret, or whose content is for one person: never stored, never indexed.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class PrivatePageAttribute : Attribute;

/// <summary>The headers of every answer, refusals and files included.</summary>
internal sealed class SecurityHeaders(RequestDelegate next, IHostEnvironment environment)
{
    /// <summary>No script at all, no style but our sheet, nothing from another host, no frame.</summary>
    public const string Policy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private readonly bool _strictTransport = environment.IsProduction();

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(static state =>
        {
            var (context, strictTransport, asked) = ((HttpContext, bool, PathString))state;
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = Policy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "browsing-topics=(), camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()";
            if (strictTransport && context.Request.IsHttps)
            {
                headers.StrictTransportSecurity = "max-age=31536000";
            }

            if (IsPrivate(context) || HasSecretPath(asked))
            {
                headers.CacheControl = "no-store";
                headers["X-Robots-Tag"] = "noindex";
            }
            else if (headers.CacheControl.Count == 0)
            {
                headers.CacheControl = "no-cache";
            }

            return Task.CompletedTask;
        }, (context, _strictTransport, context.Request.Path));
        return next(context);
    }

    private static bool IsPrivate(HttpContext context) =>
        context.User.Identity?.IsAuthenticated == true
        || context.Response.Headers.SetCookie.Count > 0
        || (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        || context.GetEndpoint()?.Metadata.GetMetadata<PrivatePageAttribute>() is not null;

    // Beside the attribute, so that forgetting it on a new call does no harm. By the path asked for: an error is answered from another.
    private static bool HasSecretPath(PathString path) =>
        path.StartsWithSegments("/rendez-vous", StringComparison.OrdinalIgnoreCase)
        || path.StartsWithSegments("/calendars", StringComparison.OrdinalIgnoreCase)
        || path.StartsWithSegments("/api/v1/bookings", StringComparison.OrdinalIgnoreCase);
}
