using Microsoft.AspNetCore.Mvc.Filters;

namespace RepairNet.Web.Shell;

/// <summary>
/// A form whose proof of origin is no longer good: the page was open for days, the cookie was cleared, the keys changed.
/// What was typed is given back in a new form, but only to a request that the browser says came from our own pages.
/// </summary>
internal sealed class ExpiredForms : IAlwaysRunResultFilter
{
    private const int MostFields = 80;
    private const int MostCharacters = 20_000;
    private const string TokenField = "__RequestVerificationToken";

    private static readonly object Key = new();

    public static bool IsExpired(HttpContext context) => context.Items.ContainsKey(Key);

    public void OnResultExecuting(ResultExecutingContext context)
    {
        if (context.Result is Microsoft.AspNetCore.Mvc.Core.Infrastructure.IAntiforgeryValidationFailedResult)
        {
            context.HttpContext.Items[Key] = true;
        }
    }

    public void OnResultExecuted(ResultExecutedContext context)
    {
    }

    /// <summary>The fields that may be offered again; none when the form came from elsewhere, holds a password or is too long.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Typed(HttpContext context)
    {
        var request = context.Request;
        if (!request.HasFormContentType || !CameFromHere(request) || request.Form.Files.Count > 0)
        {
            return [];
        }

        var fields = request.Form
            .Where(field => field.Key != TokenField)
            .SelectMany(field => field.Value, (field, value) => KeyValuePair.Create(field.Key, value ?? ""))
            .ToList();
        return fields.Count <= MostFields && fields.Sum(field => field.Key.Length + field.Value.Length) <= MostCharacters && !fields.Exists(field => IsSecret(field.Key))
            ? fields
            : [];
    }

    private static bool CameFromHere(HttpRequest request) =>
        request.Headers.Origin is [{ } origin] && string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);

    private static bool IsSecret(string name) =>
        name.Contains("password", StringComparison.OrdinalIgnoreCase)
        || name.Contains("passe", StringComparison.OrdinalIgnoreCase)
        || name.Contains("code", StringComparison.OrdinalIgnoreCase);
}
