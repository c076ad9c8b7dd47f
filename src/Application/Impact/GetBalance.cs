using System.Globalization;
using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Impact;
using RepairNet.Domain.Imports;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Impact;

/// <summary>The year of a territory, cut in all the ways its page shows.</summary>
/// <param name="Territory">Key of the territory.</param>
/// <param name="Year">The year; null for the latest in which something was recorded.</param>
/// <param name="Language">Language of the labels.</param>
/// <param name="AllYears">Everything recorded instead of one year.</param>
[AllowedTo(Permission.ReadInPublic)]
public sealed record GetBalance(string? Territory, int? Year = null, Language Language = Language.French, bool AllYears = false) : IQuery<OneOf<Balance, NotFound>>;

/// <summary>The year of a territory, or all its years.</summary>
/// <param name="Territory">Key of the territory of today.</param>
/// <param name="TerritoryName">Its name as it is printed.</param>
/// <param name="Population">Sum of its communes'; null for a foreign country.</param>
/// <param name="CommuneCount">How many communes it has.</param>
/// <param name="Year">The year shown; of all years, the latest.</param>
/// <param name="Years">Years in which something was recorded, and the one shown, from the latest.</param>
/// <param name="Figures">The whole that is shown.</param>
/// <param name="Months">The twelve months of the year shown, in order, empty ones included; none when all years are shown.</param>
/// <param name="Families">Categories of equipment, the heaviest first.</param>
/// <param name="WasteClasses">Classes of electrical waste of Directive 2012/19/EU, in order; « none » last.</param>
/// <param name="Areas">Its communes, or its départements for a région and for France, empty ones included, in the order of their codes; none for a commune.</param>
/// <param name="WithoutCommune">What has no commune, in a country.</param>
/// <param name="Parents">Territories around it, from the smallest.</param>
public sealed record Balance(
    TerritoryKey Territory,
    string TerritoryName,
    long? Population,
    int CommuneCount,
    int Year,
    IReadOnlyList<int> Years,
    ImpactFigures Figures,
    IReadOnlyList<ImpactPart> Months,
    IReadOnlyList<ImpactPart> Families,
    IReadOnlyList<ImpactPart> WasteClasses,
    IReadOnlyList<BalanceArea> Areas,
    ImpactFigures WithoutCommune,
    IReadOnlyList<BalanceParent> Parents)
{
    /// <summary>Whether all years are shown, and not one.</summary>
    public bool IsAllYears { get; init; }

    /// <summary>Each year from the first to the latest in which something was recorded, empty ones included, whatever is shown.</summary>
    public IReadOnlyList<ImpactPart> ByYear { get; init; } = [];

    /// <summary>What stood in the way of a repair, « none » where nobody said: what was not repaired counts in one part each. Repaired objects are in « none ».</summary>
    public IReadOnlyList<ImpactPart> Barriers { get; init; } = [];

    /// <summary>First day of what is shown.</summary>
    public LocalDate From { get; init; }

    /// <summary>Last day of what is shown, included.</summary>
    public LocalDate To { get; init; }
}

/// <summary>A part of a territory on the map.</summary>
/// <param name="Code">INSEE code.</param>
/// <param name="Name">Name as it is printed.</param>
/// <param name="Population">Inhabitants.</param>
/// <param name="Figures">What was repaired there.</param>
public sealed record BalanceArea(string Code, string Name, long Population, ImpactFigures Figures)
{
    /// <summary>Kilograms of electrical waste avoided for 1,000 inhabitants; null where nobody lives.</summary>
    public decimal? Rate => Population > 0 ? Figures.EWasteDiverted.Kg.Central * 1000 / Population : null;
}

/// <summary>A territory around another.</summary>
public sealed record BalanceParent(TerritoryKey Key, string Name);

