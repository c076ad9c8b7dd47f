using RepairNet.Domain.Equipment;
using RepairNet.Domain.Repairs;

namespace RepairNet.Domain.Impact;

/// <summary>A number of repairs that every figure treats alike.</summary>
public readonly record struct ImpactCell(
    string CategoryCode,
    RepairOutcome Outcome,
    Provenance Provenance,
    string FactorSet,
    bool IsReturn,
    long Count,
    long MassMg);

/// <summary>How many objects came, by what became of them. Returns are in none.</summary>
public readonly record struct RepairCounts(long Fixed, long Repairable, long EndOfLife, long Unknown)
{
    public long Total => Fixed + Repairable + EndOfLife + Unknown;

    /// <summary>All but those that work again.</summary>
    public long NotFixed => Total - Fixed;

    /// <summary>The part that works again, from 0 to 1. Null where nothing was brought, and where what corrections took back from a closed period leaves no part of a whole.</summary>
    public decimal? FixedShare => Total > 0 && Fixed >= 0 && Fixed <= Total ? (decimal)Fixed / Total : null;

    internal RepairCounts Opposite => new(-Fixed, -Repairable, -EndOfLife, -Unknown);

    internal RepairCounts With(RepairCounts other) => new(Fixed + other.Fixed, Repairable + other.Repairable, EndOfLife + other.EndOfLife, Unknown + other.Unknown);
}

/// <summary>Kilograms kept from waste, with where they come from: weighed + declared + averaged = central, always.</summary>
public readonly record struct DivertedMass(Estimate Kg, decimal WeighedKg, decimal DeclaredKg, decimal AveragedKg, long ItemsWithoutWeight)
{
    /// <summary>Whether where they come from has parts of a whole: what corrections took back from a closed period may be more than what came.</summary>
    public bool HasShares => Kg.Central > 0 && WeighedKg >= 0 && DeclaredKg >= 0 && AveragedKg >= 0;

    internal DivertedMass Opposite => new(Kg * -1, -WeighedKg, -DeclaredKg, -AveragedKg, -ItemsWithoutWeight);

    internal DivertedMass With(DivertedMass other) => new(
        Kg + other.Kg, WeighedKg + other.WeighedKg, DeclaredKg + other.DeclaredKg, AveragedKg + other.AveragedKg, ItemsWithoutWeight + other.ItemsWithoutWeight);
}

/// <summary>Kilograms of CO₂e avoided.</summary>
public readonly record struct AvoidedCo2e(Estimate Kg, long ItemsWithoutFootprint);

/// <summary>The figures of some repairs.</summary>
public readonly record struct ImpactFigures(RepairCounts Repairs, DivertedMass Diverted, DivertedMass EWasteDiverted, AvoidedCo2e Co2e)
{
    /// <summary>The figures of a whole from those of its parts: all are exact sums.</summary>
    public static ImpactFigures Sum(IEnumerable<ImpactFigures> parts)
    {
        ImpactFigures whole = default;
        foreach (var part in parts)
        {
            whole = new ImpactFigures(
                whole.Repairs.With(part.Repairs),
                whole.Diverted.With(part.Diverted),
                whole.EWasteDiverted.With(part.EWasteDiverted),
                new AvoidedCo2e(whole.Co2e.Kg + part.Co2e.Kg, whole.Co2e.ItemsWithoutFootprint + part.Co2e.ItemsWithoutFootprint));
        }

        return whole;
    }

    /// <summary>The figures of a whole after some of its parts changed, to the last digit those that a new sum would give.</summary>
    /// <param name="before">Those parts as they were; nothing for one that was not there.</param>
    /// <param name="now">Those parts as they are.</param>
    public ImpactFigures Changed(IEnumerable<ImpactFigures> before, IEnumerable<ImpactFigures> now) => Sum([this, Sum(now), Sum(before).Opposite]);

    private ImpactFigures Opposite => new(Repairs.Opposite, Diverted.Opposite, EWasteDiverted.Opposite, new AvoidedCo2e(Co2e.Kg * -1, -Co2e.ItemsWithoutFootprint));
}

/// <summary>
/// From counts to figures. Exact decimals and plain sums: the figures of a whole are the sums of those of its parts, however it is cut.
/// </summary>
public static class ImpactCalculation
{
    /// <summary>The figures of some cells.</summary>
    /// <param name="cells">What was recorded.</param>
    /// <param name="catalogue">Categories and factor sets.</param>
    /// <param name="factors">A set to compute everything with, or null to keep for each cell the set it was recorded with.</param>
    public static ImpactFigures Of(IEnumerable<ImpactCell> cells, EquipmentCatalogue catalogue, FactorSet? factors = null)
    {
        ImpactSum sum = default;
        var set = factors;
        foreach (var cell in cells)
        {
            if (cell.IsReturn)
            {
                continue;
            }

            if (cell.Outcome == RepairOutcome.Fixed && factors is null && set?.Key != cell.FactorSet)
            {
                set = catalogue.FactorSet(cell.FactorSet);
            }

            sum.Add(cell.Outcome, cell.Outcome == RepairOutcome.Fixed ? set!.Units(catalogue.Category(cell.CategoryCode), cell.Provenance) : null, cell.Count, cell.MassMg);
        }

        return sum.Figures;
    }
}
