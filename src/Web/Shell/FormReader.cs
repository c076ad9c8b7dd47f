using RepairNet.Web.Api;

namespace RepairNet.Web.Shell;

/// <summary>
/// Reads a typed form before anything looks at it, so that one too large or unreadable is refused for what it is and not
/// taken for a form that expired. Files and JSON are left to those who expect them.
/// </summary>
internal sealed class FormReader(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.HasFormContentType && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)))
        {
            // Whoever only reads sends no form: pages would bind it all the same.
            request.ContentType = null;
        }

        if (request.HasFormContentType && !ReadableBodies.HasKnownCharset(request))
        {
            // Nor does the page that says so read it.
            request.ContentType = null;
            throw new BadHttpRequestException("A form is written in letters that are not read here.", StatusCodes.Status415UnsupportedMediaType);
        }

        if (HttpMethods.IsPost(request.Method) && request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true)
        {
            var form = await request.ReadFormAsync(context.RequestAborted);
            if (form.Any(field => HoldsNull(field.Key) || field.Value.Any(HoldsNull)))
            {
                throw new BadHttpRequestException("A form holds a null character.");
            }
        }

        if (HttpMethods.IsPost(request.Method) && request.HasFormContentType && request.ContentLength > ImportsApi.MaxBody)
        {
            throw new BadHttpRequestException("A form is larger than any file.", StatusCodes.Status413PayloadTooLarge);
        }

        // No database stores a null character in a text; nobody types one.
        if (request.QueryString.Value?.Contains("%00", StringComparison.Ordinal) == true)
        {
            throw new BadHttpRequestException("A query holds a null character.");
        }

        await next(context);
    }

    /// <summary>Whether a text holds what nobody types and no database stores.</summary>
    public static bool HoldsNull(string? text) => text?.Contains('\0') == true;
}
