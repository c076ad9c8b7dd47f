using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Impact;
using RepairNet.Domain.Territories;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Impact;

/// <summary>
/// What the courses of a territory came to: sessions that ended in a period and are over, by trade and by centre. For agents: a centre with one
/// seat taken is shown as it is; what fewer than three people answered six months after is merged with other answers.
/// </summary>
/// <param name="Territory">Key of the territory, as <c>epci:200040715</c>.</param>
/// <param name="From">First local day.</param>
/// <param name="To">Last local day, included; at most <see cref="TrainingReport.MostYears"/> years after.</param>
[AllowedTo(Permission.ReadTerritoryFigures)]
public sealed record GetTrainingFigures(string? Territory, LocalDate From, LocalDate To) : IQuery<OneOf<TrainingReport, NotFound>>;

/// <param name="Territory">Key of the territory of today.</param>
/// <param name="TerritoryName">Its name as it is printed.</param>
/// <param name="Whole">All of it.</param>
/// <param name="Trades">By trade, in their order, those with a session.</param>
/// <param name="Centres">By centre, the most people first; beyond <see cref="MostCentres"/> the others are one part.</param>
public sealed record TrainingReport(
    TerritoryKey Territory, string TerritoryName, LocalDate From, LocalDate To, TrainingPart Whole, IReadOnlyList<TrainingPart> Trades, IReadOnlyList<TrainingPart> Centres)
{
    /// <summary>Centres named, at most.</summary>
    public const int MostCentres = 300;

    /// <summary>Years of a period, at most.</summary>
    public const int MostYears = 20;
}

/// <summary>A part of the figures.</summary>
/// <param name="Key">Name of a trade, id of a centre, <see cref="SmallCounts.Others"/>, or « total ».</param>
/// <param name="Name">Of a centre; null for a trade, the whole, and other centres.</param>
/// <param name="Answers">What people answered six months after: in the order of the answers, those merged last, without an answer. They add up to those who answered.</param>
public sealed record TrainingPart(string Key, string? Name, TrainingFigures Figures, IReadOnlyList<(FollowUp? Answer, long People)> Answers)
{
    /// <summary>Key of the whole.</summary>
    public const string Total = "total";
}

internal sealed class GetTrainingFiguresValidator : AbstractValidator<GetTrainingFigures>
{
    public GetTrainingFiguresValidator()
    {
        RuleFor(r => r.Territory).NotEmpty().WithMessage("Donnez un territoire. Exemple : commune:38185");
        RuleFor(r => r.To).Must((r, to) => r.From <= to).WithMessage("La date de fin est avant la date de début.");
        RuleFor(r => r.To).Must((r, to) => to.Year - r.From.Year <= TrainingReport.MostYears).WithMessage("20 ans au plus entre les deux dates.");
    }
}

internal sealed class GetTrainingFiguresHandler(RepairNetDb db, TrainingReader reader, ITerritories territories, ICurrentActor currentActor) : IRequestHandler<GetTrainingFigures, OneOf<TrainingReport, NotFound>>
{
    public async Task<OneOf<TrainingReport, NotFound>> Handle(GetTrainingFigures request, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        if (index.Find(request.Territory) is not { } territory || !index.LookedAfterBy(await currentActor.GetAsync(cancellationToken), Permission.ReadTerritoryFigures, territory))
        {
            return new NotFound();
        }

        var tallies = await reader.TallyAsync(index, territory, request.From, request.To, cancellationToken);
        var centres = tallies.GroupBy(t => t.Centre).OrderByDescending(g => g.Sum(t => t.Figures.Taken)).ThenBy(g => g.Key.Value).ToList();
        var ids = centres.Take(TrainingReport.MostCentres).Select(g => g.Key).ToArray();
        var names = await db.Organisations.AsNoTracking().Where(o => ids.Contains(o.Id)).ToDictionaryAsync(o => o.Id, o => o.Name, cancellationToken);
        return new TrainingReport(
            territory,
            FrenchPlaceName.Typographic(index.NameOf(territory)!),
            request.From,
            request.To,
            Parts([(TrainingPart.Total, null, tallies)])[0],
            Parts([.. tallies.GroupBy(t => t.Trade).OrderBy(g => g.Key).Select(g => (TrainingNames.Name(g.Key), (string?)null, (IEnumerable<TrainingTally>)g))]),
            Parts(
            [
                .. centres.Take(TrainingReport.MostCentres).Select(g => (g.Key.ToString(), (string?)names[g.Key], (IEnumerable<TrainingTally>)g)),
                .. centres.Count > TrainingReport.MostCentres ? [(SmallCounts.Others, null, centres.Skip(TrainingReport.MostCentres).SelectMany(g => g))] : Array.Empty<(string, string?, IEnumerable<TrainingTally>)>(),
            ]));
    }

    /// <summary>The parts of one way of cutting.</summary>
    private static List<TrainingPart> Parts(IReadOnlyList<(string Key, string? Name, IEnumerable<TrainingTally> Tallies)> cut)
    {
        var counted = cut.Select(c => (c.Key, c.Name, Figures: c.Tallies.Aggregate(default(TrainingFigures), (sum, t) => sum + t.Figures), Answers: Add(c.Tallies))).ToList();
        var merged = MergedAnswers.Of([.. counted.Select(c => c.Answers)]);
        return [.. counted.Select(c => new TrainingPart(c.Key, c.Name, c.Figures, merged.Show(c.Answers)))];
    }

    private static Dictionary<FollowUp, long> Add(IEnumerable<TrainingTally> tallies) =>
        tallies.SelectMany(t => t.Answers).GroupBy(a => a.Key).ToDictionary(g => g.Key, g => g.Sum(a => a.Value));
}
