using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Impact;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Impact;

/// <summary>What a territory wants to reach in a year, for its agents.</summary>
/// <param name="Year">Null for this year.</param>
[AllowedTo(Permission.ReadTerritoryFigures)]
public sealed record GetObjectives(string? Territory, int? Year = null) : IQuery<OneOf<TerritoryObjectives, NotFound>>;

/// <param name="Territory">Key of the territory of today.</param>
/// <param name="TerritoryName">Its name as it is printed.</param>
/// <param name="Year">The year.</param>
/// <param name="Objectives">Those that are set, in the order of the measures.</param>
/// <param name="Figures">The figures of the year so far.</param>
/// <param name="Previous">The figures of the year before, to aim by.</param>
public sealed record TerritoryObjectives(
    TerritoryKey Territory, string TerritoryName, int Year, IReadOnlyList<ObjectiveProgress> Objectives, ImpactFigures Figures, ImpactFigures Previous, long? Population)
{
    /// <summary>Whether the year has begun there: before that it has objectives and no report.</summary>
    public bool HasBegun { get; init; }
}

internal sealed class GetObjectivesHandler(ImpactReader reader, ObjectiveReader objectives, ITerritories territories, ICurrentActor currentActor, EquipmentCatalogue equipment, IClock clock)
    : IRequestHandler<GetObjectives, OneOf<TerritoryObjectives, NotFound>>
{
    public async Task<OneOf<TerritoryObjectives, NotFound>> Handle(GetObjectives request, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        if (index.Find(request.Territory) is not { } territory
            || request.Year is < Objective.FirstYear or > Objective.LastYear
            || !index.LookedAfterBy(await currentActor.GetAsync(cancellationToken), Permission.ReadTerritoryFigures, territory))
        {
            return new NotFound();
        }

        var year = request.Year ?? ImpactPeriods.Today(clock, index, territory).Year;
        var population = index.PopulationOf(territory);

        async Task<ImpactFigures> FiguresAsync(int of) => ImpactCalculation.Of(
            (await reader.CellsAsync(index, new ImpactScope(territory, new LocalDate(of, 1, 1), new LocalDate(of, 12, 31)), ImpactGrouping.None, cancellationToken)).Select(c => c.Cell), equipment);

        var figures = await FiguresAsync(year);
        return new TerritoryObjectives(
            territory,
            FrenchPlaceName.Typographic(index.NameOf(territory)!),
            year,
            await objectives.ProgressAsync(territory, year, figures, population, cancellationToken),
            figures,
            await FiguresAsync(year - 1),
            population)
        {
            HasBegun = year <= ImpactPeriods.LatestYear(clock, index, territory),
        };
    }
}
