using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;

namespace RepairNet.Application.Publishing;

/// <summary>What is counted, by commune: any territory is the sum of its communes.</summary>
/// <param name="Months">Twelve, the oldest first.</param>
/// <param name="Places">Those open to bookings.</param>
/// <param name="Waits">From booking to appointment, for those taken in the last thirty days.</param>
/// <param name="CountedAt">When: the counts are kept an hour.</param>
internal sealed record UsageTable(
    IReadOnlyList<UsageTableMonth> Months,
    IReadOnlyDictionary<string, IReadOnlyList<UsagePlace>> Places,
    IReadOnlyDictionary<string, IReadOnlyList<Duration>> Waits,
    Instant CountedAt);

internal sealed record UsageTableMonth(YearMonth Month, IReadOnlyDictionary<string, UsageCounts> Communes);

internal sealed record UsagePlace(OrganisationId Organisation, int Benches);

/// <summary>Counts the use of the whole instance once, for all its territories.</summary>
internal sealed class UsageCounter(RepairNetDb db, IClock clock, IDateTimeZoneProvider zones)
{
    private const int MonthsShown = 12;

    private static readonly Duration Lately = Duration.FromDays(30);

    public async Task<UsageTable> CountAsync(CancellationToken cancellationToken)
    {
        // Months of the law of the mainland: a booking at midnight overseas may count a month apart, a total never.
        var zone = zones["Europe/Paris"];
        var now = clock.GetCurrentInstant();
        var first = now.InZone(zone).Date.ToYearMonth().PlusMonths(1 - MonthsShown);
        var months = new List<UsageTableMonth>(MonthsShown);
        for (var i = 0; i < MonthsShown; i++)
        {
            var month = first.PlusMonths(i);
            months.Add(new UsageTableMonth(month, await CountAsync(StartOf(month), StartOf(month.PlusMonths(1)), cancellationToken)));
        }

        var places = await (
            from place in db.Places
            join organisation in db.Organisations on place.OrganisationId equals organisation.Id
            where organisation.Status == OrganisationStatus.Approved
            select new { place.CommuneCode, place.OrganisationId, place.Benches }).ToListAsync(cancellationToken);
        var since = now - Lately;
        var waits = await db.Bookings.AsNoTracking().Where(b => b.CreatedAt >= since && b.CreatedAt <= now).Select(b => new { b.CommuneCode, b.CreatedAt, b.Start }).ToListAsync(cancellationToken);
        return new UsageTable(
            months,
            ByCommune(places, p => p.CommuneCode, p => new UsagePlace(p.OrganisationId, p.Benches)),
            ByCommune(waits, w => w.CommuneCode, w => w.Start - w.CreatedAt),
            now);

        Instant StartOf(YearMonth month) => month.OnDayOfMonth(1).AtStartOfDayInZone(zone).ToInstant();
    }

    private static Dictionary<string, IReadOnlyList<TResult>> ByCommune<T, TResult>(IEnumerable<T> all, Func<T, string> commune, Func<T, TResult> select) =>
        all.GroupBy(commune, StringComparer.Ordinal).ToDictionary(g => g.Key, g => (IReadOnlyList<TResult>)[.. g.Select(select)], StringComparer.Ordinal);

    /// <summary>One pass over the bookings of a month, by the index on when they were made: a few lines for each commune come back, never a booking.</summary>
    private async Task<Dictionary<string, UsageCounts>> CountAsync(Instant from, Instant to, CancellationToken cancellationToken)
    {
        var lines = await db.Bookings.AsNoTracking()
            .Where(b => b.CreatedAt >= from && b.CreatedAt < to)
            .GroupBy(b => new { b.CommuneCode, b.Channel, b.Status, b.Revision })
            .Select(g => new { g.Key.CommuneCode, g.Key.Channel, g.Key.Status, g.Key.Revision, Count = g.LongCount() })
            .ToListAsync(cancellationToken);
        return lines.GroupBy(l => l.CommuneCode, StringComparer.Ordinal).ToDictionary(
            g => g.Key,
            g => new UsageCounts(
                g.Where(l => l.Channel == BookingChannel.Web).Sum(l => l.Count),
                g.Where(l => l.Channel == BookingChannel.Desk).Sum(l => l.Count),
                g.Where(l => l.Channel == BookingChannel.Phone).Sum(l => l.Count),
                // A cancellation is a revision too: what is left of them are moves.
                g.Where(l => l.Revision > (l.Status == BookingStatus.Cancelled ? 1 : 0)).Sum(l => l.Count),
                g.Where(l => l.Status is BookingStatus.Arrived or BookingStatus.Completed).Sum(l => l.Count),
                g.Where(l => l.Status == BookingStatus.Cancelled).Sum(l => l.Count),
                g.Where(l => l.Status == BookingStatus.NoShow).Sum(l => l.Count)),
            StringComparer.Ordinal);
    }
}
