using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RepairNet.Application.Common;

namespace RepairNet.Web.Shell;

/// <summary>
/// What a form showed when it was opened, in a few signs that travel with it: of two people who change one record, the second is told, and does
/// not undo without knowing what the first wrote. The form shown again has the stamp of today: sent once more, it is what they want.
/// </summary>
internal static class ShownStamp
{
    /// <summary>Name of the hidden field.</summary>
    public const string Field = "vu";

    private const int Signs = 16;

    private static readonly string ChangedMeanwhile = Texts.Key("Quelqu’un a changé cela depuis que vous avez ouvert cette page : rien n’est enregistré. Comparez dans un autre onglet. Enregistrer de nouveau garde vos réponses.");

    /// <param name="shown">All that the form lets change, as it is known now.</param>
    public static string Of(params IEnumerable<object?> shown) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(shown)))[..Signs];

    /// <summary>
    /// Whether the form that was sent showed something else than this. A form that says nothing showed nothing; one whose button was pressed twice is not old by its first press.
    /// </summary>
    public static bool IsStale(HttpRequest request, string? now)
    {
        if (request.Form[Field] is not [{ Length: > 0 } seen])
        {
            return false;
        }

        var sent = request.HttpContext.RequestServices.GetRequiredService<SentForms>();
        if (seen != now)
        {
            return !sent.HasTaken(request);
        }

        sent.Take(request);
        return false;
    }

    /// <summary>The form again, with what was typed.</summary>
    public static PageResult Stale(PageModel page)
    {
        page.ModelState.AddModelError("", ChangedMeanwhile);
        page.Response.StatusCode = StatusCodes.Status409Conflict;
        return page.Page();
    }
}
