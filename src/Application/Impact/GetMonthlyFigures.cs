using System.Globalization;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Impact;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Impact;

/// <summary>The latest months of a territory, for its feed.</summary>
[AllowedTo(Permission.ReadInPublic)]
public sealed record GetMonthlyFigures(string? Territory) : IQuery<OneOf<MonthlyFigures, NotFound>>
{
    /// <summary>A feed tells what is new: older months are on the page.</summary>
    public const int MostMonths = 24;

    /// <summary>Older closings are on the page of signed figures.</summary>
    public const int MostClosings = 12;
}

/// <summary>The latest months of a territory in which something was recorded, the latest first.</summary>
/// <param name="Territory">Key of the territory of today.</param>
/// <param name="TerritoryName">Its name as it is printed.</param>
/// <param name="Months">At most <see cref="GetMonthlyFigures.MostMonths"/>.</param>
/// <param name="Closings">The latest closed periods, the last closed first, at most <see cref="GetMonthlyFigures.MostClosings"/>.</param>
public sealed record MonthlyFigures(TerritoryKey Territory, string TerritoryName, IReadOnlyList<MonthFigures> Months, IReadOnlyList<ClosedPeriodView> Closings);

/// <summary>One month.</summary>
/// <param name="Month">Which.</param>
/// <param name="IsOver">Whether it is past everywhere in the territory.</param>
/// <param name="UpdatedAt">When its figures were made: the end of a month that is over, or the latest thing recorded or corrected in it if that came later.</param>
/// <param name="Figures">What was repaired.</param>
public sealed record MonthFigures(YearMonth Month, bool IsOver, Instant UpdatedAt, ImpactFigures Figures);

internal sealed class GetMonthlyFiguresHandler(RepairNetDb db, ImpactReader reader, ITerritories territories, IMediator mediator, IClock clock) : IRequestHandler<GetMonthlyFigures, OneOf<MonthlyFigures, NotFound>>
{
    public async Task<OneOf<MonthlyFigures, NotFound>> Handle(GetMonthlyFigures request, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        if (index.Find(request.Territory) is not { } territory)
        {
            return new NotFound();
        }

        var now = clock.GetCurrentInstant();
        var zones = index.CommunesOf(territory).Select(code => index.Commune(code)!.TimeZoneId).Distinct().DefaultIfEmpty(TimeZones.Metropolitan).Select(id => DateTimeZoneProviders.Tzdb[id]).ToList();
        var cells = await reader.CellsAsync(index, new ImpactScope(territory, null, null), ImpactGrouping.Month, cancellationToken);
        var found = cells.GroupBy(c => c.Part, StringComparer.Ordinal).OrderByDescending(g => g.Key, StringComparer.Ordinal)
            .Select(g => (g.Key, Figures: reader.Figures(g.Select(c => c.Cell), null))).Where(m => m.Figures != default).Take(GetMonthlyFigures.MostMonths).ToList();
        var latest = found.Count == 0 ? [] : await LatestAsync(index, territory, MonthOf(found[^1].Key), cancellationToken);
        var months = found.ConvertAll(part =>
        {
            var month = MonthOf(part.Key);
            var end = zones.Max(zone => zone.AtStartOfDay(month.PlusMonths(1).OnDayOfMonth(1)).ToInstant());
            var written = Instant.Min(latest.GetValueOrDefault(month, now), now);
            return new MonthFigures(month, end <= now, end <= now ? Instant.Max(end, written) : written, part.Figures);
        });

        var closings = await mediator.Send(new GetClosedPeriods(request.Territory), cancellationToken);
        return new MonthlyFigures(
            territory, FrenchPlaceName.Typographic(index.NameOf(territory)!), months, closings.Match(page => page.Periods.Take(GetMonthlyFigures.MostClosings).ToList(), _ => []));
    }

    private static YearMonth MonthOf(string key) => new(int.Parse(key.AsSpan(0, 4), CultureInfo.InvariantCulture), int.Parse(key.AsSpan(5), CultureInfo.InvariantCulture));

    /// <summary>When a line was last written about each month, from one on: recorded late, or corrected.</summary>
    private async Task<Dictionary<YearMonth, Instant>> LatestAsync(TerritoryIndex index, TerritoryKey territory, YearMonth since, CancellationToken cancellationToken)
    {
        var lines = db.LedgerEntries.AsNoTracking().On(since.OnDayOfMonth(1), to: null);
        if (territory.Level == TerritoryLevel.Country)
        {
            var country = territory.Code;
            lines = lines.Where(e => e.Country == country);
        }
        else
        {
            var communes = index.CodesOf(territory).ToArray();
            lines = lines.Where(e => communes.Contains(e.CommuneCode));
        }

        var days = await lines.GroupBy(e => e.Date).Select(g => new { Day = g.Key, Last = g.Max(e => e.Sequence) }).ToListAsync(cancellationToken);
        var last = days.GroupBy(d => d.Day.ToYearMonth()).ToDictionary(g => g.Max(d => d.Last), g => g.Key);
        var numbers = last.Keys.ToArray();
        return (await db.LedgerEntries.AsNoTracking().Where(e => numbers.Contains(e.Sequence)).Select(e => new { e.Sequence, e.RecordedAt }).ToListAsync(cancellationToken))
            .ToDictionary(e => last[e.Sequence], e => e.RecordedAt);
    }
}
