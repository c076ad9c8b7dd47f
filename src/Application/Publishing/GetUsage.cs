using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Impact.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Impact;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Publishing;

/// <summary>How the service is used: counts over twelve months, the current one included. Nobody is followed, and no month tells of one or two people.</summary>
/// <param name="Territory">Key of a territory; null or empty for the whole instance.</param>
[AllowedTo(Permission.ReadInPublic)]
public sealed record GetUsage(string? Territory = null) : IQuery<OneOf<Usage, NotFound>>;

/// <param name="Territory">Null for the whole instance.</param>
/// <param name="TerritoryName">Its official name; null for the whole instance.</param>
/// <param name="Months">Twelve, the oldest first.</param>
/// <param name="Merged">Months whose appointments are told together, because one of them had fewer than <see cref="SmallCounts.Fewest"/>; null where each is told alone.</param>
/// <param name="Whole">All twelve months, exactly.</param>
/// <param name="Organisations">Open to bookings, with a place there.</param>
/// <param name="Places">Of these organisations.</param>
/// <param name="Benches">Of these places.</param>
/// <param name="MedianWait">From booking to appointment, for those taken in the last thirty days; null when they are too few.</param>
public sealed record Usage(
    TerritoryKey? Territory,
    string? TerritoryName,
    IReadOnlyList<UsageMonth> Months,
    UsageMerge? Merged,
    UsageTotals Whole,
    int Organisations,
    int Places,
    int Benches,
    Duration? MedianWait)
{
    /// <summary>So few appointments that how they were taken and what became of them would tell of one person.</summary>
    public bool IsTooFew => Whole.Counts.Total is > 0 and < SmallCounts.Fewest;
}

/// <param name="Counts">Null where they are told with those of other months.</param>
/// <param name="Repaired">Items, by the day of the repair: as on the page of the territory.</param>
public sealed record UsageMonth(YearMonth Month, UsageCounts? Counts, long Repaired);

/// <summary>Months told together.</summary>
public sealed record UsageMerge(int Months, UsageCounts Counts);

public sealed record UsageTotals(UsageCounts Counts, long Repaired);

/// <summary>Appointments taken in a period, and what has become of them since.</summary>
/// <param name="Web">Taken on the site or by another program, without anyone's help.</param>
/// <param name="Desk">Taken at the desk of a workshop or with a mediator.</param>
/// <param name="Moved">Moved at least once.</param>
/// <param name="Kept">The person came.</param>
/// <param name="NoShow">The person did not come.</param>
public readonly record struct UsageCounts(long Web, long Desk, long Phone, long Moved, long Kept, long Cancelled, long NoShow)
{
    public long Total => Web + Desk + Phone;

    public static UsageCounts operator +(UsageCounts a, UsageCounts b) =>
        new(a.Web + b.Web, a.Desk + b.Desk, a.Phone + b.Phone, a.Moved + b.Moved, a.Kept + b.Kept, a.Cancelled + b.Cancelled, a.NoShow + b.NoShow);
}

internal sealed class GetUsageHandler(UsageCounter counter, UsageCache cache, ITerritories territories, IRepairedByMonth repairs) : IRequestHandler<GetUsage, OneOf<Usage, NotFound>>
{
    public async Task<OneOf<Usage, NotFound>> Handle(GetUsage request, CancellationToken cancellationToken)
    {
        TerritoryKey? territory = null;
        var index = await territories.GetAsync(cancellationToken);
        if (!string.IsNullOrEmpty(request.Territory) && (territory = index.Find(request.Territory)) is null)
        {
            return new NotFound();
        }

        var table = await cache.GetAsync(counter.CountAsync, cancellationToken);
        var codes = territory is { } known ? index.CodesOf(known).ToHashSet(StringComparer.Ordinal) : null;
        var months = table.Months.Select(month => (month.Month, Counts: Of(month.Communes, codes).Aggregate(new UsageCounts(), (all, counts) => all + counts))).ToList();
        var repaired = await repairs.CountAsync(territory ?? TerritoryKey.France, months[0].Month.OnDayOfMonth(1), months[^1].Month.PlusMonths(1).OnDayOfMonth(1).PlusDays(-1), cancellationToken);
        var together = SmallCounts.Together(months.Select(m => new PublicPart(Key(m.Month), m.Counts.Total, IsAlone: true)));
        var places = Of(table.Places, codes).SelectMany(p => p).ToList();
        return new Usage(
            territory,
            territory is { } named ? index.NameOf(named) : null,
            [.. months.Select(m => new UsageMonth(m.Month, together.Contains(Key(m.Month)) ? null : m.Counts, repaired.GetValueOrDefault(Key(m.Month))))],
            together.Count == 0 ? null : new UsageMerge(together.Count, Sum(months.Where(m => together.Contains(Key(m.Month))).Select(m => m.Counts))),
            new UsageTotals(Sum(months.Select(m => m.Counts)), repaired.Values.Sum()),
            places.Select(p => p.Organisation).Distinct().Count(),
            places.Count,
            places.Sum(p => p.Benches),
            Median([.. Of(table.Waits, codes).SelectMany(w => w)]));
    }

    private static IEnumerable<T> Of<T>(IReadOnlyDictionary<string, T> communes, HashSet<string>? codes) =>
        communes.Where(c => codes is null || codes.Contains(c.Key)).Select(c => c.Value);

    private static UsageCounts Sum(IEnumerable<UsageCounts> counts) => counts.Aggregate(new UsageCounts(), (all, each) => all + each);

    private static Duration? Median(List<Duration> waits)
    {
        waits.Sort();
        return waits.Count < SmallCounts.Fewest ? null : waits.Count % 2 == 1 ? waits[waits.Count / 2] : (waits[(waits.Count / 2) - 1] + waits[waits.Count / 2]) / 2;
    }

    /// <summary>« 2027-03 », as the parts of the figures by month.</summary>
    private static string Key(YearMonth month) => month.OnDayOfMonth(1).ToString("uuuu-MM", System.Globalization.CultureInfo.InvariantCulture);
}
