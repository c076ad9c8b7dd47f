using System.Globalization;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Impact;
using RepairNet.Domain.Repairs;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Impact;

/// <summary>Which of the lines chosen: null or blank for all.</summary>
/// <param name="Outcome">Code of an outcome, or <see cref="NotFixed"/>.</param>
/// <param name="Provenance"><c>weighed</c>, <c>declared</c>, <c>averaged</c>, or <see cref="Weightless"/>.</param>
/// <param name="Weee6">« 1 » to « 6 », or « none ».</param>
/// <param name="R543172">« 1 » to « 8 », or « none ».</param>
/// <param name="Barrier">Code of a barrier, or « none ».</param>
/// <param name="ElectricalOnly">Only what is electrical waste.</param>
/// <param name="WithoutCommune">Only what has no commune.</param>
public sealed record LineChoice(
    string? Outcome = null, string? Provenance = null, string? Weee6 = null, string? R543172 = null, string? Barrier = null, bool ElectricalOnly = false, bool WithoutCommune = false)
{
    /// <summary>Stands for all outcomes but « repaired ».</summary>
    public const string NotFixed = "not-fixed";

    /// <summary>Stands for what no source gives a weight: in the figures, it is not among what is averaged.</summary>
    public const string Weightless = "none";
}

/// <summary>The lines of the ledger behind a figure, the latest day first. Nothing in them tells whose object it was.</summary>
/// <param name="After">Where the page before ended, as it was given; null for the first.</param>
[AllowedTo(Permission.ReadTerritoryFigures)]
public sealed record ListLedgerLines(DashboardChoice Choice, LineChoice Lines, string? After = null, Language Language = Language.French) : IQuery<OneOf<LedgerLines, NotFound>>;

/// <param name="Figures">What all the lines add up to: the figure they are behind.</param>
/// <param name="Lines">One page of them.</param>
/// <param name="Next">Where the next page begins; null on the last.</param>
public sealed record LedgerLines(DashboardFilter Filter, string TerritoryName, ImpactFigures Figures, IReadOnlyList<LedgerLine> Lines, string? Next)
{
    /// <summary>Lines on a page.</summary>
    public const int PageSize = 50;
}

/// <summary>One line of the ledger.</summary>
/// <param name="Sequence">Its number in the ledger.</param>
/// <param name="Sign">+1 adds, −1 takes away.</param>
/// <param name="Date">The day it counts on.</param>
/// <param name="Day">The day of the repair.</param>
/// <param name="PlaceName">Where it was repaired; null where that is not known.</param>
/// <param name="CommuneName">Null for « sans commune ».</param>
/// <param name="OwnKg">The object's own weight; null when it has none.</param>
/// <param name="CountedKg">What it weighs in the figures, with its sign; nothing unless it was repaired and is no return.</param>
/// <param name="IsReturn">Already counted less than 90 days apart: in no figure.</param>
/// <param name="Corrects">Number of the line it takes away.</param>
public sealed record LedgerLine(
    long Sequence, int Sign, LocalDate Date, LocalDate Day, string? PlaceName, string OrganisationName, string? CommuneName, string CategoryName, RepairOutcome Outcome,
    decimal? OwnKg, Provenance Provenance, Estimate CountedKg, string FactorSet, bool IsReturn, long? Corrects);

