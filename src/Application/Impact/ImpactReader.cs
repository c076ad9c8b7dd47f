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

/// <summary>What to add up: a territory and the local days from one to another, both included.</summary>
internal sealed record ImpactScope(TerritoryKey Territory, LocalDate? From, LocalDate? To);

/// <summary>Reads cells of the roll-up, added up by the database, and turns them into figures.</summary>
internal sealed class ImpactReader(RepairNetDb db, EquipmentCatalogue catalogue)
{
    /// <summary>The cells of a scope, each with the key of the part it belongs to.</summary>
    public async Task<IReadOnlyList<(string Part, ImpactCell Cell)>> CellsAsync(
        TerritoryIndex territories, ImpactScope scope, ImpactGrouping grouping, CancellationToken cancellationToken)
    {
        var rows = Rows(territories, scope);
        return grouping switch
        {
            ImpactGrouping.Day => Named(
                await rows.GroupBy(r => new { Part = r.Date, r.CategoryCode, r.Outcome, r.Provenance, r.FactorSet })
                    .Select(g => new Row<LocalDate>(g.Key.Part, g.Key.CategoryCode, g.Key.Outcome, g.Key.Provenance, g.Key.FactorSet, g.Sum(r => r.Count), g.Sum(r => r.MassMg)))
                    .ToListAsync(cancellationToken),
                LocalDatePattern.Iso.Format),
            ImpactGrouping.Month or ImpactGrouping.Year => Named(
                await rows.GroupBy(r => new { Part = r.Month, r.CategoryCode, r.Outcome, r.Provenance, r.FactorSet })
                    .Select(g => new Row<int>(g.Key.Part, g.Key.CategoryCode, g.Key.Outcome, g.Key.Provenance, g.Key.FactorSet, g.Sum(r => r.Count), g.Sum(r => r.MassMg)))
                    .ToListAsync(cancellationToken),
                grouping == ImpactGrouping.Month ? ImpactGroup.Month : ImpactGroup.Year),
            ImpactGrouping.Commune => Named(
                await rows.GroupBy(r => new { Part = r.CommuneCode, r.CategoryCode, r.Outcome, r.Provenance, r.FactorSet })
                    .Select(g => new Row<string>(g.Key.Part, g.Key.CategoryCode, g.Key.Outcome, g.Key.Provenance, g.Key.FactorSet, g.Sum(r => r.Count), g.Sum(r => r.MassMg)))
                    .ToListAsync(cancellationToken),
                code => ImpactGroup.Commune(territories.Commune(code)?.Code ?? code)),
            ImpactGrouping.Barrier => Named(
                await rows.GroupBy(r => new { Part = r.BarrierCode, r.CategoryCode, r.Outcome, r.Provenance, r.FactorSet })
                    .Select(g => new Row<string>(g.Key.Part, g.Key.CategoryCode, g.Key.Outcome, g.Key.Provenance, g.Key.FactorSet, g.Sum(r => r.Count), g.Sum(r => r.MassMg)))
                    .ToListAsync(cancellationToken),
                code => code.Length == 0 ? ImpactGroup.NoKey : code),
            ImpactGrouping.Organisation => Named(
                await rows.GroupBy(r => new { Part = r.OrganisationId, r.CategoryCode, r.Outcome, r.Provenance, r.FactorSet })
                    .Select(g => new Row<OrganisationId>(g.Key.Part, g.Key.CategoryCode, g.Key.Outcome, g.Key.Provenance, g.Key.FactorSet, g.Sum(r => r.Count), g.Sum(r => r.MassMg)))
                    .ToListAsync(cancellationToken),
                id => id.ToString()),
            _ => Named(
                await rows.GroupBy(r => new { r.CategoryCode, r.Outcome, r.Provenance, r.FactorSet })
                    .Select(g => new Row<string>(g.Key.CategoryCode, g.Key.CategoryCode, g.Key.Outcome, g.Key.Provenance, g.Key.FactorSet, g.Sum(r => r.Count), g.Sum(r => r.MassMg)))
                    .ToListAsync(cancellationToken),
                code => grouping switch
                {
                    ImpactGrouping.None => "",
                    ImpactGrouping.Weee6 => ImpactGroup.Weee6(catalogue.Category(code)),
                    _ => code,
                }),
        };
    }

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
        var names = grouping == ImpactGrouping.Organisation ? await OrganisationsAsync([.. parts.Select(p => p.Key)], texts, cancellationToken) : [];
        var labelled = parts.Select(p => new ImpactPart(p.Key, Label(p.Key, grouping, territories, names, texts), p.Figures));
        return grouping is ImpactGrouping.Day or ImpactGrouping.Month or ImpactGrouping.Year or ImpactGrouping.Weee6
            ? [.. labelled.OrderBy(p => p.Key, StringComparer.Ordinal)]
            : [.. labelled.OrderByDescending(p => p.Figures.Diverted.Kg.Central).ThenByDescending(p => p.Figures.Repairs.Total).ThenBy(p => p.Key, StringComparer.Ordinal)];
    }

    /// <summary>The sets that figures were made with.</summary>
    public string FactorsOf(IEnumerable<ImpactCell> cells, FactorSet? factors)
    {
        var used = factors is not null ? [factors.Key] : cells.Select(c => c.FactorSet).Distinct().Order(StringComparer.Ordinal).ToList();
        return used.Count == 0 ? catalogue.DefaultFactorSet.Key : string.Join('+', used);
    }

    private IQueryable<ImpactRollup> Rows(TerritoryIndex territories, ImpactScope scope)
    {
        var rows = db.ImpactRollups.AsNoTracking().Where(r => !r.IsReturn);
        var isCountry = scope.Territory.Level == TerritoryLevel.Country;

        // A country is read through an index by month; asking it for whole months keeps to that index.
        if (scope.From is { } from)
        {
            var first = ImpactRollup.MonthOf(from);
            rows = isCountry && from.Day == 1 ? rows.Where(r => r.Month >= first) : rows.Where(r => r.Date >= from);
        }

        if (scope.To is { } to)
        {
            var last = ImpactRollup.MonthOf(to);
            rows = isCountry && to == DateAdjusters.EndOfMonth(to) ? rows.Where(r => r.Month <= last) : rows.Where(r => r.Date <= to);
        }

        if (isCountry)
        {
            var country = scope.Territory.Code;
            return rows.Where(r => r.Country == country);
        }

        if (scope.Territory.Level == TerritoryLevel.Commune)
        {
            var commune = scope.Territory.Code;
            if (territories.CodesOf(scope.Territory).Count == 1)
            {
                return rows.Where(r => r.CommuneCode == commune);
            }
        }

        // What was written under the code of a commune merged since counts where that commune is today.
        var communes = territories.CodesOf(scope.Territory).ToArray();
        return rows.Where(r => communes.Contains(r.CommuneCode));
    }

    private static List<(string, ImpactCell)> Named<T>(List<Row<T>> rows, Func<T, string> name) =>
        [.. rows.Select(r => (name(r.Part), new ImpactCell(r.CategoryCode, r.Outcome, r.Provenance, r.FactorSet, false, r.Count, r.MassMg)))];

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
        ImpactGrouping.Day => texts.Display.PlainDate(LocalDatePattern.Iso.Parse(key).Value),
        ImpactGrouping.Month => texts.Display.Month(new YearMonth(int.Parse(key[..4], CultureInfo.InvariantCulture), int.Parse(key[5..], CultureInfo.InvariantCulture))),
        ImpactGrouping.Category => NameOf(catalogue.Category(key), texts),
        ImpactGrouping.Weee6 when key == ImpactGroup.NoKey => texts["Hors catégorie européenne"],
        ImpactGrouping.Weee6 => WasteName(int.Parse(key, CultureInfo.InvariantCulture), texts),
        ImpactGrouping.Barrier => RepairBarriers.TryParse(key, out var barrier) ? BarrierWords.Of(texts, barrier) : texts["Sans obstacle noté"],
        ImpactGrouping.Commune when key == ImpactGroup.NoKey => texts["Sans commune"],
        ImpactGrouping.Commune => FrenchPlaceName.Typographic(territories.Commune(key)?.Name ?? key),
        ImpactGrouping.Organisation => organisations.GetValueOrDefault(key, key),
        _ => key,
    };

    private static string NameOf(Category category, Texts texts) => texts.Language == Language.English ? category.NameEn : category.NameFr;

    private string WasteName(int code, Texts texts)
    {
        var category = catalogue.WasteCategories.First(w => w.Scheme == "EU6" && w.Code == code);
        return texts.Language == Language.English ? category.NameEn : category.NameFr;
    }

    private sealed record Row<T>(T Part, string CategoryCode, RepairOutcome Outcome, Provenance Provenance, string FactorSet, long Count, long MassMg);
}
