using NodaTime.Text;
using RepairNet.Application.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Web.Pages.Directory;

namespace RepairNet.Web.Shell;

/// <summary>An answer of a form that is given back to who sent it.</summary>
/// <param name="Label">What the form calls it; null where that is not known.</param>
/// <param name="Values">In the words of the form, as far as they are known.</param>
public sealed record GivenAnswer(string? Label, IReadOnlyList<string> Values)
{
    /// <param name="page">The page whose form it is (<see cref="FormWords.PageOf"/>).</param>
    /// <param name="fields">As they were sent, what somebody wrote only.</param>
    internal static IReadOnlyList<GivenAnswer> Of(HttpContext context, string? page, IEnumerable<KeyValuePair<string, string>> fields, Texts texts)
    {
        // Asked for only where there is something to name: what says that something went wrong needs as little as can be.
        var words = context.RequestServices.GetService<FormWords>();
        return
        [
            .. fields.GroupBy(field => field.Key).Select(field => new GivenAnswer(
                words?.LabelOf(page, field.Key) is { } label ? texts[label] : null,
                [.. field.Select(f => words?.ChoiceOf(page, f.Key, f.Value, texts.Language) ?? InWords(context, f.Value, texts))])),
        ];
    }

    /// <summary>What somebody wrote in the form that was just sent. Where its fields are known, what has no name is a button, and no answer.</summary>
    /// <param name="page">The page whose form it is (<see cref="FormWords.PageOf"/>).</param>
    internal static IReadOnlyList<GivenAnswer> WrittenOf(HttpContext context, string? page, Texts texts)
    {
        var all = Of(context, page, ExpiredForms.Written(context), texts);
        List<GivenAnswer> named = [.. all.Where(answer => answer.Label is not null)];
        return named.Count > 0 ? named : all;
    }

    private static string InWords(HttpContext context, string value, Texts texts) =>
        value == "true" ? texts["Oui"]
        : LocalDatePattern.Iso.Parse(value) is { Success: true, Value: var day } ? texts.Display.PlainDate(day)
        : context.RequestServices.GetService<EquipmentCatalogue>()?.FindCategory(value)?.Name(texts) ?? value;
}
