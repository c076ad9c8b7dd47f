using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using RepairNet.Application.Common;
using RepairNet.Application.Repairs.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Impact;
using RepairNet.Domain.Repairs;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Impact;

/// <summary>What to add up: a territory and the local days from one to another, both included; of one organisation or one category where they are given.</summary>
internal sealed record ImpactScope(TerritoryKey Territory, LocalDate? From, LocalDate? To, OrganisationId? Organisation = null, string? Category = null);

/// <summary>The figures of one part of what was asked for.</summary>
/// <param name="Key">Stable key of the part, as in <see cref="ImpactGroup"/>; no other part has it.</param>
/// <param name="Figures">Its figures.</param>
/// <param name="Told">How many repairs it tells of, as <see cref="SmallCounts.Told"/> says.</param>
internal sealed record PartFigures(string Key, ImpactFigures Figures, long Told);

/// <summary>The figures of parts.</summary>
/// <param name="Parts">Each of them; all together are the whole.</param>
/// <param name="Factors">Keys of the factor sets they were made with.</param>
internal sealed record FiguresCut(IReadOnlyList<PartFigures> Parts, string Factors);

/// <summary>The figures of communes.</summary>
/// <param name="Whole">Their sum.</param>
/// <param name="Factors">Keys of the factor sets they were made with.</param>
/// <param name="Communes">Each of them.</param>
/// <param name="Places">What they come from, to be made anew where it changes.</param>
/// <param name="FactorSets">Those of all cells.</param>
/// <param name="SharedKeys">Keys of communes that places of another code count in.</param>
internal sealed record CommunesCut(
    ImpactFigures Whole, string Factors, HeaviestParts Communes, PlacesFigures Places, IReadOnlySet<string> FactorSets, IReadOnlySet<string> SharedKeys);

/// <summary>Reads cells of the roll-up, added up from memory, and turns them into figures.</summary>
internal sealed class ImpactReader(RepairNetDb db, CurrentImpactCube cube, EquipmentCatalogue catalogue)
{
    /// <summary>The cells of a scope, each with the key of the part it belongs to.</summary>
    public async Task<IReadOnlyList<(string Part, ImpactCell Cell)>> CellsAsync(
        TerritoryIndex territories, ImpactScope scope, ImpactGrouping grouping, CancellationToken cancellationToken) =>
        [.. (await cube.GetAsync(cancellationToken)).Sum(Slice(territories, scope), grouping).SelectMany(part =>
            {
                var key = KeyOf(part.Like, grouping, territories);
                return part.Cells.Select(cell => (key, cell));
            })];

    /// <summary>The figures of a scope, part by part; those of communes are made by <see cref="CommunesAsync"/>.</summary>
    public async Task<FiguresCut> CutAsync(TerritoryIndex territories, ImpactScope scope, ImpactGrouping grouping, FactorSet? factors, CancellationToken cancellationToken)
    {
        var found = (await cube.GetAsync(cancellationToken)).Figures(Slice(territories, scope), grouping, cell => Units(cell, factors));
        return new FiguresCut(Together(found.Parts.Select(p => new PartFigures(KeyOf(p.Like, grouping, territories), p.Figures, p.Told))), FactorsOf(found.FactorSets, factors));
    }

    /// <summary>
    /// What is cut by day or by organisation, with the parts the public is not shown alone moved to a wider one, as <see cref="SmallCounts"/> says.
    /// </summary>
    public async Task<IReadOnlyList<PartFigures>> MergeSmallAsync(
        IReadOnlyList<PartFigures> cut, TerritoryIndex territories, ImpactScope scope, ImpactGrouping grouping, CancellationToken cancellationToken)
    {
        IReadOnlyList<PublicPart> parts = [.. cut.Select(p => new PublicPart(p.Key, p.Told, IsAlone: true))];
        if (grouping == ImpactGrouping.Organisation)
        {
            var named = await NamedInPublicAsync([.. cut.Select(p => p.Key)], cancellationToken);
            var together = SmallCounts.Together(parts, named.Contains);
            return Together(cut.Select(p => together.Contains(p.Key) ? p with { Key = SmallCounts.Others } : p));
        }

        if (parts.Any(SmallCounts.IsTooSmall))
        {
            var days = (await cube.GetAsync(cancellationToken)).DaysOfSeveral(Slice(territories, scope), SmallCounts.Fewest);
            var shared = days.Select(LocalDatePattern.Iso.Format).ToHashSet(StringComparer.Ordinal);
            parts = [.. parts.Select(p => p with { IsAlone = !shared.Contains(p.Key) })];
        }

        var wider = SmallCounts.WiderDays(parts, scope.From, scope.To);
        return wider.Count == 0 ? cut : Together(cut.Select(p => p with { Key = wider.GetValueOrDefault(p.Key, p.Key) }));
    }

