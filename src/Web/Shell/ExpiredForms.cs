using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace RepairNet.Web.Shell;

/// <summary>Why a form is given back.</summary>
internal enum GivenBack
{
    /// <summary>Its proof of origin is no longer good: the page was open for days, the cookie was cleared, the keys changed.</summary>
    Expired,

    /// <summary>Whoever sent it was signed in no more.</summary>
    SignedOut,

    /// <summary>What it was about is no longer offered.</summary>
    Gone,

    /// <summary>What it was about is not there, or not for who sent it.</summary>
    Missing,

    /// <summary>More came from its network than is taken in at once (<see cref="Identity.Limits"/>).</summary>
    TooSoon,
}

/// <summary>
/// A form that came too late, or too soon. What was typed is given back, in a new form where it can be sent again, but only to a request that came from our own
/// pages, as far as the browser says.
/// </summary>
internal sealed partial class ExpiredForms : IAlwaysRunResultFilter
{
    private const int MostFields = 200;
    private const int MostCharacters = 20_000;
    private const string TokenField = "__RequestVerificationToken";

    /// <summary>Name of the field that says that a form was given back because its session had ended: whoever signed in since is shown it once more.</summary>
    public const string AgainField = "rendu";

    private static readonly object Key = new();

    /// <summary>Why the form that was sent is given back; null where it is not.</summary>
    public static GivenBack? WhyOf(HttpContext context) => (GivenBack?)context.Items[Key];

    /// <summary>
    /// Notes that a form was sent after the session ended. Says whether there is anything to show of it: a press on a button alone is soon done again.
    /// </summary>
    public static bool NoteSignedOut(HttpContext context) => Note(context, GivenBack.SignedOut);

    /// <summary>What the form was about is no longer offered: nothing was done, and what was written is shown to whoever wrote it here.</summary>
    public static NotFoundResult Gone(PageModel page)
    {
        Note(page.HttpContext, GivenBack.Gone);
        return page.NotFound();
    }

    /// <summary>What the form was about is over, and its page says so, with 410: what was written is given back with that status, and the page where nothing was.</summary>
    public static IActionResult Over(PageModel page)
    {
        page.Response.StatusCode = StatusCodes.Status410Gone;
        return Note(page.HttpContext, GivenBack.Gone) ? page.StatusCode(StatusCodes.Status410Gone) : page.Page();
    }

    private static bool Note(HttpContext context, GivenBack why)
    {
        // A form with files was read by nobody, and for a stranger none is: FormReader leaves it to a page that is not reached.
        var isShown = HttpMethods.IsPost(context.Request.Method) && context.Features.Get<IFormFeature>()?.Form is not null && CameFromHere(context.Request) && Written(context).Any();
        if (isShown)
        {
            context.Items[Key] = why;
        }

        return isShown;
    }

    /// <summary>Notes that a form came sooner than its network may send one: nothing was done, and it is offered again, to be sent later.</summary>
    public static void NoteTooSoon(HttpContext context)
    {
        if (context.Features.Get<IFormFeature>()?.Form is not null && Typed(context).Any(IsAnswer))
        {
            context.Items[Key] = GivenBack.TooSoon;
        }
    }

    public void OnResultExecuting(ResultExecutingContext context)
    {
        // Of a form that broke off on its way, no field was read, and the proof not found for that alone.
        if (context.Result is Microsoft.AspNetCore.Mvc.Core.Infrastructure.IAntiforgeryValidationFailedResult && !IsCutShort(context.HttpContext))
        {
            context.HttpContext.Items[Key] = GivenBack.Expired;
        }
        else if (context.Result is NotFoundResult && WhyOf(context.HttpContext) is null && IsOfKnownForm(context.HttpContext))
        {
            Note(context.HttpContext, GivenBack.Missing);
        }
    }

    public void OnResultExecuted(ResultExecutedContext context)
    {
    }

