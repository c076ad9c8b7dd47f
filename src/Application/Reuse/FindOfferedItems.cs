using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Reuse;

namespace RepairNet.Application.Reuse;

/// <summary>Items anyone may have kept now: around a commune the nearest first, then the latest; else the latest first.</summary>
/// <param name="Territory">Key of the territory where they are.</param>
/// <param name="Near">INSEE code of a commune to look around, with <paramref name="RadiusKm"/>.</param>
/// <param name="RadiusKm">1 to 100 km.</param>
/// <param name="Category">Code of an equipment category.</param>
/// <param name="MostCents">Of this price at most; 0 for gifts alone.</param>
/// <param name="Text">Words, each of which begins a word of its name, brand or model.</param>
/// <param name="Take">How many to give, 1 to 100.</param>
[AllowedTo(Permission.FindReuseItems)]
public sealed record FindOfferedItems(string? Territory = null, string? Near = null, int RadiusKm = 25, string? Category = null, int? MostCents = null, string? Text = null, int Skip = 0, int Take = 10)
    : IQuery<OneOf<OfferedItemsFound, NotFound>>;

/// <param name="Total">How many there are in all.</param>
public sealed record OfferedItemsFound(IReadOnlyList<OfferedItemCard> Items, int Total)
{
    public static OfferedItemsFound None { get; } = new([], 0);
}

internal sealed class FindOfferedItemsHandler(OfferedItems offered, ITerritories territories) : IRequestHandler<FindOfferedItems, OneOf<OfferedItemsFound, NotFound>>
{
    private const int MostWords = 6;

    public async Task<OneOf<OfferedItemsFound, NotFound>> Handle(FindOfferedItems request, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        var items = offered.Free();
        if (request.Territory is { Length: > 0 } text)
        {
            if (index.Find(text) is not { } territory)
            {
                return new NotFound();
            }

            items = offered.NotRefusedFrom(items, territory, index).In(i => i.CommuneCode, territory, index);
        }

        items = request.Category is { Length: > 0 } category ? items.Where(i => i.CategoryCode == category) : items;
        items = request.MostCents is { } most ? items.Where(i => i.PriceCents <= most) : items;
        foreach (var word in ItemSearch.Words(request.Text, MostWords))
        {
            items = items.Where(i => i.SearchText.Contains(word));
        }

        if (request.Near is not { Length: > 0 } code)
        {
            return new OfferedItemsFound(
                await offered.CardsAsync(items.OrderByDescending(i => i.OfferedAt).ThenByDescending(i => i.Id).Skip(request.Skip).Take(request.Take), null, index, cancellationToken),
                await items.CountAsync(cancellationToken));
        }

        return index.Commune(code) is { } commune ? await AroundAsync(offered.NotRefusedFrom(items, commune.Key, index), commune, request, index, cancellationToken) : new NotFound();
    }

    /// <summary>Communes are counted first, and those of the page are read: the nearest comes first however many items there are further on.</summary>
    private async Task<OfferedItemsFound> AroundAsync(IQueryable<ReuseItem> items, Domain.Territories.Commune commune, FindOfferedItems request, TerritoryIndex index, CancellationToken cancellationToken)
    {
        var kilometres = index.CodesAround(commune, request.RadiusKm);
        string[] near = [.. kilometres.Keys];
        var around = items.Where(i => near.Contains(i.CommuneCode));
        var counts = await around.GroupBy(i => i.CommuneCode).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancellationToken);
        var (cards, skip) = (new List<OfferedItemCard>(), request.Skip);
        foreach (var there in counts.OrderBy(c => kilometres[c.Key] ?? double.MaxValue).ThenBy(c => c.Key, StringComparer.Ordinal))
        {
            if (skip >= there.Count)
            {
                skip -= there.Count;
                continue;
            }

            var here = there.Key;
            cards.AddRange(await offered.CardsAsync(
                items.Where(i => i.CommuneCode == here).OrderByDescending(i => i.OfferedAt).ThenByDescending(i => i.Id).Skip(skip).Take(request.Take - cards.Count), kilometres, index, cancellationToken));
            skip = 0;
            if (cards.Count >= request.Take)
            {
                break;
            }
        }

        return new OfferedItemsFound(cards, counts.Sum(c => c.Count));
    }
}