    /// <summary>The parts of some cells as they are judged before they are shown to the public.</summary>
    public static IReadOnlyList<PublicPart> PublicParts(IEnumerable<(string Part, ImpactCell Cell)> cells) =>
        [.. cells.GroupBy(c => c.Part, c => c.Cell, StringComparer.Ordinal).Select(g => new PublicPart(g.Key, Told(g), IsAlone: true))];

    private static long Told(IEnumerable<ImpactCell> cells) => cells.Sum(c => SmallCounts.Told(c.Count, c.MassMg));

    /// <summary>Adds up parts that have one key.</summary>
    private static IReadOnlyList<PartFigures> Together(IEnumerable<PartFigures> parts) =>
        [.. parts.GroupBy(p => p.Key, StringComparer.Ordinal).Select(g => g.Skip(1).Any() ? new PartFigures(g.Key, ImpactFigures.Sum(g.Select(p => p.Figures)), g.Sum(p => p.Told)) : g.First())];

    /// <summary>What a cell's repairs amount to; null where they amount to nothing.</summary>
    private UnitAmounts? Units(ImpactCell cell, FactorSet? factors) =>
        cell.Outcome == RepairOutcome.Fixed ? (factors ?? catalogue.FactorSet(cell.FactorSet)).Units(catalogue.Category(cell.CategoryCode), cell.Provenance) : null;

    /// <summary>The figures of some cells, with the set asked for or with their own.</summary>
    public ImpactFigures Figures(IEnumerable<ImpactCell> cells, FactorSet? factors) => ImpactCalculation.Of(cells, catalogue, factors);

    /// <summary>The figures of some parts, from cells each with the key of its part.</summary>
    public Task<IReadOnlyList<ImpactPart>> PartsAsync(
        IEnumerable<(string Part, ImpactCell Cell)> cells, ImpactGrouping grouping, FactorSet? factors, TerritoryIndex territories, Texts texts, CancellationToken cancellationToken) =>
        NamedAsync(cells.GroupBy(c => c.Part, c => c.Cell, StringComparer.Ordinal).Select(g => new PartFigures(g.Key, Figures(g, factors), Told(g))), grouping, territories, texts, cancellationToken);

    /// <summary>Parts with their names, in the order people expect: time as it goes, waste by number, the rest by what it weighs.</summary>
    public async Task<IReadOnlyList<ImpactPart>> NamedAsync(
        IEnumerable<PartFigures> cut, ImpactGrouping grouping, TerritoryIndex territories, Texts texts, CancellationToken cancellationToken)
    {
        if (grouping == ImpactGrouping.None)
        {
            return [];
        }

        var parts = cut.Where(p => p.Figures != default).ToList();
        var names = grouping == ImpactGrouping.Organisation ? await OrganisationsAsync([.. parts.Select(p => p.Key).Where(k => k != SmallCounts.Others)], texts, cancellationToken) : [];
        var isInOrder = grouping is ImpactGrouping.Day or ImpactGrouping.Month or ImpactGrouping.Year or ImpactGrouping.Weee6 or ImpactGrouping.R543172;
        var named = new ManyImpactParts(parts.Count);
        foreach (var (i, part) in (isInOrder ? parts.OrderBy(InOrder, StringComparer.Ordinal) : parts.AsEnumerable()).Index())
        {
            named[i] = new ImpactPart(part.Key, Label(part.Key, grouping, territories, names, texts), part.Figures);
        }

        return isInOrder ? named : new HeaviestParts(named);

        // The other days of a month come after those that are told apart.
        string InOrder(PartFigures part) => grouping == ImpactGrouping.Day && SmallCounts.IsRestOfMonth(part.Key) ? part.Key + "~" : part.Key;
    }

