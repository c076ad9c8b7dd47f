using System.Text;
using Microsoft.Net.Http.Headers;

namespace RepairNet.Web.Api;

/// <summary>Refuses a body in an encoding that nobody here reads, before anything trips on it.</summary>
internal sealed class ReadableBodies(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) && !IsReadable(context.Request))
        {
            // ErrorAnswers writes the problem document.
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return Task.CompletedTask;
        }

        return next(context);
    }

    private static bool IsReadable(HttpRequest request)
    {
        if (request.Headers.ContentEncoding is { Count: > 0 } encodings && encodings.Any(e => !string.Equals(e, "identity", StringComparison.OrdinalIgnoreCase)))
        {
            return false;
        }

        return HasKnownCharset(request);
    }

    /// <summary>Whether the letters of a body are written in a way that is read here, or none is said.</summary>
    internal static bool HasKnownCharset(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || type.Charset is not { Length: > 0 } charset)
        {
            return true;
        }

        try
        {
            var name = HeaderUtilities.RemoveQuotes(charset);
            Encoding.GetEncoding(name.ToString());
            if (name.Length < charset.Length)
            {
                // Quotes are allowed there, and the reader of JSON trips on them.
                type.Charset = name;
                request.ContentType = type.ToString();
            }

            return true;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            // UTF-7 is known, and read nowhere.
            return false;
        }
    }
}
