using System.Globalization;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Impact;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Impact;

/// <summary>The latest months of a territory, for its feed.</summary>
[AllowedTo(Caller.Public)]
public sealed record GetMonthlyFigures(string? Territory) : IQuery<OneOf<MonthlyFigures, NotFound>>
{
    /// <summary>A feed tells what is new: older months are on the page.</summary>
    public const int MostMonths = 24;
}

/// <summary>The latest months of a territory in which something was recorded, the latest first.</summary>
/// <param name="Territory">Key of the territory of today.</param>
/// <param name="TerritoryName">Its name as it is printed.</param>
/// <param name="Months">At most <see cref="GetMonthlyFigures.MostMonths"/>.</param>
public sealed record MonthlyFigures(TerritoryKey Territory, string TerritoryName, IReadOnlyList<MonthFigures> Months);

/// <summary>One month.</summary>
/// <param name="Month">Which.</param>
/// <param name="IsOver">Whether it is past everywhere in the territory.</param>
/// <param name="UpdatedAt">When its figures were made: the end of a month that is over; for the running one, the latest thing recorded in it.</param>
/// <param name="Figures">What was repaired.</param>
public sealed record MonthFigures(YearMonth Month, bool IsOver, Instant UpdatedAt, ImpactFigures Figures);

internal sealed class GetMonthlyFiguresHandler(RepairNetDb db, ImpactReader reader, ITerritories territories, IClock clock) : IRequestHandler<GetMonthlyFigures, OneOf<MonthlyFigures, NotFound>>
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
        var months = new List<MonthFigures>();
        foreach (var part in cells.GroupBy(c => c.Part, StringComparer.Ordinal).OrderByDescending(g => g.Key, StringComparer.Ordinal))
        {
            var figures = reader.Figures(part.Select(c => c.Cell), null);
            if (figures.Repairs.Total == 0)
            {
                continue;
            }

            var month = new YearMonth(int.Parse(part.Key.AsSpan(0, 4), CultureInfo.InvariantCulture), int.Parse(part.Key.AsSpan(5), CultureInfo.InvariantCulture));
            var end = zones.Max(zone => zone.AtStartOfDay(month.PlusMonths(1).OnDayOfMonth(1)).ToInstant());
            months.Add(new MonthFigures(month, end <= now, end <= now ? end : await LatestAsync(index, territory, month, now, cancellationToken), figures));
            if (months.Count == GetMonthlyFigures.MostMonths)
            {
                break;
            }
        }

        return new MonthlyFigures(territory, FrenchPlaceName.Typographic(index.NameOf(territory)!), months);
    }

    /// <summary>When a line was last written about a month that is not over; at most now, whatever the clock said then.</summary>
    private async Task<Instant> LatestAsync(TerritoryIndex index, TerritoryKey territory, YearMonth month, Instant now, CancellationToken cancellationToken)
    {
        var (first, next) = (month.OnDayOfMonth(1), month.PlusMonths(1).OnDayOfMonth(1));
        var lines = db.LedgerEntries.Where(e => e.Date >= first && e.Date < next);
        if (territory.Level != TerritoryLevel.Country)
        {
            var communes = index.CommunesOf(territory).ToArray();
            lines = lines.Where(e => communes.Contains(e.CommuneCode));
        }

        var latest = await lines.OrderByDescending(e => e.Sequence).Select(e => (Instant?)e.RecordedAt).FirstOrDefaultAsync(cancellationToken);
        return Instant.Min(latest ?? now, now);
    }
}