    /// <summary>
    /// The figures of each commune, heaviest first as elsewhere: what a cut and its parts give, in one go. Communes are by the ten thousand, and their
    /// cells are not kept. Where those of before are given, only the communes that changed are made again, and their list is the same one if none did.
    /// </summary>
    public async Task<CommunesCut> CommunesAsync(
        TerritoryIndex territories, ImpactScope scope, FactorSet? factors, PlaceNames names, CommunesCut? before, CancellationToken cancellationToken)
    {
        // Several add to it at once.
        var shared = new ConcurrentBag<string>();
        var places = (await cube.GetAsync(cancellationToken)).FiguresByPlace(
            Slice(territories, scope),
            cell => Units(cell, factors),
            (place, code) =>
            {
                var name = names.Of(place, code);
                if (name.IsShared)
                {
                    shared.Add(name.Key);
                }

                return name;
            },
            before?.Places);
        if (before is not null && ReferenceEquals(places, before.Places))
        {
            return before;
        }

        var isAnew = before is null || places.Made.Count == places.Places.Count;
        var sets = places.Cells.Select(c => c.FactorSet).Concat(isAnew ? [] : before!.FactorSets).ToHashSet(StringComparer.Ordinal);
        if (before is not null && places.Places.Count == before.Places.Places.Count && sets.SetEquals(before.FactorSets) && places.Made.All(i => places.Places[i] == before.Places.Places[i]))
        {
            return before with { Places = places };
        }

        var sharedKeys = shared.Concat(isAnew ? [] : before!.SharedKeys).ToHashSet(StringComparer.Ordinal);
        var whole = isAnew
            ? Figures(places.Cells, factors)
            : before!.Whole.Changed(places.Made.Where(i => i < before.Places.Places.Count).Select(i => before.Places.Places[i].Figures), places.Made.Select(i => places.Places[i].Figures));
        var (together, touched) = PutTogether(places.Places, sharedKeys);
        var communes = isAnew ? new HeaviestParts(together) : new HeaviestParts(together, before!.Communes, [.. places.Made, .. touched]);
        return new CommunesCut(whole, FactorsOf(sets, factors), communes, places, sets, sharedKeys);
    }

    /// <summary>What <see cref="CommunesAsync"/> calls the place of a commune.</summary>
    public static PlaceName NameOf(string code, TerritoryIndex territories, Texts texts)
    {
        var commune = territories.Commune(code);
        var key = KeyOf(code, commune);
        return new PlaceName(key, CommuneLabel(key, commune, texts), IsShared: commune is null || key != code);
    }

    /// <summary>Gives the first of those that have one of some keys the figures of all that have it.</summary>
    private static (ManyImpactParts Together, IReadOnlyList<int> Touched) PutTogether(ManyImpactParts parts, IReadOnlySet<string> keys)
    {
        var same = keys.Count == 0
            ? []
            : Enumerable.Range(0, parts.Count).Where(i => parts[i].Key is { } key && keys.Contains(key)).GroupBy(i => parts[i].Key, StringComparer.Ordinal).Select(g => g.ToList()).Where(g => g.Count > 1).ToList();
        if (same.Count == 0)
        {
            return (parts, []);
        }

        int[] touched = [.. same.SelectMany(g => g)];
        var together = parts.With(touched, parts.Count);
        foreach (var group in same)
        {
            together[group[0]] = parts[group[0]] with { Figures = ImpactFigures.Sum(group.Select(i => parts[i].Figures)) };
            foreach (var other in group.Skip(1))
            {
                together[other] = default;
            }
        }

        return (together, touched);
    }

