using RepairNet.Application.Common;
using RepairNet.Domain.Impact;
using RepairNet.Web.Drawing;

namespace RepairNet.Web.Pages.Impact;

/// <summary>The figures of a territory in one line: page, badge, fragment and feed say the same.</summary>
internal static class ImpactWords
{
    /// <summary>« 1 234 objets réparés ».</summary>
    public static string Repaired(ImpactFigures figures, Texts t) => t.Plural(figures.Repairs.Fixed, "{0} objet réparé", "{0} objets réparés");

    /// <summary>« 5 600 kg de déchets électriques évités en 2026 ».</summary>
    public static string Avoided(ImpactFigures figures, string when, Texts t) => t["{0} de déchets électriques évités en {1}", t.Display.Weight(figures.EWasteDiverted.Kg.Central), when];

    /// <summary>The two lines under the name of the territory, as an image.</summary>
    public static string Badge(BalanceView view, Texts t) =>
        BadgeDrawing.Draw(view.Balance.TerritoryName, Repaired(view.Whole, t), Avoided(view.Whole, view.When, t), t);

    /// <summary>Both.</summary>
    public static string InShort(ImpactFigures figures, string when, Texts t) => $"{Repaired(figures, t)}, {Avoided(figures, when, t)}";
}
