using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using RepairNet.Application.Common;
using RepairNet.Application.MutualHelp;
using RepairNet.Application.MutualHelp.Contract;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.MutualHelp;
using RepairNet.Domain.Repairs;
using RepairNet.Web.Shell.Tags;

namespace RepairNet.Web.Pages.MutualHelp;

/// <summary>What the forms of mutual help give to choose from.</summary>
internal static class HelpChoices
{
    /// <summary>Every category, by name.</summary>
    public static IEnumerable<SelectListItem> Categories(Texts t, EquipmentCatalogue equipment) =>
        equipment.Categories.Select(c => new SelectListItem(HelpWords.Category(t, equipment, c.Code), c.Code))
            .OrderBy(c => c.Text, StringComparer.Create(CultureInfo.GetCultureInfo(t.Language == Language.English ? "en" : "fr"), ignoreCase: true)).Prepend(new SelectListItem(t["Choisissez"], ""));

    public static IEnumerable<SelectListItem> Lengths(Texts t) => HelpPost.Lengths.Select(days => new SelectListItem(t["{0} jours", days], days.ToString(CultureInfo.InvariantCulture)));

    public static IEnumerable<Choice> Outcomes(Texts t) =>
        new[] { RepairOutcome.Fixed, RepairOutcome.Repairable, RepairOutcome.EndOfLife, RepairOutcome.Unknown }.Select(o => new Choice(o.Code(), HelpWords.Outcome(t, o)));

    public static IEnumerable<Choice> Reasons(Texts t) => Enum.GetValues<HelpReportReason>().Select(r => new Choice(HelpNames.Name(r), HelpWords.Reason(t, r)));

    /// <summary>The lines of what someone wrote.</summary>
    public static IEnumerable<string> Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
