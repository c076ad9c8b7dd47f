using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Directory;

namespace RepairNet.Application.Publishing;

/// <summary>How the service is used: counts of the whole instance over twelve months, the current one included. Nobody is followed.</summary>
[AllowedTo(Permission.ReadInPublic)]
public sealed record GetUsage : IQuery<Usage>;

/// <param name="Months">Twelve, the oldest first.</param>
/// <param name="Organisations">Open to bookings.</param>
/// <param name="Places">Of these organisations.</param>
/// <param name="Benches">Of these places.</param>
/// <param name="CountedAt">When: the counts are kept an hour.</param>
public sealed record Usage(IReadOnlyList<UsageMonth> Months, int Organisations, int Places, int Benches, Instant CountedAt)
{
    public UsageCounts Whole => Months.Aggregate(new UsageCounts(), (all, month) => all + month.Counts);
}

public sealed record UsageMonth(YearMonth Month, UsageCounts Counts);

/// <summary>Appointments taken in a period, and what has become of them since.</summary>
/// <param name="Web">Taken on the site or by another program.</param>
/// <param name="Moved">Moved at least once.</param>
/// <param name="NoShow">The person did not come.</param>
public readonly record struct UsageCounts(long Web, long Desk, long Phone, long Moved, long Cancelled, long NoShow)
{
    public long Total => Web + Desk + Phone;

    public static UsageCounts operator +(UsageCounts a, UsageCounts b) =>
        new(a.Web + b.Web, a.Desk + b.Desk, a.Phone + b.Phone, a.Moved + b.Moved, a.Cancelled + b.Cancelled, a.NoShow + b.NoShow);
}

internal sealed class GetUsageHandler(RepairNetDb db, UsageCache cache, IClock clock, IDateTimeZoneProvider zones) : IRequestHandler<GetUsage, Usage>
{
    private const int MonthsShown = 12;

    public Task<Usage> Handle(GetUsage request, CancellationToken cancellationToken) => cache.GetAsync(CountAsync, cancellationToken);

    private async Task<Usage> CountAsync(CancellationToken cancellationToken)
    {
        // Months of the law of the mainland: a booking at midnight overseas may count a month apart, a total never.
        var zone = zones["Europe/Paris"];
        var now = clock.GetCurrentInstant();
        var first = now.InZone(zone).Date.ToYearMonth().PlusMonths(1 - MonthsShown);
        var months = new List<UsageMonth>(MonthsShown);
        for (var i = 0; i < MonthsShown; i++)
        {
            var month = first.PlusMonths(i);
            months.Add(new UsageMonth(month, await CountAsync(StartOf(month), StartOf(month.PlusMonths(1)), cancellationToken)));
        }

        var approved = db.Organisations.Where(o => o.Status == OrganisationStatus.Approved);
        var places = db.Places.Where(p => approved.Any(o => o.Id == p.OrganisationId));
        return new Usage(
            months,
            await approved.CountAsync(cancellationToken),
            await places.CountAsync(cancellationToken),
            await places.SumAsync(p => p.Benches, cancellationToken),
            now);

        Instant StartOf(YearMonth month) => month.OnDayOfMonth(1).AtStartOfDayInZone(zone).ToInstant();
    }

    /// <summary>One pass over the bookings of a month, by the index on when they were made: a few lines come back, never a booking.</summary>
    private async Task<UsageCounts> CountAsync(Instant from, Instant to, CancellationToken cancellationToken)
    {
        var lines = await db.Bookings.AsNoTracking()
            .Where(b => b.CreatedAt >= from && b.CreatedAt < to)
            .GroupBy(b => new { b.Channel, b.Status, b.Revision })
            .Select(g => new { g.Key.Channel, g.Key.Status, g.Key.Revision, Count = g.LongCount() })
            .ToListAsync(cancellationToken);
        return new UsageCounts(
            lines.Where(l => l.Channel == BookingChannel.Web).Sum(l => l.Count),
            lines.Where(l => l.Channel == BookingChannel.Desk).Sum(l => l.Count),
            lines.Where(l => l.Channel == BookingChannel.Phone).Sum(l => l.Count),
            // A cancellation is a revision too: what is left of them are moves.
            lines.Where(l => l.Revision > (l.Status == BookingStatus.Cancelled ? 1 : 0)).Sum(l => l.Count),
            lines.Where(l => l.Status == BookingStatus.Cancelled).Sum(l => l.Count),
            lines.Where(l => l.Status == BookingStatus.NoShow).Sum(l => l.Count));
    }
}
