using RepairNet.Application.Identity.Contract;

namespace RepairNet.Web.Shell;

/// <summary>Marks a page or an endpoint whose address is a secret, or whose content is for one person: never stored, never indexed.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class PrivatePageAttribute : Attribute;

/// <summary>Marks the only kind of page that other sites may show in a frame: public, without a form.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class MayBeFramedAttribute : Attribute;

/// <summary>Marks the few pages that run a script of ours: those of passkeys, and the one that confirms a booking by a computation.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RunsScriptAttribute : Attribute;

/// <summary>Marks the few pages with a form from which one leaves for ProConnect: browsers follow a form to where its page says only.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class LeadsToProConnectAttribute : Attribute;

/// <summary>The headers of every answer, refusals and files included.</summary>
internal sealed class SecurityHeaders(RequestDelegate next, IHostEnvironment environment, InstanceSettings instance, IProConnect? proConnect = null)
{
    /// <summary>No script at all, no style but our sheet, nothing from another host, no frame.</summary>
    public const string Policy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>The same, but that any site may frame it.</summary>
    public const string FramedPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors *";

    /// <summary>The same, with our own script: nothing inline, nothing fetched.</summary>
    public const string ScriptPolicy = Policy + "; script-src 'self'";

    /// <summary>The same, but that a form may lead to ProConnect, where it is offered.</summary>
    private readonly string _leadingPolicy = proConnect?.Origin is { } origin ? Policy.Replace("form-action 'self'", $"form-action 'self' {origin}", StringComparison.Ordinal) : Policy;

    /// <summary>What opens by a secret link, then what is for one person or answers to a secret elsewhere.</summary>
    private static readonly string[] Personal =
    [
        .. LinkKind.All.Select(kind => kind.Start),
        "/compte",
        "/api/v1/bookings",
        "/api/v1/calendars",
        "/api/v1/enrolments",
        "/api/v1/reservations",
        "/api/v1/waiting-list",
    ];

    private readonly string? _strictTransport = environment.IsProduction() ? StrictTransport(instance.BaseUrl) : null;

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(static state =>
        {
            var (context, strictTransport, leadingPolicy, personal, secret) = ((HttpContext, string?, string, bool, bool))state;
            var headers = context.Response.Headers;
            var framed = context.GetEndpoint()?.Metadata.GetMetadata<MayBeFramedAttribute>() is not null;
            var runsScript = context.GetEndpoint()?.Metadata.GetMetadata<RunsScriptAttribute>() is not null;
            var leads = context.GetEndpoint()?.Metadata.GetMetadata<LeadsToProConnectAttribute>() is not null;
            headers.ContentSecurityPolicy = framed ? FramedPolicy : runsScript ? ScriptPolicy : leads ? leadingPolicy : Policy;
            headers.XContentTypeOptions = "nosniff";
            if (!framed)
            {
                headers.XFrameOptions = "DENY";
            }

            headers["Referrer-Policy"] = secret ? "no-referrer" : "same-origin";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "browsing-topics=(), camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), publickey-credentials-create=(self), publickey-credentials-get=(self), usb=()";
            if (strictTransport is not null && context.Request.IsHttps)
            {
                headers.StrictTransportSecurity = strictTransport;
            }

            if (personal || IsPrivate(context))
            {
                headers.CacheControl = "no-store";
                headers["X-Robots-Tag"] = "noindex";
            }
            else if (headers.CacheControl.Count == 0)
            {
                headers.CacheControl = "no-cache";
            }

            return Task.CompletedTask;
        }, (context, _strictTransport, _leadingPolicy, IsPersonal(context.Request), IsSecret(context.Request)));
        return next(context);
    }

    /// <summary>A year, for the names below the site's too; but a site at the very name of a commune does not answer for all that is under it.</summary>
    internal static string StrictTransport(string baseUrl) =>
        "max-age=31536000" + (Uri.TryCreate(baseUrl, UriKind.Absolute, out var site) && site.Host.Split('.').Length < 3 ? "" : "; includeSubDomains");

    private static bool IsPrivate(HttpContext context) =>
        context.User.Identity?.IsAuthenticated == true
        || context.Response.Headers.SetCookie.Count > 0
        || context.GetEndpoint()?.Metadata.GetMetadata<PrivatePageAttribute>() is not null;

    /// <summary>The address itself is a secret: not even our own next page is told of it. Forms of such pages are under an address without.</summary>
    private static bool IsSecret(HttpRequest request) => LinkKind.TryRead(request.Path, out var kind, out var key) && !kind.IsName(key);

    // Judged as the request came, since an error is answered from another path. The paths stand beside the attribute, so
    // that forgetting it on a new call does no harm. The search for an attestation is of nobody; what it finds is.
    private static bool IsPersonal(HttpRequest request) =>
        (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
        || Personal.Any(start => request.Path.StartsWithSegments(start, StringComparison.OrdinalIgnoreCase))
        || (request.Path.StartsWithSegments("/attestations", StringComparison.OrdinalIgnoreCase, out var number) && number.Value is { Length: > 1 });
}
