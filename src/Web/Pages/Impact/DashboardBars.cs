using RepairNet.Application.Common;
using RepairNet.Application.Impact;
using RepairNet.Domain.Impact;

namespace RepairNet.Web.Pages.Impact;

/// <summary>What the chart of one cut of the dashboard draws: never a part smaller than one it leaves out, and what is left out is said.</summary>
/// <param name="Rows">For <see cref="Drawing.BarChart"/>.</param>
/// <param name="Note">What is not drawn, in a sentence; null where everything is.</param>
public sealed record DashboardBars(IReadOnlyList<(string Name, string Written, decimal Value)> Rows, string? Note)
{
    /// <summary>Bars that a chart has room for; the others are said: as one bar they would dwarf every one that has a name.</summary>
    public const int Most = 12;

    /// <param name="parts">In the order of the table that follows.</param>
    /// <param name="shown">What the bars measure.</param>
    public static DashboardBars Of(IReadOnlyList<DashboardPart> parts, Func<ImpactFigures, long> shown, ImpactGrouping grouping, Texts t)
    {
        var some = parts.Where(p => shown(p.Figures) > 0).Select(p => (Name: p.Label, Value: shown(p.Figures))).ToList();
        if (grouping == ImpactGrouping.Month)
        {
            // Months added up as one bar would look like a month: the latest are drawn, as on the page of the territory.
            return new DashboardBars([.. some.TakeLast(Most).Select(Row)], some.Count > Most ? t["Les douze derniers mois. Le tableau les donne tous."] : null);
        }

        // One left out takes no more room drawn than as « the others ».
        var most = some.Count == Most + 1 ? some.Count : Most;
        List<(string Name, long Value)> bars = grouping is ImpactGrouping.Weee6 or ImpactGrouping.R543172 && some.Count <= most ? some : [.. some.OrderByDescending(p => p.Value).Take(most)];
        var rest = some.Count - bars.Count;
        return new DashboardBars([.. bars.Select(Row)], rest > 0 ? t["Hors du dessin, les {0} autres : {1} objets ensemble.", rest, t.Display.Number(some.Sum(p => p.Value) - bars.Sum(p => p.Value))] : null);

        (string, string, decimal) Row((string Name, long Value) bar) => (bar.Name, t.Display.Number(bar.Value), bar.Value);
    }
}
