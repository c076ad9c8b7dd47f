using RepairNet.Domain.Equipment;
using RepairNet.Domain.Repairs;

namespace RepairNet.Domain.Impact;

/// <summary>Repaired items whose weight comes from the same place.</summary>
/// <param name="Source">Where it comes from; null for items that no source gives a weight.</param>
/// <param name="Items">How many.</param>
/// <param name="Kg">Their kilograms; nothing without a source.</param>
public sealed record OriginPart(Provenance? Source, long Items, Estimate Kg);

/// <summary>Repaired items counted with the same factor set.</summary>
/// <param name="FactorSet">Its key.</param>
/// <param name="Items">How many.</param>
public sealed record OriginSet(string FactorSet, long Items);

/// <summary>What kilograms are made of: how many items were weighed, declared or averaged, and with which factor sets.</summary>
/// <param name="Parts">Weighed, declared, averaged, without weight, in this order, empty ones included. Their kilograms add up to the figure.</param>
/// <param name="Sets">The sets, by key.</param>
public sealed record FigureOrigins(IReadOnlyList<OriginPart> Parts, IReadOnlyList<OriginSet> Sets)
{
    public long Items => Parts.Sum(p => p.Items);

    /// <summary>What the kilograms of some cells are made of.</summary>
    /// <param name="cells">What was recorded.</param>
    /// <param name="catalogue">Categories and factor sets.</param>
    /// <param name="poweredOnly">Of electrical waste alone.</param>
    public static FigureOrigins Of(IEnumerable<ImpactCell> cells, EquipmentCatalogue catalogue, bool poweredOnly)
    {
        var counted = cells.Where(c => !c.IsReturn && c.Outcome == RepairOutcome.Fixed && (!poweredOnly || catalogue.Category(c.CategoryCode).Powered))
            .Select(c => (Cell: c, Amount: catalogue.FactorSet(c.FactorSet).Amount(catalogue.Category(c.CategoryCode), c.Provenance, c.Count, new Common.Mass(c.MassMg))))
            .ToList();
        return new FigureOrigins(
            [
                .. Enum.GetValues<Provenance>().Select(source => new OriginPart(
                    source,
                    counted.Where(c => c.Amount.Source == source).Sum(c => c.Cell.Count - c.Amount.ItemsWithoutWeight),
                    counted.Where(c => c.Amount.Source == source).Aggregate(default(Estimate), (sum, c) => sum + c.Amount.Kg))),
                new OriginPart(null, counted.Sum(c => c.Amount.ItemsWithoutWeight), default),
            ],
            [.. counted.GroupBy(c => c.Cell.FactorSet, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new OriginSet(g.Key, g.Sum(c => c.Cell.Count)))]);
    }
}
