using RepairNet.Application.Common;

namespace RepairNet.Web.Shell;

/// <summary>
/// The language of a request, read from its address: <c>/en/…</c> is English, all else French. The prefix moves to the
/// path base, so that every generated link keeps it and no route needs to know.
/// </summary>
internal sealed class RequestLanguage(RequestDelegate next)
{
    public const string EnglishPrefix = "/en";

    private static readonly object Key = new();

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        context.Items[Key] = new Chosen(Language.French, request.PathBase);
        if (request.Path.StartsWithSegments(EnglishPrefix, StringComparison.Ordinal, out var rest))
        {
            context.Items[Key] = new Chosen(Language.English, request.PathBase);
            request.PathBase += EnglishPrefix;
            request.Path = rest.HasValue ? rest : "/";
        }

        return next(context);
    }

    public static Language Of(HttpContext? context) => (context?.Items[Key] as Chosen)?.Language ?? Language.French;

    /// <summary>The path under which the site is mounted, without the language.</summary>
    public static PathString Root(HttpContext context) => (context.Items[Key] as Chosen)?.Root ?? context.Request.PathBase;

    private sealed record Chosen(Language Language, PathString Root);
}
