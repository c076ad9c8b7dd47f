using Microsoft.AspNetCore.OutputCaching;
using Microsoft.AspNetCore.ResponseCompression;

namespace RepairNet.Web.Shell;

/// <summary>
/// Keeps public pages without a form to post for a minute, compressed as they were sent. A page asks for it with
/// <c>@attribute [OutputCache(PolicyName = PageCache.Policy)]</c>; what a visitor with any cookie sees is neither read from the
/// cache nor put into it, and an answer that sets a cookie or says « no-store » is never kept.
/// </summary>
public sealed class PageCache : IOutputCachePolicy
{
    /// <summary>Name of the policy.</summary>
    public const string Policy = "page";

    /// <summary>Tag of every page kept: evict it when something shown on them changes.</summary>
    public const string Tag = "pages";

    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(60);

    public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        var request = context.HttpContext.Request;
        var cacheable = HttpMethods.IsGet(request.Method)
            && request.Headers.Cookie.Count == 0
            && request.Headers.Authorization.Count == 0;
        context.EnableOutputCaching = true;
        context.AllowCacheLookup = cacheable;
        context.AllowCacheStorage = cacheable;
        context.AllowLocking = true;
        context.ResponseExpirationTimeSpan = Kept;
        context.CacheVaryByRules.QueryKeys = "*";
        context.CacheVaryByRules.VaryByValues["base"] = request.PathBase;
        context.CacheVaryByRules.VaryByValues["encoding"] = Encoding(context.HttpContext);
        context.Tags.Add(Tag);
        return ValueTask.CompletedTask;
    }

    public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;

    public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        var response = context.HttpContext.Response;
        if (response.StatusCode != StatusCodes.Status200OK
            || response.Headers.SetCookie.Count > 0
            || response.Headers.CacheControl.ToString().Contains("no-store", StringComparison.OrdinalIgnoreCase)
            || context.HttpContext.User.Identity?.IsAuthenticated == true)
        {
            context.AllowCacheStorage = false;
        }

        return ValueTask.CompletedTask;
    }

    // Asked of what compresses the answer: read here a second time, « Accept-Encoding: * » kept a compressed page for who reads none.
    private static string Encoding(HttpContext http)
    {
        var compression = http.RequestServices.GetRequiredService<IResponseCompressionProvider>();
        return compression.CheckRequestAcceptsCompression(http) && compression.GetCompressionProvider(http) is { } chosen ? chosen.EncodingName : "";
    }
}
