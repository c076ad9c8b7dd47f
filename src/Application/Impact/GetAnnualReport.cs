using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Reuse.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Impact;
using RepairNet.Domain.Territories;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Impact;

/// <summary>The report of a territory for a year: what a municipality prints, signs and files.</summary>
/// <param name="Territory">Key of the territory.</param>
/// <param name="Year">The year: 2000 at the earliest, this year at the latest.</param>
/// <param name="Language">Language of the labels.</param>
[AllowedTo(Permission.ReadInPublic)]
public sealed record GetAnnualReport(string? Territory, int Year, Language Language = Language.French) : IQuery<OneOf<AnnualReport, NotFound>>;

internal sealed class GetAnnualReportHandler(RepairNetDb db, ImpactReader reader, TrainingReader training, IReuseFigures reuse, ObjectiveReader objectives, ITerritories territories, TextCatalog catalog, EquipmentCatalogue equipment, StatementMaker statements, IClock clock)
    : IRequestHandler<GetAnnualReport, OneOf<AnnualReport, NotFound>>
{
    private static readonly OrganisationKinds[] Kinds = [OrganisationKinds.Repairer, OrganisationKinds.RepairCafe, OrganisationKinds.ReuseWorkshop, OrganisationKinds.TrainingCentre];

    public async Task<OneOf<AnnualReport, NotFound>> Handle(GetAnnualReport request, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        if (index.Find(request.Territory) is not { } territory)
        {
            return new NotFound();
        }

        if (request.Year < Objective.FirstYear || request.Year > ImpactPeriods.LatestYear(clock, index, territory))
        {
            return new NotFound();
        }

        // Of a year that has begun in the Pacific only, the first day.
        var today = LocalDate.Max(ImpactPeriods.Today(clock, index, territory), new LocalDate(request.Year, 1, 1));
        var texts = catalog.In(request.Language);
        var (year, before) = (await YearAsync(index, territory, request.Year, cancellationToken), await YearAsync(index, territory, request.Year - 1, cancellationToken));
        var (cells, cellsBefore) = (year.Categories, before.Categories);
        var figures = reader.Figures(cells.Select(c => c.Cell), null);
        var previous = reader.Figures(cellsBefore.Select(c => c.Cell), null);
        var communes = index.CodesOf(territory).ToArray();
        var closing = year.Closing;
        var closedWith = closing ?? await AroundAsync(index, territory, request.Year, cancellationToken);
        var (population, populationBefore) = (PopulationOf(year), PopulationOf(before));

        long? PopulationOf(YearCells one) => one.Closing is { } signed ? signed.Statement.Population : index.PopulationOf(territory);

        async Task<IReadOnlyList<ReportPart>> PartsAsync(ImpactGrouping grouping, Func<Category, string> keyOf)
        {
            var now = await reader.PartsAsync([.. cells.Select(c => (keyOf(equipment.Category(c.Cell.CategoryCode)), c.Cell))], grouping, null, index, texts, cancellationToken);
            var then = await reader.PartsAsync([.. cellsBefore.Select(c => (keyOf(equipment.Category(c.Cell.CategoryCode)), c.Cell))], grouping, null, index, texts, cancellationToken);
            return Both(now, then, ordered: grouping is ImpactGrouping.Weee6 or ImpactGrouping.R543172);
        }

        async Task<IReadOnlyList<ReportPart>> BarriersAsync()
        {
            var now = await reader.PartsAsync(year.Barriers, ImpactGrouping.Barrier, null, index, texts, cancellationToken);
            var then = await reader.PartsAsync(before.Barriers, ImpactGrouping.Barrier, null, index, texts, cancellationToken);
            return [.. Both(now, then, ordered: false).OrderBy(p => p.Key == ImpactGroup.NoKey).ThenByDescending(p => p.Figures?.Repairs.NotFixed).ThenBy(p => p.Key, StringComparer.Ordinal)];
        }

        var (inventory, kinds) = await InventoryAsync(index, territory, communes, texts, cancellationToken);
        var (activity, activityBefore) = (await ActivityAsync(territory, communes, request.Year, today, cancellationToken), await ActivityAsync(territory, communes, request.Year - 1, today, cancellationToken));
        var report = new AnnualReport(
            territory,
            FrenchPlaceName.Typographic(closing?.Statement.TerritoryName ?? index.NameOf(territory)!),
            population,
            populationBefore,
            closing is null ? index.CommunesOf(territory).Count : await statements.CommuneCountAsync(index, closing.Statement.Number, cancellationToken),
            request.Year,
            today,
            today.Year > request.Year,
            closedWith,
            figures,
            previous,
            FigureOrigins.Of(cells.Select(c => c.Cell), equipment, poweredOnly: true),
            [.. reader.FactorsOf(cells.Select(c => c.Cell), null).Split('+').Select(equipment.FactorSet)],
            await PartsAsync(ImpactGrouping.Weee6, ImpactGroup.Weee6),
            await PartsAsync(ImpactGrouping.R543172, ImpactGroup.R543172),
            await PartsAsync(ImpactGrouping.Category, c => c.Code),
            await ActorsAsync(year, before, texts, cancellationToken),
            await BarriersAsync(),
            inventory,
            kinds,
            activity,
            activityBefore,
            await TrainingAsync(index, territory, request.Year, cancellationToken),
            await TrainingAsync(index, territory, request.Year - 1, cancellationToken),
            await ReuseAsync(index, territory, request.Year, cancellationToken),
            await ReuseAsync(index, territory, request.Year - 1, cancellationToken),
            await objectives.ProgressAsync(territory, request.Year, figures, population, cancellationToken),
            new FiguresDigest());
        Print(report);
        return report;
    }

    /// <summary>
    /// What a year is made of. Where it is closed, that is what was signed, in the communes the territory had on that day: the report cannot say otherwise.
    /// </summary>
    private async Task<YearCells> YearAsync(TerritoryIndex index, TerritoryKey territory, int year, CancellationToken cancellationToken)
    {
        var (from, to, key) = (new LocalDate(year, 1, 1), new LocalDate(year, 12, 31), territory.ToString());
        var scope = new ImpactScope(territory, from, to);
        if (await db.ClosedPeriods.AsNoTracking().SingleOrDefaultAsync(p => p.Territory == key && p.From == from && p.To == to, cancellationToken) is not { } closed)
        {
            return new YearCells(
                null,
                await reader.CellsAsync(index, scope, ImpactGrouping.Category, cancellationToken),
                await reader.CellsAsync(index, scope, ImpactGrouping.Barrier, cancellationToken),
                await reader.CellsAsync(index, scope, ImpactGrouping.Organisation, cancellationToken));
        }

        var statement = closed.Read();
        var byActor = await statements.ActorsAsync(closed.Number, statement, cancellationToken);
        return new YearCells(
            new ReportClosing(statement, closed.Hash),
            [.. statement.Cells.Select(c => (c.Cell.CategoryCode, c.Cell))],
            [.. statement.Cells.Select(c => (ImpactGroup.Barrier(c.Barrier), c.Cell))],
            byActor);
    }

    /// <summary>The closing of a territory around this one: what counts here in that year does not change any more either.</summary>
    private async Task<ReportClosing?> AroundAsync(TerritoryIndex index, TerritoryKey territory, int year, CancellationToken cancellationToken)
    {
        var (from, to, keys) = (new LocalDate(year, 1, 1), new LocalDate(year, 12, 31), index.ParentsOf(territory).Select(k => k.ToString()).ToArray());
        var closed = await db.ClosedPeriods.AsNoTracking().Where(p => keys.Contains(p.Territory) && p.From == from && p.To == to).OrderBy(p => p.Number).FirstOrDefaultAsync(cancellationToken);
        return closed is null ? null : new ReportClosing(closed.Read(), closed.Hash);
    }

    /// <summary>The parts of two years side by side: in the order of the keys, or of the year and then what only the year before had.</summary>
    private static IReadOnlyList<ReportPart> Both(IReadOnlyList<ImpactPart> now, IReadOnlyList<ImpactPart> then, bool ordered)
    {
        var parts = ImpactReader.Beside(now, then).Select(p => new ReportPart(p.Key, p.Label, p.Now, p.Then));
        return ordered ? [.. parts.OrderBy(p => p.Key, StringComparer.Ordinal)] : [.. parts];
    }

    private async Task<IReadOnlyList<ReportPart>> ActorsAsync(YearCells year, YearCells before, Texts texts, CancellationToken cancellationToken)
    {
        var (cells, cellsBefore) = (year.Actors, before.Actors);
        var named = await reader.PublicNamesAsync([.. cells.Concat(cellsBefore).Select(c => c.Part).Distinct()], texts, cancellationToken);

        Dictionary<string, ImpactFigures> Merged(IReadOnlyList<(string Part, ImpactCell Cell)> all)
        {
            var together = SmallCounts.Together(ImpactReader.PublicParts(all), named.ContainsKey);
            return all.GroupBy(c => together.Contains(c.Part) ? AnnualReport.OtherActors : c.Part, StringComparer.Ordinal)
                .Where(g => g.Key == AnnualReport.OtherActors || named.ContainsKey(g.Key))
                .ToDictionary(g => g.Key, g => reader.Figures(g.Select(c => c.Cell), null), StringComparer.Ordinal);
        }

        var (now, then) = (Merged(cells), Merged(cellsBefore));
        var (had, hadBefore) = (cells.Select(c => c.Part).ToHashSet(), cellsBefore.Select(c => c.Part).ToHashSet());

        // What is merged in one year and not in the other is not zero there: it is not told.
        ImpactFigures? Of(Dictionary<string, ImpactFigures> shown, HashSet<string> any, string key) =>
            shown.TryGetValue(key, out var own) ? own : any.Contains(key) ? null : default(ImpactFigures);

        return
        [
            .. now.Keys.Union(then.Keys, StringComparer.Ordinal)
                .Select(key => new ReportPart(key, key == AnnualReport.OtherActors ? texts["Autres acteurs"] : named[key], Of(now, had, key), Of(then, hadBefore, key)))
                .OrderBy(p => p.Key == AnnualReport.OtherActors)
                .ThenByDescending(p => p.Figures?.Diverted.Kg.Central ?? 0)
                .ThenByDescending(p => p.Figures?.Repairs.Total ?? 0)
                .ThenBy(p => p.Key, StringComparer.Ordinal),
        ];
    }

    private async Task<(IReadOnlyList<ReportActor> Actors, IReadOnlyList<ReportKind> Kinds)> InventoryAsync(
        TerritoryIndex index, TerritoryKey territory, string[] communes, Texts texts, CancellationToken cancellationToken)
    {
        var places = PlacesOf(territory, communes);
        var found = await db.Organisations.AsNoTracking()
            .Where(o => o.Status == OrganisationStatus.Approved && places.Any(p => p.OrganisationId == o.Id))
            .Select(o => new { o.Id, o.Name, o.Kinds }).ToListAsync(cancellationToken);
        IReadOnlyList<ReportKind> kinds = [.. Kinds.Select(k => new ReportKind(k, found.Count(o => o.Kinds.HasFlag(k)))).Where(k => k.Count > 0)];
        if (found.Count is 0 or > AnnualReport.MostNamed)
        {
            return ([], kinds);
        }

        var ids = found.Select(o => o.Id).ToArray();
        var own = await places.Where(p => ids.Contains(p.OrganisationId)).Select(p => new { p.Id, p.OrganisationId, p.CommuneCode }).ToListAsync(cancellationToken);
        var placeIds = own.Select(p => p.Id).ToArray();
        var services = (await db.Services.AsNoTracking().Where(s => placeIds.Contains(s.PlaceId))
            .Select(s => new { s.OrganisationId, s.Name, Categories = s.Categories.Select(c => c.Category).ToList() }).ToListAsync(cancellationToken)).ToLookup(s => s.OrganisationId);
        var approvals = (await db.Accreditations.AsNoTracking().Where(a => ids.Contains(a.OrganisationId) && a.Status == AccreditationStatus.Approved)
            .Select(a => new { a.OrganisationId, a.Territory }).ToListAsync(cancellationToken)).ToLookup(a => a.OrganisationId);
        var order = equipment.Categories.Select((c, i) => (c.Code, i)).ToDictionary(c => c.Code, c => c.i, StringComparer.Ordinal);
        return (
            [
                .. found.OrderBy(o => o.Name, StringComparer.OrdinalIgnoreCase).ThenBy(o => o.Id.Value).Select(o => new ReportActor(
                    o.Id,
                    o.Name,
                    o.Kinds,
                    [.. own.Where(p => p.OrganisationId == o.Id).Select(p => FrenchPlaceName.Typographic(index.Commune(p.CommuneCode)?.Name ?? p.CommuneCode)).Distinct().Order(StringComparer.OrdinalIgnoreCase)],
                    [.. approvals[o.Id].Select(a => index.Find(a.Territory)).OfType<TerritoryKey>().OrderBy(k => k.Level).Select(k => FrenchPlaceName.Typographic(index.NameOf(k)!))],
                    [.. services[o.Id].Select(s => s.Name).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)],
                    [.. services[o.Id].SelectMany(s => s.Categories).Distinct(StringComparer.Ordinal).Where(order.ContainsKey).OrderBy(c => order[c]).Select(equipment.Category).Select(c => texts.Language == Language.English ? c.NameEn : c.NameFr)])),
            ],
            kinds);
    }

    private async Task<ReportActivity> ActivityAsync(TerritoryKey territory, string[] communes, int year, LocalDate today, CancellationToken cancellationToken)
    {
        var places = PlacesOf(territory, communes);
        var everywhere = territory == TerritoryKey.France;
        var (from, to) = (new LocalDate(year, 1, 1), LocalDate.Min(new LocalDate(year, 12, 31), today));
        return new ReportActivity(
            await db.CafeSessions.AsNoTracking().LongCountAsync(s => s.CancelledAt == null && s.Date >= from && s.Date <= to && (everywhere || places.Any(p => p.Id == s.PlaceId)), cancellationToken),
            await db.Bookings.AsNoTracking().LongCountAsync(
                b => b.Day >= from && b.Day <= to && (b.Status == BookingStatus.Arrived || b.Status == BookingStatus.Completed) && (everywhere || places.Any(p => p.Id == b.PlaceId)), cancellationToken));
    }

    private async Task<TrainingFigures> TrainingAsync(TerritoryIndex index, TerritoryKey territory, int year, CancellationToken cancellationToken) =>
        (await training.TallyAsync(index, territory, new LocalDate(year, 1, 1), new LocalDate(year, 12, 31), cancellationToken)).Aggregate(default(TrainingFigures), (sum, t) => sum + t.Figures);

    private Task<ReuseFigures> ReuseAsync(TerritoryIndex index, TerritoryKey territory, int year, CancellationToken cancellationToken) =>
        reuse.FiguresAsync(index, territory, new LocalDate(year, 1, 1), new LocalDate(year, 12, 31), cancellationToken);

    private IQueryable<Place> PlacesOf(TerritoryKey territory, string[] communes) =>
        territory == TerritoryKey.France ? db.Places.AsNoTracking() : db.Places.AsNoTracking().Where(p => communes.Contains(p.CommuneCode));

    /// <summary>Everything counted or weighed, under names that do not depend on the language.</summary>
    private static void Print(AnnualReport report)
    {
        report.Digest.Add("territory", report.Territory.ToString()).Add("year", (long?)report.Year).Add("population", report.Population)
            .Add("factors", string.Join('+', report.FactorSets.Select(f => f.Key)))
            .Add("figures", report.Figures).Add("previous", report.Previous)
            .Add("activity.sessions", (long?)report.Activity.Sessions).Add("activity.appointments", (long?)report.Activity.Appointments)
            .Add("previous-activity.sessions", (long?)report.PreviousActivity.Sessions).Add("previous-activity.appointments", (long?)report.PreviousActivity.Appointments);
        if (report.PreviousPopulation != report.Population)
        {
            report.Digest.Add("previous-population", report.PreviousPopulation);
        }

        if (report.HasTraining)
        {
            foreach (var (name, f) in new[] { ("training", report.Training), ("previous-training", report.PreviousTraining) })
            {
                report.Digest.Add(name + ".sessions", (long?)f.Sessions).Add(name + ".offered", (long?)f.Offered).Add(name + ".taken", (long?)f.Taken).Add(name + ".came", (long?)f.Came)
                    .Add(name + ".came-to-all", (long?)f.CameToAll).Add(name + ".minutes-held", (long?)f.MinutesHeld).Add(name + ".minutes-attended", (long?)f.MinutesAttended).Add(name + ".certificates", (long?)f.Certificates);
            }
        }

        if (report.HasReuse)
        {
            foreach (var (name, r) in new[] { ("reuse", report.Reuse), ("previous-reuse", report.PreviousReuse) })
            {
                report.Digest.Add(name + ".intake", (long?)r.Figures.Intake).Add(name + ".reused", (long?)r.Figures.ReusedWhole).Add(name + ".parts", (long?)r.Figures.Parts).Add(name + ".recycled", (long?)r.Figures.Recycled)
                    .Add(name + ".discarded", (long?)r.Figures.Discarded).Add(name + ".stock", (long?)r.StockGrams).Add(name + ".fte-hundredths", (long?)r.Work.FteHundredths).Add(name + ".insertion-hours", (long?)r.Work.InsertionHours);
            }
        }

        foreach (var (name, parts) in new[] { ("weee6", report.Weee6), ("r543172", report.R543172), ("category", report.Families), ("actor", report.Actors), ("barrier", report.Barriers) })
        {
            foreach (var part in parts)
            {
                if (part.Figures is { } figures)
                {
                    report.Digest.Add($"{name}.{part.Key}", figures);
                }

                if (part.Previous is { } previous)
                {
                    report.Digest.Add($"previous-{name}.{part.Key}", previous);
                }
            }
        }

        foreach (var objective in report.Objectives)
        {
            report.Digest.Add($"objective.{objective.Measure.Code()}", objective.Target);
        }
    }

    /// <summary>The cells of a year, by category, by what stood in the way and by actor.</summary>
    private sealed record YearCells(
        ReportClosing? Closing,
        IReadOnlyList<(string Part, ImpactCell Cell)> Categories,
        IReadOnlyList<(string Part, ImpactCell Cell)> Barriers,
        IReadOnlyList<(string Part, ImpactCell Cell)> Actors);
}
