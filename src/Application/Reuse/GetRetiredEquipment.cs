using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Reuse;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Reuse;

/// <summary>The computer equipment that a territory retired in a year, and what share was used again.</summary>
/// <param name="Territory">Key of the territory.</param>
/// <param name="Year">Null for this year.</param>
[AllowedTo(Permission.ReadPurchases)]
public sealed record GetRetiredEquipment(string? Territory, int? Year = null, int Skip = 0, int Take = 50) : IQuery<OneOf<RetiredEquipment, NotFound>>;

/// <param name="TerritoryName">Its name as it is printed.</param>
/// <param name="Today">Local day in Paris.</param>
/// <param name="Stock">Pieces without use on 1 January; null until someone says.</param>
/// <param name="Totals">Pieces by destination, those left out of the proportion apart.</param>
/// <param name="Reused">Pieces that count as used again.</param>
/// <param name="Share">What was used again beside the stock; null without a stock.</param>
/// <param name="Aim">The proportion to reach; null when there is none.</param>
/// <param name="Batches">The latest first.</param>
/// <param name="More">Whether earlier ones follow.</param>
public sealed record RetiredEquipment(
    TerritoryKey Territory, string TerritoryName, int Year, LocalDate Today, int? Stock, IReadOnlyList<RetiredTotal> Totals, long Reused, decimal? Share, decimal? Aim,
    IReadOnlyList<RetiredRow> Batches, bool More);

/// <param name="CountsAsReused">Whether these count as used again.</param>
public sealed record RetiredTotal(RetiredTo To, bool CountsAsReused, long Count);

public sealed record RetiredRow(RetiredBatchId Id, LocalDate Date, string Category, int Count, RetiredTo To, string? Recipient, bool Undertaken, RetiredExclusion? Exclusion)
{
    public bool CountsAsReused => RetiredBatch.Reuses(To, Undertaken, Exclusion);
}

internal sealed class GetRetiredEquipmentHandler(RepairNetDb db, PurchasesDesk desk, IClock clock, IDateTimeZoneProvider zones) : IRequestHandler<GetRetiredEquipment, OneOf<RetiredEquipment, NotFound>>
{
    public async Task<OneOf<RetiredEquipment, NotFound>> Handle(GetRetiredEquipment request, CancellationToken cancellationToken)
    {
        if (request.Year is < PurchaseLine.FirstYear or > PurchaseLine.LastYear
            || await desk.FindAsync(request.Territory, Permission.ReadPurchases, cancellationToken) is not var (territory, key, index, _))
        {
            return new NotFound();
        }

        var today = clock.GetCurrentInstant().InZone(zones[TimeZones.Metropolitan]).Date;
        var year = request.Year ?? Math.Max(PurchaseLine.FirstYear, today.Year);
        var (first, last) = (new LocalDate(year, 1, 1), new LocalDate(year, 12, 31));
        var batches = db.RetiredBatches.AsNoTracking().Where(b => b.Territory == key && b.Date >= first && b.Date <= last);
        var sums = await batches.GroupBy(b => new { b.To, b.Undertaken, b.Exclusion })
            .Select(g => new { g.Key.To, g.Key.Undertaken, g.Key.Exclusion, Count = g.Sum(b => (long)b.Count) }).ToListAsync(cancellationToken);
        RetiredTotal[] totals =
        [
            .. sums.GroupBy(s => (s.To, Reused: RetiredBatch.Reuses(s.To, s.Undertaken, s.Exclusion)))
                .Select(g => new RetiredTotal(g.Key.To, g.Key.Reused, g.Sum(s => s.Count))).OrderBy(t => t.To).ThenByDescending(t => t.CountsAsReused),
        ];
        var reused = totals.Where(t => t.CountsAsReused).Sum(t => t.Count);
        var stock = await db.RetiredStocks.AsNoTracking().Where(s => s.Territory == key && s.Year == year).Select(s => (int?)s.Count).SingleOrDefaultAsync(cancellationToken);
        var rows = await batches.OrderByDescending(b => b.Date).ThenByDescending(b => b.Id).Skip(request.Skip).Take(request.Take + 1)
            .Select(b => new RetiredRow(b.Id, b.Date, b.CategoryCode, b.Count, b.To, b.Recipient, b.Undertaken, b.Exclusion)).ToListAsync(cancellationToken);
        return new RetiredEquipment(
            territory, FrenchPlaceName.Typographic(index.NameOf(territory)!), year, today, stock, totals, reused, RetiredStock.Share(reused, stock), RetiredStock.Aim(year),
            [.. rows.Take(request.Take)], rows.Count > request.Take);
    }
}