    /// <summary>The parts of two periods side by side, in the order of the first; zeros where one has no such part.</summary>
    public static IEnumerable<(string Key, string Label, ImpactFigures Now, ImpactFigures Then)> Beside(IReadOnlyList<ImpactPart> now, IReadOnlyList<ImpactPart> then)
    {
        var (ofNow, ofThen) = (now.ToDictionary(p => p.Key, p => p.Figures, StringComparer.Ordinal), then.ToDictionary(p => p.Key, p => p.Figures, StringComparer.Ordinal));
        return now.Concat(then).DistinctBy(p => p.Key).Select(p => (p.Key, p.Label, ofNow.GetValueOrDefault(p.Key), ofThen.GetValueOrDefault(p.Key)));
    }

    /// <summary>The sets that figures were made with.</summary>
    public string FactorsOf(IEnumerable<ImpactCell> cells, FactorSet? factors) => FactorsOf(cells.Select(c => c.FactorSet), factors);

    private string FactorsOf(IEnumerable<string> sets, FactorSet? factors)
    {
        if (factors is not null)
        {
            return factors.Key;
        }

        string? only = null;
        SortedSet<string>? several = null;
        foreach (var set in sets)
        {
            // Nearly always the one before again.
            if (set != (only ??= set))
            {
                (several ??= new SortedSet<string>(StringComparer.Ordinal) { only }).Add(set);
            }
        }

        return several is not null ? string.Join('+', several) : only ?? catalogue.DefaultFactorSet.Key;
    }

    private string KeyOf(ImpactCellKey like, ImpactGrouping grouping, TerritoryIndex territories) =>
        grouping == ImpactGrouping.Commune ? KeyOf(like.CommuneCode, territories.Commune(like.CommuneCode)) : ImpactGroup.KeyOf(like, grouping, catalogue);

    /// <summary>What was written under the code of a commune merged since counts where that commune is today.</summary>
    private static string KeyOf(string code, Commune? today) => ImpactGroup.Commune(today?.Code ?? code);

    private static CubeSlice Slice(TerritoryIndex territories, ImpactScope scope) => scope.Territory.Level == TerritoryLevel.Country
        ? new CubeSlice(null, scope.Territory.Code, scope.From, scope.To, scope.Organisation, scope.Category)
        : new CubeSlice(territories.CodesOf(scope.Territory), null, scope.From, scope.To, scope.Organisation, scope.Category);

    /// <summary>Those of these actors whom the public knows by name: organisations that are approved, and whoever published what was imported.</summary>
    private async Task<HashSet<string>> NamedInPublicAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        var ids = keys.Select(k => OrganisationId.From(Guid.Parse(k))).ToArray();
        var approved = await db.Organisations.AsNoTracking().Where(o => ids.Contains(o.Id) && o.Status == OrganisationStatus.Approved).Select(o => o.Id).ToListAsync(cancellationToken);
        var imported = await db.ImportedProviders.AsNoTracking().Where(p => ids.Contains(p.Id)).Select(p => p.Id).ToListAsync(cancellationToken);
        return [.. approved.Concat(imported).Select(id => id.ToString())];
    }

    /// <summary>Names of those of these actors whom the public knows by name: nothing shown to the public names, or hides, others than these.</summary>
    public async Task<Dictionary<string, string>> PublicNamesAsync(IReadOnlyCollection<string> keys, Texts texts, CancellationToken cancellationToken) =>
        await OrganisationsAsync(await NamedInPublicAsync(keys, cancellationToken), texts, cancellationToken);

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
        ImpactGrouping.Commune => CommuneLabel(key, territories.Commune(key), texts),
        ImpactGrouping.Organisation when key == SmallCounts.Others => texts["Autres acteurs"],
        ImpactGrouping.Organisation => organisations.GetValueOrDefault(key, key),
        _ => key,
    };

    private static string CommuneLabel(string key, Commune? commune, Texts texts) =>
        key == ImpactGroup.NoKey ? texts["Sans commune"] : FrenchPlaceName.Typographic(commune?.Name ?? key);

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
