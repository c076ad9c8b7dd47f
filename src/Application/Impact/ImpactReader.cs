using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using RepairNet.Application.Common;
using RepairNet.Application.Repairs.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Impact;
using RepairNet.Domain.Repairs;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Impact;

/// <summary>What to add up: a territory and the local days from one to another, both included; of one organisation or one category where they are given.</summary>
internal sealed record ImpactScope(TerritoryKey Territory, LocalDate? From, LocalDate? To, OrganisationId? Organisation = null, string? Category = null);

/// <summary>Reads cells of the roll-up, added up from memory, and turns them into figures.</summary>
internal sealed class ImpactReader(RepairNetDb db, CurrentImpactCube cube, EquipmentCatalogue catalogue)
{
    /// <summary>The cells of a scope, each with the key of the part it belongs to.</summary>
    public async Task<IReadOnlyList<(string Part, ImpactCell Cell)>> CellsAsync(
        TerritoryIndex territories, ImpactScope scope, ImpactGrouping grouping, CancellationToken cancellationToken)
    {
        var parts = (await cube.GetAsync(cancellationToken)).Sum(Slice(territories, scope), grouping);
        return grouping switch
        {
            ImpactGrouping.Category or ImpactGrouping.Weee6 or ImpactGrouping.R543172 =>
                [.. parts.SelectMany(p => p.Cells.Select(c => (ImpactGroup.KeyOf(p.Any with { CategoryCode = c.CategoryCode }, grouping, catalogue), c)))],
            // What was written under the code of a commune merged since counts where that commune is today.
            ImpactGrouping.Commune =>
                [.. parts.SelectMany(p => Named(ImpactGroup.Commune(territories.Commune(p.Any.CommuneCode)?.Code ?? p.Any.CommuneCode), p))],
            _ => [.. parts.SelectMany(p => Named(ImpactGroup.KeyOf(p.Any, grouping, catalogue), p))],
        };

        static IEnumerable<(string, ImpactCell)> Named(string key, CubePart part) => part.Cells.Select(cell => (key, cell));
    }

    /// <summary>
    /// Cells cut by day or by organisation, with those the public is not shown alone moved to a wider part, as <see cref="SmallCounts"/> says.
    /// </summary>
    public async Task<IReadOnlyList<(string Part, ImpactCell Cell)>> MergeSmallAsync(
        IReadOnlyList<(string Part, ImpactCell Cell)> cells, TerritoryIndex territories, ImpactScope scope, ImpactGrouping grouping, CancellationToken cancellationToken)
    {
        var parts = PublicParts(cells);
        if (grouping == ImpactGrouping.Organisation)
        {
            var together = SmallCounts.Together(parts);
            return [.. cells.Select(c => together.Contains(c.Part) ? (SmallCounts.Others, c.Cell) : c)];
        }

        if (parts.Any(SmallCounts.IsTooSmall))
        {
            var days = (await cube.GetAsync(cancellationToken)).DaysOfSeveral(Slice(territories, scope), SmallCounts.Fewest);
            var shared = days.Select(LocalDatePattern.Iso.Format).ToHashSet(StringComparer.Ordinal);
            parts = [.. parts.Select(p => p with { IsAlone = !shared.Contains(p.Key) })];
        }

        var wider = SmallCounts.WiderDays(parts, scope.From, scope.To);
        return [.. cells.Select(c => (wider.GetValueOrDefault(c.Part, c.Part), c.Cell))];
    }

    /// <summary>The parts of some cells as they are judged before they are shown to the public.</summary>
    public static IReadOnlyList<PublicPart> PublicParts(IEnumerable<(string Part, ImpactCell Cell)> cells) =>
        [.. cells.GroupBy(c => c.Part, StringComparer.Ordinal).Select(g => new PublicPart(g.Key, g.Sum(c => Told(c.Cell)), IsAlone: true))];

    /// <summary>A weight corrected after its period was closed leaves a cell of no repair and some kilograms: it tells of one.</summary>
    private static long Told(ImpactCell cell) => cell.Count == 0 && cell.MassMg != 0 ? 1 : Math.Abs(cell.Count);

    /// <summary>The figures of some cells, with the set asked for or with their own.</summary>
    public ImpactFigures Figures(IEnumerable<ImpactCell> cells, FactorSet? factors) => ImpactCalculation.Of(cells, catalogue, factors);

