using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace RepairNet.Web.Shell;

/// <summary>
/// What other sites and readers fetch again and again: kept for ten minutes by whoever fetched it, then asked for with its tag and not sent
/// again while it stays the same.
/// </summary>
internal static class Revalidation
{
    private const string Kept = "public, max-age=600";

    /// <summary>The content, or 304 to whoever has it already.</summary>
    public static IActionResult Answer(HttpContext context, string content, string contentType) =>
        IsKnown(context, content) ? new StatusCodeResult(StatusCodes.Status304NotModified) : new ContentResult { Content = content, ContentType = contentType, StatusCode = StatusCodes.Status200OK };

    /// <summary>The same for a call of the API.</summary>
    public static IResult Result(HttpContext context, string content, string contentType) =>
        IsKnown(context, content) ? Results.StatusCode(StatusCodes.Status304NotModified) : Results.Text(content, contentType, Encoding.UTF8);

    /// <summary>Writes the headers, and tells whether the visitor has this very content. The tag is weak: compressed or not, it is the same.</summary>
    public static bool IsKnown(HttpContext context, string content)
    {
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)).AsSpan(0, 12))}\"", isWeak: true);
        context.Response.Headers.CacheControl = Kept;
        context.Response.Headers.ETag = tag.ToString();
        return EntityTagHeaderValue.TryParseList([.. context.Request.Headers.IfNoneMatch.OfType<string>()], out var known)
            && known.Any(k => k.Equals(EntityTagHeaderValue.Any) || k.Compare(tag, useStrongComparison: false));
    }
}