    /// <summary>Whether something was written in a field that this process has shown: a button alone is no answer to give back.</summary>
    private static bool IsOfKnownForm(HttpContext context) =>
        context.RequestServices.GetService<FormWords>() is { } words
        && FormWords.PageOf(context.GetEndpoint()) is { } page
        && context.Features.Get<IFormFeature>()?.Form is not null
        && Written(context).Any(field => words.LabelOf(page, field.Key) is not null);

    private static bool IsCutShort(HttpContext context) => context.Request.HasFormContentType && context.Features.Get<IFormFeature>()?.Form is null;

    /// <summary>Whether the form was given back before, when its session had ended: it has not expired, its sender has signed in.</summary>
    public static bool WasGivenBack(HttpContext context) => context.Request.HasFormContentType && context.Request.Form.ContainsKey(AgainField);

    /// <summary>Whether files came with it: no page can choose them again for who sent them.</summary>
    public static bool HadFiles(HttpContext context) => context.Request.HasFormContentType && context.Request.Form.Files.Count > 0;

    /// <summary>The fields that may be offered again, without the files; none when the form came from elsewhere, holds a password or is too long.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Typed(HttpContext context)
    {
        var request = context.Request;
        if (!request.HasFormContentType || !CameFromHere(request))
        {
            return [];
        }

        var fields = request.Form
            .Where(field => field.Key is not (TokenField or AgainField))
            .SelectMany(field => field.Value, (field, value) => KeyValuePair.Create(field.Key, value ?? ""))
            .ToList();
        return fields.Count <= MostFields && fields.Sum(field => field.Key.Length + field.Value.Length) <= MostCharacters && !fields.Exists(field => IsSecret(field.Key))
            ? fields
            : [];
    }

    /// <summary>What of a form somebody wrote and may read again, also where the form cannot be offered again because it holds a secret.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Written(HttpContext context) =>
        context.Request.Form
            .Where(field => field.Key != TokenField && !IsSecret(field.Key))
            .SelectMany(field => field.Value, (field, value) => KeyValuePair.Create(field.Key, value ?? ""))
            .Where(IsAnswer)
            .TakeWhile((field, i) => i < MostFields && field.Value.Length <= MostCharacters);

    /// <summary>Whether somebody wrote it, as far as can be told: it is no number of ours, no instant, no stamp and no button.</summary>
    public static bool IsAnswer(KeyValuePair<string, string> field) =>
        field.Value.Trim().Length > 0
        && field.Key is not (AgainField or "version" or "returnUrl" or ShownStamp.Field or PressedButtons.Name or PressedButtons.Act or FormStamps.StampField or FormStamps.LureField)
        && !ByProgram.IsMatch(field.Value);

    /// <summary>An identifier, a key, an instant with its offset, or an identifier and an instant together.</summary>
    [GeneratedRegex(@"^(?:[0-9a-fA-F-]{32,}(?:\|\S*)?|\d{4}-\d\d-\d\dT\d\d:\d\d\S*)$")]
    private static partial Regex ByProgram { get; }

    /// <summary>Browsers of today say where a form comes from; those in text say it as they did before, or not at all, and run nobody's script.</summary>
    private static bool CameFromHere(HttpRequest request)
    {
        var here = $"{request.Scheme}://{request.Host}";
        return request.Headers.Origin.Count > 0 ? request.Headers.Origin is [{ } origin] && string.Equals(origin, here, StringComparison.OrdinalIgnoreCase)
            : request.Headers.Referer.Count > 0 ? request.Headers.Referer is [{ } referer] && referer.StartsWith(here + "/", StringComparison.OrdinalIgnoreCase)
            : !request.Headers.ContainsKey("Sec-Fetch-Site");
    }

    private static bool IsSecret(string name) =>
        name.Contains("password", StringComparison.OrdinalIgnoreCase)
        || name.Contains("passe", StringComparison.OrdinalIgnoreCase)
        || name.Equals("code", StringComparison.OrdinalIgnoreCase)
        || name.Equals("codeOuSecours", StringComparison.OrdinalIgnoreCase);
}