internal sealed class GetBalanceHandler(ImpactReader reader, ITerritories territories, TextCatalog catalog, EquipmentCatalogue equipment, IClock clock)
    : IRequestHandler<GetBalance, OneOf<Balance, NotFound>>
{
    /// <summary>That of the oldest repair that can be imported.</summary>
    private static readonly int FirstYear = OrdsReading.FirstDay.Year;

    public async Task<OneOf<Balance, NotFound>> Handle(GetBalance request, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        if (index.Find(request.Territory) is not { } territory || request.Year < FirstYear)
        {
            return new NotFound();
        }

        var latest = ImpactPeriods.LatestYear(clock, index, territory);
        if (request.Year > latest)
        {
            return new NotFound();
        }

        var texts = catalog.In(request.Language);
        var byMonth = await reader.CellsAsync(index, new ImpactScope(territory, null, null), ImpactGrouping.Month, cancellationToken);
        var recorded = byMonth.Where(c => IsSomething(c.Cell)).Select(c => YearOf(c.Part)).Distinct().ToList();
        var year = request.Year ?? (recorded.Count > 0 ? recorded.Max() : latest);
        var (first, last) = request.AllYears && recorded.Count > 0 ? (recorded.Min(), recorded.Max()) : (year, year);
        var (from, to) = (new LocalDate(first, 1, 1), new LocalDate(last, 12, 31));
        var cells = byMonth.Where(c => YearOf(c.Part) >= first && YearOf(c.Part) <= last).ToList();
        var found = await reader.PartsAsync(cells, ImpactGrouping.Month, null, index, texts, cancellationToken);
        var months = request.AllYears ? [] : Enumerable.Range(1, 12).Select(m => new YearMonth(year, m)).Select(m => ImpactGroup.Month((m.Year * 100) + m.Month) is var key && found.FirstOrDefault(p => p.Key == key) is { } part
            ? part
            : new ImpactPart(ImpactGroup.Month((m.Year * 100) + m.Month), texts.Display.Month(m), default));
        var (areas, withoutCommune) = await AreasAsync(index, territory, from, to, cancellationToken);
        return new Balance(
            territory,
            FrenchPlaceName.Typographic(index.NameOf(territory)!),
            index.PopulationOf(territory),
            index.CommunesOf(territory).Count,
            year,
            [.. recorded.Append(year).Distinct().OrderDescending()],
            reader.Figures(cells.Select(c => c.Cell), null),
            [.. months],
            await reader.PartsAsync([.. cells.Select(c => (c.Cell.CategoryCode, c.Cell))], ImpactGrouping.Category, null, index, texts, cancellationToken),
            await reader.PartsAsync([.. cells.Select(c => (ImpactGroup.Weee6(equipment.Category(c.Cell.CategoryCode)), c.Cell))], ImpactGrouping.Weee6, null, index, texts, cancellationToken),
            areas,
            withoutCommune,
            [.. ParentsOf(index, territory)])
        {
            IsAllYears = request.AllYears,
            ByYear = ByYear(byMonth),
            Barriers = await reader.PartsAsync(
                await reader.CellsAsync(index, new ImpactScope(territory, from, to), ImpactGrouping.Barrier, cancellationToken), ImpactGrouping.Barrier, null, index, texts, cancellationToken),
            From = from,
            To = to,
        };
    }

    /// <summary>A territory of the same name and the same communes as one before it is not said twice: La Réunion is a département and a région.</summary>
    private static IEnumerable<BalanceParent> ParentsOf(TerritoryIndex index, TerritoryKey territory) =>
        index.ParentsOf(territory).Prepend(territory)
            .Select(key => (Key: key, Name: FrenchPlaceName.Typographic(index.NameOf(key)!), Communes: index.CommunesOf(key).Count))
            .DistinctBy(p => (p.Name, p.Communes))
            .Skip(1)
            .Select(p => new BalanceParent(p.Key, p.Name));

    private IReadOnlyList<ImpactPart> ByYear(IReadOnlyList<(string Part, ImpactCell Cell)> byMonth)
    {
        var years = byMonth.ToLookup(c => YearOf(c.Part), c => c.Cell);
        var recorded = byMonth.Where(c => IsSomething(c.Cell)).Select(c => YearOf(c.Part)).ToList();
        return recorded.Count == 0 ? [] : [.. Enumerable.Range(recorded.Min(), recorded.Max() - recorded.Min() + 1)
            .Select(y => (Key: ImpactGroup.Year(y * 100), Cells: years[y]))
            .Select(y => new ImpactPart(y.Key, y.Key, reader.Figures(y.Cells, null)))];
    }

    private async Task<(IReadOnlyList<BalanceArea> Areas, ImpactFigures WithoutCommune)> AreasAsync(TerritoryIndex index, TerritoryKey territory, LocalDate from, LocalDate to, CancellationToken cancellationToken)
    {
        if (territory.Level == TerritoryLevel.Commune)
        {
            return ([], default);
        }

        var byDepartement = territory.Level is TerritoryLevel.Country
            || (territory.Level == TerritoryLevel.Region && index.Departements.Count(d => d.RegionCode == territory.Code) > 1);
        var scope = new ImpactScope(territory, from, to);
        var cells = (await reader.CellsAsync(index, scope, ImpactGrouping.Commune, cancellationToken))
            .ToLookup(c => c.Part == ImpactGroup.NoKey ? ImpactGroup.NoKey : byDepartement ? index.Commune(c.Part)?.DepartementCode ?? ImpactGroup.NoKey : c.Part, c => c.Cell);
        var areas = index.CommunesOf(territory).Select(code => index.Commune(code)!)
            .GroupBy(c => byDepartement ? c.DepartementCode : c.Code, StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new BalanceArea(
                g.Key,
                FrenchPlaceName.Typographic(byDepartement ? index.Departement(g.Key)!.Name : g.First().Name),
                g.Sum(c => (long)c.Population),
                reader.Figures(cells[g.Key], null)));
        return ([.. areas], reader.Figures(cells[ImpactGroup.NoKey], null));
    }

    /// <summary>A weight corrected after its period was closed leaves kilograms and no repair.</summary>
    private static bool IsSomething(ImpactCell cell) => cell.Count != 0 || cell.MassMg != 0;

    private static int YearOf(string month) => int.Parse(month.AsSpan(0, 4), CultureInfo.InvariantCulture);
}
