using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Reuse;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Reuse;

/// <summary>An item of the shop window, as lists show it.</summary>
/// <param name="PriceCents">0 for a gift.</param>
/// <param name="Kilometres">From the centre of the commune looked around; null where none is.</param>
public sealed record OfferedItemCard(
    ReuseItemId Id, string Code, string Name, string? Brand, string? Model, string CategoryCode, int PriceCents, int GuaranteeMonths, long Grams, Instant OfferedAt,
    string Workshop, string CommuneCode, string CommuneName, double? Kilometres);

/// <summary>Reads what anyone may see: offered by an approved workshop, and kept for nobody at this moment.</summary>
internal sealed class OfferedItems(RepairNetDb db, ITerritories territories, IClock clock)
{
    private const double AroundKm = 25;

    /// <summary>In the shop window of an approved workshop, kept for someone or not.</summary>
    public IQueryable<ReuseItem> Shown() =>
        db.ReuseItems.AsNoTracking().Where(i => i.State == ReuseItemState.Offered && db.Organisations.Any(o => o.Id == i.OrganisationId && o.Status == OrganisationStatus.Approved));

    /// <summary>What anyone may have kept now. A reservation whose time is over keeps nothing, whether the sweep has been there or not.</summary>
    public IQueryable<ReuseItem> Free()
    {
        var now = clock.GetCurrentInstant();
        return Shown().Where(i => !db.ItemReservations.Any(r => r.ItemId == i.Id && r.EndedAt == null && r.Until > now));
    }

    /// <summary>Without those of workshops that this territory, or one around it, refused.</summary>
    public IQueryable<ReuseItem> NotRefusedFrom(IQueryable<ReuseItem> items, TerritoryKey territory, TerritoryIndex index)
    {
        var accepted = db.Organisations.NotRefusedFrom(territory, index);
        return items.Where(i => accepted.Any(o => o.Id == i.OrganisationId));
    }

    public Task<bool> IsPublicAsync(OrganisationId organisation, CancellationToken cancellationToken) =>
        db.Organisations.AnyAsync(o => o.Id == organisation && o.Status == OrganisationStatus.Approved, cancellationToken);

    /// <summary>Others for who came too late: of the same category first, near the item.</summary>
    public async Task<IReadOnlyList<OfferedItemCard>> LikeAsync(ReuseItem item, int most, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        string[] near = index.Commune(item.CommuneCode) is { } commune ? [.. index.CodesAround(commune, AroundKm).Keys] : [item.CommuneCode];
        var others = Free().Where(i => i.Id != item.Id && near.Contains(i.CommuneCode));
        return await CardsAsync(others.OrderBy(i => i.CategoryCode == item.CategoryCode ? 0 : 1).ThenByDescending(i => i.OfferedAt).ThenByDescending(i => i.Id).Take(most), null, index, cancellationToken);
    }

    /// <param name="kilometres">Of each commune around; null where nothing is looked around.</param>
    public async Task<IReadOnlyList<OfferedItemCard>> CardsAsync(IQueryable<ReuseItem> items, IReadOnlyDictionary<string, double?>? kilometres, TerritoryIndex index, CancellationToken cancellationToken) =>
    [
        .. (await items.Select(i => new { Item = i, Workshop = db.Organisations.Where(o => o.Id == i.OrganisationId).Select(o => o.Name).First() }).ToListAsync(cancellationToken))
            .Select(r => new OfferedItemCard(
                r.Item.Id, r.Item.Code.Value, r.Item.Name, r.Item.Brand, r.Item.Model, r.Item.CategoryCode, r.Item.PriceCents ?? 0, r.Item.GuaranteeMonths, r.Item.LeftGrams, r.Item.OfferedAt!.Value,
                r.Workshop, r.Item.CommuneCode, index.Commune(r.Item.CommuneCode)?.Name ?? r.Item.CommuneCode, kilometres is not null && kilometres.TryGetValue(r.Item.CommuneCode, out var km) ? km : null)),
    ];
}
