using RepairNet.Web.Shell;

namespace RepairNet.Web.Hosting;

/// <summary>
/// Where <c>Instance:BaseUrl</c> is https, every request is taken for what the visitor sees: a proxy that ends TLS and does not say
/// so would make each page with a form fail, since its cookie is for https alone. Whoever really came in http gets cookies that
/// their browser does not keep: their forms are refused as expired, and nothing secret has travelled. Said once in the log, since the
/// addresses of visitors are then those of the proxy, too.
/// </summary>
internal sealed class StatedScheme(RequestDelegate next, ILogger<StatedScheme> log)
{
    private int _said;

    public Task InvokeAsync(HttpContext context)
    {
        if (!context.Request.IsHttps)
        {
            context.Request.Scheme = Uri.UriSchemeHttps;
            if (!context.Request.Path.StartsWithSegments("/sante", StringComparison.OrdinalIgnoreCase) && Interlocked.Exchange(ref _said, 1) == 0)
            {
                log.LogWarning(
                    "Instance:BaseUrl begins with https, but requests arrive in http and nothing trusted says otherwise. They are taken for https. "
                    + "Name your proxy in Proxy:KnownNetworks (REPAIRNET__PROXY__KNOWNNETWORKS=127.0.0.1/32) and let it send X-Forwarded-Proto and X-Forwarded-For: "
                    + "until then all visitors have one address, and share its limits.");
            }
        }

        return next(context);
    }
}

internal static class StatedSchemes
{
    /// <summary>Comes after forwarded headers and before all that looks at the scheme.</summary>
    public static WebApplication UseStatedScheme(this WebApplication app)
    {
        if (app.Services.GetRequiredService<InstanceSettings>().IsHttps)
        {
            app.UseMiddleware<StatedScheme>();
        }

        return app;
    }
}
