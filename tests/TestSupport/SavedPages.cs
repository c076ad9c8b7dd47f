using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;

namespace RepairNet.TestSupport;

/// <summary>
/// Keeps what pages answer while the tests run, for the checkers of HTML (<c>tools/check-html</c>): tests open every page, in every state, those behind
/// a secret link too. Only where <c>REPAIRNET_SAVE_PAGES</c> names a folder.
/// </summary>
internal sealed partial class SavedPages(string folder) : IStartupFilter
{
    /// <summary>Answers of one page and status that are worth reading; more would say the same.</summary>
    private const int MostOfOne = 60;

    private static readonly ConcurrentDictionary<string, int> Kept = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, bool> Known = new(StringComparer.Ordinal);

    /// <summary>Where to; null for nowhere.</summary>
    public static string? Folder { get; } = Environment.GetEnvironmentVariable("REPAIRNET_SAVE_PAGES") is { Length: > 0 } named ? named : null;

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(async (context, then) =>
        {
            var body = context.Response.Body;
            using var copy = new MemoryStream();
            context.Response.Body = copy;
            try
            {
                await then(context);
            }
            finally
            {
                context.Response.Body = body;
                copy.Position = 0;
                await copy.CopyToAsync(body, context.RequestAborted);
            }

            if (context.Response.ContentType?.StartsWith("text/html", StringComparison.Ordinal) == true && context.Response.Headers.ContentEncoding.Count == 0 && copy.Length > 0)
            {
                await KeepAsync(context, copy.ToArray());
            }
        });
        next(app);
    };

    private async Task KeepAsync(HttpContext context, byte[] html)
    {
        if (context.GetEndpoint() is not RouteEndpoint endpoint || endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not { } page
            || page.ViewEnginePath == "/Impact/Fragment" || IsTypedToHarm(context.Request.QueryString.Value ?? "", Encoding.UTF8.GetString(html)))
        {
            // A part that other sites put in theirs is no page.
            return;
        }

        var name = $"{page.AttributeRouteInfo?.Template ?? page.ViewEnginePath}-{context.Response.StatusCode}".Replace('/', '_').Replace(':', '_');
        if (Known.TryAdd(name + Convert.ToHexString(SHA256.HashData(html)), true) && Kept.AddOrUpdate(name, 1, (_, count) => count + 1) is var count && count <= MostOfOne)
        {
            Directory.CreateDirectory(folder);
            await File.WriteAllBytesAsync(Path.Combine(folder, $"{name}-{count:D2}.html"), html);
        }
    }

    /// <summary>Control characters, which no field of a browser sends, come back as references that no valid page has: what is asked of these is that they do no harm.</summary>
    private static bool IsTypedToHarm(string query, string html) =>
        html.Contains(HostileText.Mark, StringComparison.Ordinal) || query.Any(char.IsControl) || ControlCharacter().IsMatch(html);

    [GeneratedRegex("&#x(?:[0-8BCEF]|1[0-9A-F]|7F|8[0-9A-F]|9[0-9A-F]);")]
    private static partial Regex ControlCharacter();
}