internal sealed class ListLedgerLinesHandler(RepairNetDb db, ImpactReader reader, DashboardCells rows, DashboardFilters filters, ITerritories territories, EquipmentCatalogue equipment)
    : IRequestHandler<ListLedgerLines, OneOf<LedgerLines, NotFound>>
{
    public async Task<OneOf<LedgerLines, NotFound>> Handle(ListLedgerLines request, CancellationToken cancellationToken)
    {
        if (await filters.ReadAsync(request.Choice, cancellationToken) is not { } filter)
        {
            return new NotFound();
        }

        var index = await territories.GetAsync(cancellationToken);
        var (outcome, provenance, barrier, after) = Read(request);
        var codes = Codes(request.Lines, filter.Category);
        var notFixed = request.Lines.Outcome == LineChoice.NotFixed;
        var isWeightless = request.Lines.Provenance == LineChoice.Weightless;
        var weightless = provenance == Provenance.Averaged ? Weightless() : null;
        var part = request.Lines.WithoutCommune ? ImpactGroup.NoKey : barrier;
        var cells = (await rows.ReadAsync(index, filter, filter.Period, request.Lines.WithoutCommune ? ImpactGrouping.Commune : ImpactGrouping.Barrier, cancellationToken))
            .Where(c => part is null || c.Part == part).Select(c => c.Cell)
            .Where(c => (outcome is null || c.Outcome == outcome) && (!notFixed || c.Outcome != RepairOutcome.Fixed) && (provenance is null || c.Provenance == provenance) && (codes is null || codes.Contains(c.CategoryCode))
                && (weightless is null || weightless.Contains(KeyOf(c.FactorSet, c.CategoryCode)) == isWeightless));

        var lines = rows.Lines(index, filter, filter.Period);
        lines = notFixed ? lines.Where(e => e.Outcome != RepairOutcome.Fixed) : lines;
        lines = request.Lines.WithoutCommune ? lines.Where(e => e.CommuneCode == null) : lines;
        lines = outcome is { } o ? lines.Where(e => e.Outcome == o) : lines;
        lines = provenance is { } p ? lines.Where(e => e.Provenance == p) : lines;
        lines = weightless is null ? lines : lines.Where(e => weightless.Contains(e.FactorSet + ":" + e.CategoryCode) == isWeightless);
        if (barrier is not null)
        {
            RepairBarrier? known = RepairBarriers.TryParse(barrier, out var said) ? said : null;
            lines = known is null ? lines.Where(e => e.Barrier == null) : lines.Where(e => e.Barrier == known);
        }

        lines = codes is null ? lines : lines.Where(e => codes.Contains(e.CategoryCode));
        if (after is var (date, sequence))
        {
            lines = lines.On(from: null, date).Where(e => e.Date < date || e.Sequence < sequence);
        }

        var page = await lines.LatestFirst().Take(LedgerLines.PageSize + 1)
            .Select(e => new
            {
                Line = e,
                Place = db.Repairs.Where(r => r.Id == e.RepairId).SelectMany(r => db.Places.Where(x => x.Id == r.PlaceId).Select(x => x.Name)).FirstOrDefault(),
                Organisation = db.Organisations.Where(x => x.Id == e.OrganisationId).Select(x => x.Name).FirstOrDefault()
                    ?? db.ImportedProviders.Where(x => x.Id == e.OrganisationId).Select(x => x.Name).FirstOrDefault(),
                Corrects = db.LedgerEntries.Where(x => x.Id == e.CorrectsEntryId).Select(x => (long?)x.Sequence).FirstOrDefault(),
            })
            .ToListAsync(cancellationToken);
        var shown = page.Take(LedgerLines.PageSize).ToList();
        return new LedgerLines(
            filter,
            FrenchPlaceName.Typographic(index.NameOf(filter.Territory)!),
            reader.Figures(cells, null),
            [
                .. shown.Select(l => new LedgerLine(
                    l.Line.Sequence,
                    l.Line.Sign,
                    l.Line.Date,
                    l.Line.Day,
                    l.Place,
                    l.Organisation ?? "",
                    l.Line.CommuneCode is { } code ? FrenchPlaceName.Typographic(index.Commune(code)?.Name ?? code) : null,
                    request.Language == Language.English ? equipment.Category(l.Line.CategoryCode).NameEn : equipment.Category(l.Line.CategoryCode).NameFr,
                    l.Line.Outcome,
                    l.Line.MassMg is { } mg ? new Mass(mg).Kilograms : null,
                    l.Line.Provenance,
                    reader.Figures([new ImpactCell(l.Line.CategoryCode, l.Line.Outcome, l.Line.Provenance, l.Line.FactorSet, l.Line.IsReturn, l.Line.CountChange, l.Line.MassChangeMg)], null).Diverted.Kg,
                    l.Line.FactorSet,
                    l.Line.IsReturn,
                    l.Corrects)),
            ],
            page.Count > shown.Count ? string.Create(CultureInfo.InvariantCulture, $"{LocalDatePattern.Iso.Format(shown[^1].Line.Date)}.{shown[^1].Line.Sequence}") : null);
    }

    /// <summary>Of which categories, in which sets, an item weighs nothing unless it has a weight of its own.</summary>
    private List<string> Weightless() =>
    [
        .. equipment.FactorSets.SelectMany(set => equipment.Categories
            .Where(category => set.Amount(category, Provenance.Averaged, 1, default).ItemsWithoutWeight > 0).Select(category => KeyOf(set.Key, category.Code))),
    ];

    private static string KeyOf(string factorSet, string category) => factorSet + ":" + category;

    /// <summary>The categories asked for; null for all of them.</summary>
    private List<string>? Codes(LineChoice choice, string? category)
    {
        var all = equipment.Categories.AsEnumerable();
        all = category is null ? all : all.Where(c => c.Code == category);
        all = string.IsNullOrWhiteSpace(choice.Weee6) ? all : all.Where(c => ImpactGroup.Weee6(c) == choice.Weee6);
        all = string.IsNullOrWhiteSpace(choice.R543172) ? all : all.Where(c => ImpactGroup.R543172(c) == choice.R543172);
        all = choice.ElectricalOnly ? all.Where(c => c.Powered) : all;
        var codes = all.Select(c => c.Code).ToList();
        return codes.Count == equipment.Categories.Count ? null : codes;
    }

    private static (RepairOutcome? Outcome, Provenance? Provenance, string? Barrier, (LocalDate Date, long Sequence)? After) Read(ListLedgerLines request)
    {
        var wrong = new Dictionary<string, string[]>();
        RepairOutcome? outcome = null;
        if (request.Lines is { WithoutCommune: true, Barrier.Length: > 0 })
        {
            wrong["barrier"] = ["Choisissez un obstacle, ou ce qui est sans commune : pas les deux."];
        }

        if (!string.IsNullOrWhiteSpace(request.Lines.Outcome) && request.Lines.Outcome != LineChoice.NotFixed)
        {
            if (RepairOutcomes.TryParse(request.Lines.Outcome, out var parsed))
            {
                outcome = parsed;
            }
            else
            {
                wrong["outcome"] = ["Choisissez un résultat dans la liste."];
            }
        }

        Provenance? provenance = null;
        if (!string.IsNullOrWhiteSpace(request.Lines.Provenance))
        {
            provenance = request.Lines.Provenance switch
            {
                "weighed" => Provenance.Weighed,
                "declared" => Provenance.Declared,
                "averaged" or LineChoice.Weightless => Provenance.Averaged,
                _ => null,
            };
            if (provenance is null)
            {
                wrong["provenance"] = ["Choisissez d’où vient le poids dans la liste."];
            }
        }

        string? barrier = null;
        if (!string.IsNullOrWhiteSpace(request.Lines.Barrier))
        {
            barrier = RepairBarriers.TryParse(request.Lines.Barrier, out var known) ? known.Code() : request.Lines.Barrier == ImpactGroup.NoKey ? ImpactGroup.NoKey : null;
            if (barrier is null)
            {
                wrong["barrier"] = ["Choisissez un obstacle dans la liste."];
            }
        }

        (LocalDate, long)? after = null;
        if (!string.IsNullOrWhiteSpace(request.After))
        {
            var dot = request.After.IndexOf('.', StringComparison.Ordinal);
            if (dot == 10 && LocalDatePattern.Iso.Parse(request.After[..dot]) is { Success: true, Value: var date } && long.TryParse(request.After.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
            {
                after = (date, sequence);
            }
            else
            {
                wrong["after"] = ["Cette page n’existe pas. Revenez à la première."];
            }
        }

        return wrong.Count == 0 ? (outcome, provenance, barrier, after) : throw new InvalidRequestException(wrong);
    }
}