    /// <summary>The parts of some cells, in the order people expect: time as it goes, waste by number, the rest by what it weighs.</summary>
    public async Task<IReadOnlyList<ImpactPart>> PartsAsync(
        IReadOnlyList<(string Part, ImpactCell Cell)> cells, ImpactGrouping grouping, FactorSet? factors, TerritoryIndex territories, Texts texts, CancellationToken cancellationToken)
    {
        if (grouping == ImpactGrouping.None)
        {
            return [];
        }

        var parts = cells.GroupBy(c => c.Part, StringComparer.Ordinal).Select(g => (g.Key, Figures: Figures(g.Select(c => c.Cell), factors))).Where(p => p.Figures != default).ToList();
        var names = grouping == ImpactGrouping.Organisation ? await OrganisationsAsync([.. parts.Select(p => p.Key).Where(k => k != SmallCounts.Others)], texts, cancellationToken) : [];
        var labelled = parts.Select(p => new ImpactPart(p.Key, Label(p.Key, grouping, territories, names, texts), p.Figures));
        return grouping is ImpactGrouping.Day or ImpactGrouping.Month or ImpactGrouping.Year or ImpactGrouping.Weee6 or ImpactGrouping.R543172
            // The other days of a month come after those that are told apart.
            ? [.. labelled.OrderBy(p => grouping == ImpactGrouping.Day && SmallCounts.IsRestOfMonth(p.Key) ? p.Key + "~" : p.Key, StringComparer.Ordinal)]
            : [.. labelled.OrderByDescending(p => p.Figures.Diverted.Kg.Central).ThenByDescending(p => p.Figures.Repairs.Total).ThenBy(p => p.Key, StringComparer.Ordinal)];
    }

    /// <summary>The sets that figures were made with.</summary>
    public string FactorsOf(IEnumerable<ImpactCell> cells, FactorSet? factors)
    {
        var used = factors is not null ? [factors.Key] : cells.Select(c => c.FactorSet).Distinct().Order(StringComparer.Ordinal).ToList();
        return used.Count == 0 ? catalogue.DefaultFactorSet.Key : string.Join('+', used);
    }

    private static CubeSlice Slice(TerritoryIndex territories, ImpactScope scope) => scope.Territory.Level == TerritoryLevel.Country
        ? new CubeSlice(null, scope.Territory.Code, scope.From, scope.To, scope.Organisation, scope.Category)
        : new CubeSlice(territories.CodesOf(scope.Territory), null, scope.From, scope.To, scope.Organisation, scope.Category);

    private async Task<Dictionary<string, string>> OrganisationsAsync(IReadOnlyCollection<string> keys, Texts texts, CancellationToken cancellationToken)
    {
        var ids = keys.Select(k => OrganisationId.From(Guid.Parse(k))).ToArray();
        var found = await db.Organisations.AsNoTracking().Where(o => ids.Contains(o.Id)).Select(o => new { o.Id, o.Name }).ToListAsync(cancellationToken);
        var names = found.ToDictionary(o => o.Id.ToString(), o => o.Name, StringComparer.Ordinal);
        if (names.Count < ids.Length)
        {
            foreach (var provider in await db.ImportedProviders.AsNoTracking().Where(p => ids.Contains(p.Id)).ToListAsync(cancellationToken))
            {
                names[provider.Id.ToString()] = texts["{0} (données importées)", provider.Name];
            }
        }

        return names;
    }

    private string Label(string key, ImpactGrouping grouping, TerritoryIndex territories, Dictionary<string, string> organisations, Texts texts) => grouping switch
    {
        ImpactGrouping.Day when key == SmallCounts.Others => texts["Autres jours"],
        ImpactGrouping.Day when SmallCounts.IsRestOfMonth(key) => texts["{0} : autres jours", MonthName(key, texts)],
        ImpactGrouping.Day => texts.Display.PlainDate(LocalDatePattern.Iso.Parse(key).Value),
        ImpactGrouping.Month => MonthName(key, texts),
        ImpactGrouping.Category => NameOf(catalogue.Category(key), texts),
        ImpactGrouping.Weee6 when key == ImpactGroup.NoKey => texts["Hors catégorie européenne"],
        ImpactGrouping.Weee6 => WasteName("EU6", key, texts),
        ImpactGrouping.R543172 when key == ImpactGroup.NoKey => texts["Hors catégorie R543-172"],
        ImpactGrouping.R543172 => WasteName("FR8", key, texts),
        ImpactGrouping.Barrier => RepairBarriers.TryParse(key, out var barrier) ? BarrierWords.Of(texts, barrier) : texts["Sans obstacle noté"],
        ImpactGrouping.Commune when key == ImpactGroup.NoKey => texts["Sans commune"],
        ImpactGrouping.Commune => FrenchPlaceName.Typographic(territories.Commune(key)?.Name ?? key),
        ImpactGrouping.Organisation when key == SmallCounts.Others => texts["Autres acteurs"],
        ImpactGrouping.Organisation => organisations.GetValueOrDefault(key, key),
        _ => key,
    };

    private static string MonthName(string key, Texts texts) =>
        texts.Display.Month(new YearMonth(int.Parse(key[..4], CultureInfo.InvariantCulture), int.Parse(key[5..], CultureInfo.InvariantCulture)));

    private static string NameOf(Category category, Texts texts) => texts.Language == Language.English ? category.NameEn : category.NameFr;

    private string WasteName(string scheme, string key, Texts texts)
    {
        var code = int.Parse(key, CultureInfo.InvariantCulture);
        var category = catalogue.WasteCategories.First(w => w.Scheme == scheme && w.Code == code);
        return texts.Language == Language.English ? category.NameEn : category.NameFr;
    }
}
