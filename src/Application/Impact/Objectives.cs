using Microsoft.EntityFrameworkCore;
using RepairNet.Application.Common;
using RepairNet.Domain.Impact;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Impact;

/// <summary>The words of measures outside.</summary>
public static class ObjectiveWords
{
    /// <summary>« repaired-items », « ewaste-kg », « ewaste-kg-per-inhabitant ».</summary>
    public static string Code(this ObjectiveMeasure measure) => measure switch
    {
        ObjectiveMeasure.RepairedItems => "repaired-items",
        ObjectiveMeasure.EWasteKg => "ewaste-kg",
        ObjectiveMeasure.EWasteKgPerInhabitant => "ewaste-kg-per-inhabitant",
    };
}

/// <summary>Reads what territories want to reach.</summary>
internal sealed class ObjectiveReader(RepairNetDb db)
{
    /// <summary>The objectives of a year in the order of the measures, with what these figures reach of them.</summary>
    public async Task<IReadOnlyList<ObjectiveProgress>> ProgressAsync(TerritoryKey territory, int year, ImpactFigures figures, long? population, CancellationToken cancellationToken)
    {
        var key = territory.ToString();
        var set = await db.Objectives.AsNoTracking().Where(o => o.Territory == key && o.Year == year).ToListAsync(cancellationToken);
        return [.. set.OrderBy(o => o.Measure).Select(o => new ObjectiveProgress(o.Measure, o.Target, Objective.Reached(o.Measure, figures, population)))];
    }
}
