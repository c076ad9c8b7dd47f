using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Impact;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Impact;

/// <summary>The figures an agent chose to look at, beside those of another period.</summary>
[AllowedTo(Permission.ReadTerritoryFigures)]
public sealed record GetDashboard(DashboardChoice Choice, Language Language = Language.French) : IQuery<OneOf<Dashboard, NotFound>>;

/// <summary>Figures of a period, cut in several ways, beside those of another.</summary>
/// <param name="Filter">What was understood.</param>
/// <param name="TerritoryName">Name of the territory as it is printed.</param>
/// <param name="CommuneName">Name of the commune chosen; null for all.</param>
/// <param name="PlaceName">Name of the place chosen; null for all.</param>
/// <param name="OrganisationName">Name of the organisation or network chosen; null for all.</param>
/// <param name="CategoryName">Name of the category chosen; null for all.</param>
/// <param name="Population">Of the territory or of the commune chosen; null for a foreign country.</param>
/// <param name="Figures">Of the period.</param>
/// <param name="Compared">Of the other; null without one.</param>
/// <param name="Origins">What the kilograms of electrical waste are made of.</param>
/// <param name="FactorSets">Factor sets used in the period; the default one where nothing was counted.</param>
/// <param name="Cuts">The same figures cut in several ways, each with something in it.</param>
/// <param name="Objectives">What the territory wants to reach in the year; none unless a whole year of all of it is looked at.</param>
public sealed record Dashboard(
    DashboardFilter Filter,
    string TerritoryName,
    string? CommuneName,
    string? PlaceName,
    string? OrganisationName,
    string? CategoryName,
    long? Population,
    ImpactFigures Figures,
    ImpactFigures? Compared,
    FigureOrigins Origins,
    IReadOnlyList<FactorSet> FactorSets,
    IReadOnlyList<DashboardCut> Cuts,
    IReadOnlyList<ObjectiveProgress> Objectives);

/// <summary>Figures cut one way.</summary>
public sealed record DashboardCut(ImpactGrouping Grouping, IReadOnlyList<DashboardPart> Parts);

/// <summary>One part of them in both periods.</summary>
public sealed record DashboardPart(string Key, string Label, ImpactFigures Figures, ImpactFigures Compared);

internal sealed class GetDashboardHandler(RepairNetDb db, ImpactReader reader, DashboardCells rows, ObjectiveReader objectives, DashboardFilters filters, ITerritories territories, TextCatalog catalog, EquipmentCatalogue equipment)
    : IRequestHandler<GetDashboard, OneOf<Dashboard, NotFound>>
{
    public async Task<OneOf<Dashboard, NotFound>> Handle(GetDashboard request, CancellationToken cancellationToken)
    {
        if (await filters.ReadAsync(request.Choice, cancellationToken) is not { } filter)
        {
            return new NotFound();
        }

        var index = await territories.GetAsync(cancellationToken);
        var texts = catalog.In(request.Language);
        var byCategory = await BothAsync(ImpactGrouping.Category);
        var figures = reader.Figures(byCategory.Now.Select(c => c.Cell), null);
        var cuts = new List<DashboardCut>
        {
            await CutAsync(ImpactGrouping.Category, byCategory),
            await CutAsync(ImpactGrouping.Organisation, await BothAsync(ImpactGrouping.Organisation)),
        };
        if (filter.Commune is null && filter.Territory.Level != TerritoryLevel.Commune)
        {
            cuts.Add(await CutAsync(ImpactGrouping.Commune, await BothAsync(ImpactGrouping.Commune)));
        }

        cuts.Add(await CutAsync(ImpactGrouping.Weee6, Renamed(ImpactGroup.Weee6)));
        cuts.Add(await CutAsync(ImpactGrouping.R543172, Renamed(ImpactGroup.R543172)));
        cuts.Add(await CutAsync(ImpactGrouping.Barrier, await BothAsync(ImpactGrouping.Barrier)));
        cuts.Add(await CutAsync(ImpactGrouping.Month, await BothAsync(ImpactGrouping.Month)));
        var population = index.PopulationOf(filter.Scope.Territory);
        return new Dashboard(
            filter,
            FrenchPlaceName.Typographic(index.NameOf(filter.Territory)!),
            filter.Commune is null ? null : FrenchPlaceName.Typographic(index.Commune(filter.Commune)!.Name),
            filter.Place is { } place ? await db.Places.AsNoTracking().Where(p => p.Id == place).Select(p => p.Name).SingleAsync(cancellationToken) : null,
            filter.Organisation is { } organisation ? await NameOfAsync(organisation, cancellationToken) : null,
            equipment.FindCategory(filter.Category) is not { } category ? null : request.Language == Language.English ? category.NameEn : category.NameFr,
            population,
            figures,
            filter.Compared is null ? null : reader.Figures(byCategory.Then.Select(c => c.Cell), null),
            FigureOrigins.Of(byCategory.Now.Select(c => c.Cell), equipment, poweredOnly: true),
            [.. reader.FactorsOf(byCategory.Now.Select(c => c.Cell), null).Split('+').Select(equipment.FactorSet)],
            [.. cuts.Where(c => c.Parts.Count > 0)],
            filter is { IsYear: true, IsNarrow: false } ? await objectives.ProgressAsync(filter.Territory, filter.Period.Start.Year, figures, population, cancellationToken) : []);

        async Task<Cells> BothAsync(ImpactGrouping grouping) => new(
            await rows.ReadAsync(index, filter, filter.Period, grouping, cancellationToken),
            filter.Compared is { } compared && grouping != ImpactGrouping.Month ? await rows.ReadAsync(index, filter, compared, grouping, cancellationToken) : []);

        Cells Renamed(Func<Category, string> keyOf) => new(
            [.. byCategory.Now.Select(c => (keyOf(equipment.Category(c.Cell.CategoryCode)), c.Cell))], [.. byCategory.Then.Select(c => (keyOf(equipment.Category(c.Cell.CategoryCode)), c.Cell))]);

        async Task<DashboardCut> CutAsync(ImpactGrouping grouping, Cells cells)
        {
            var now = await reader.PartsAsync(cells.Now, grouping, null, index, texts, cancellationToken);
            var then = await reader.PartsAsync(cells.Then, grouping, null, index, texts, cancellationToken);
            var parts = ImpactReader.Beside(now, then).Select(p => new DashboardPart(p.Key, p.Label, p.Now, p.Then));
            return new DashboardCut(grouping, grouping is ImpactGrouping.Weee6 or ImpactGrouping.R543172 or ImpactGrouping.Month ? [.. parts.OrderBy(p => p.Key, StringComparer.Ordinal)] : [.. parts]);
        }
    }

    /// <summary>Of an organisation here, or of a network whose repairs were imported.</summary>
    private async Task<string> NameOfAsync(OrganisationId id, CancellationToken cancellationToken) =>
        await db.Organisations.AsNoTracking().Where(o => o.Id == id).Select(o => o.Name).SingleOrDefaultAsync(cancellationToken)
            ?? await db.ImportedProviders.AsNoTracking().Where(p => p.Id == id).Select(p => p.Name).SingleAsync(cancellationToken);

    private sealed record Cells(IReadOnlyList<(string Part, ImpactCell Cell)> Now, IReadOnlyList<(string Part, ImpactCell Cell)> Then);
}
