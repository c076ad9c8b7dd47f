using RepairNet.Application.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.MutualHelp;
using RepairNet.Domain.Repairs;

namespace RepairNet.Application.MutualHelp;

/// <summary>How letters, pages and feeds say what a post is.</summary>
public static class HelpWords
{
    /// <summary>« Je peux aider », « Je cherche ».</summary>
    public static string Kind(Texts t, HelpKind kind) => kind switch
    {
        HelpKind.Offer => t["Je peux aider"],
        HelpKind.Request => t["Je cherche de l’aide"],
    };

    /// <summary>« Je peux aider : grille-pain ».</summary>
    public static string Title(Texts t, EquipmentCatalogue equipment, HelpKind kind, string categoryCode)
    {
        var what = Category(t, equipment, categoryCode);
        return kind switch
        {
            HelpKind.Offer => t["Je peux aider : {0}", what],
            HelpKind.Request => t["Je cherche de l’aide : {0}", what],
        };
    }

    public static string Category(Texts t, EquipmentCatalogue equipment, string code) =>
        equipment.FindCategory(code) is { } category ? (t.Language == Language.English ? category.NameEn : category.NameFr) : code;

    public static string Outcome(Texts t, RepairOutcome outcome) => outcome switch
    {
        RepairOutcome.Fixed => t["Réparé"],
        RepairOutcome.Repairable => t["Réparable, pas encore réparé"],
        RepairOutcome.EndOfLife => t["En fin de vie"],
        RepairOutcome.Unknown => t["On ne sait pas"],
    };

    public static string Reason(Texts t, HelpReportReason reason) => reason switch
    {
        HelpReportReason.Selling => t["On y vend quelque chose"],
        HelpReportReason.Trap => t["Cela ressemble à un piège"],
        HelpReportReason.Hurtful => t["Les mots sont blessants"],
        HelpReportReason.PersonalData => t["Quelqu’un y est nommé ou reconnu"],
        HelpReportReason.Other => t["Autre chose"],
    };
}
