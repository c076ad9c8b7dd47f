using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Repairs;
using RepairNet.Domain.Reuse;

namespace RepairNet.Application.Reuse;

/// <summary>Which items of a workshop a list shows.</summary>
public enum ItemsShown
{
    /// <summary>At the workshop, in whatever state.</summary>
    Here,
    /// <summary>To look at, mend or offer.</summary>
    InHand,
    /// <summary>In the shop window.</summary>
    Offered,
    /// <summary>Kept for someone.</summary>
    Reserved,
    Dismantled,
    Gone,
    All,
}

/// <summary>The items of a reuse workshop, those last changed first.</summary>
/// <param name="Organisation">Address of one workshop; null for the first one works for.</param>
/// <param name="Workshop">Or its id, which then decides.</param>
/// <param name="Text">A code, or words that begin words of the name, brand or model. Words are sought among all, gone ones too.</param>
[AllowedTo(Permission.ReadReuse)]
public sealed record GetReuseItems(string? Organisation, ItemsShown Shown = ItemsShown.Here, string? Text = null, int Skip = 0, int Take = 20, OrganisationId? Workshop = null) : IQuery<OneOf<ReuseItemList, NotFound>>;

/// <param name="Workshops">Those one works for, by name; the one shown is among them.</param>
/// <param name="Places">Where an item may be.</param>
/// <param name="Total">How many there are in all.</param>
/// <param name="Found">The one item that has the code typed.</param>
public sealed record ReuseItemList(
    OwnReuseWorkshop Workshop, IReadOnlyList<OwnReuseWorkshop> Workshops, IReadOnlyList<(PlaceId Id, string Name)> Places, IReadOnlyList<ReuseItemRow> Items, int Total, ReuseItemId? Found);

/// <param name="KeptUntilAt">Kept for someone until then, in the time of its place.</param>
/// <param name="NeedsWiping">It keeps data that are not erased.</param>
public sealed record ReuseItemRow(
    ReuseItemId Id, string Code, string Name, string? Brand, string? Model, string CategoryCode, ReuseItemState State, long LeftGrams, int? PriceCents, LocalDate TakenIn, ZonedDateTime? KeptUntilAt, bool NeedsWiping)
{
    public LocalDateTime? KeptUntil => KeptUntilAt?.LocalDateTime;
}

internal sealed class GetReuseItemsHandler(RepairNetDb db, ReuseReader reader, ICurrentActor currentActor, IClock clock, IDateTimeZoneProvider zones)
    : IRequestHandler<GetReuseItems, OneOf<ReuseItemList, NotFound>>
{
    private const int MostWords = 6;

    public async Task<OneOf<ReuseItemList, NotFound>> Handle(GetReuseItems request, CancellationToken cancellationToken)
    {
        var slug = request.Workshop is { } asked ? await db.Organisations.Where(o => o.Id == asked).Select(o => o.Slug).SingleOrDefaultAsync(cancellationToken) : request.Organisation;
        if ((request.Workshop is not null && slug is null)
            || await reader.OwnAsync(await currentActor.GetAsync(cancellationToken), Permission.ReadReuse, slug, cancellationToken) is not var (workshop, all))
        {
            return new NotFound();
        }

        var now = clock.GetCurrentInstant();
        var kept = db.ItemReservations.Where(r => r.OrganisationId == workshop.Id && r.EndedAt == null && r.Until > now);
        var items = db.ReuseItems.AsNoTracking().Where(i => i.OrganisationId == workshop.Id);
        ReuseItemId? found = ItemCode.TryParse(request.Text, out var code)
            ? await items.Where(i => i.Code == code).Select(i => (ReuseItemId?)i.Id).SingleOrDefaultAsync(cancellationToken)
            : null;
        items = request.Shown switch
        {
            ItemsShown.Here => items.Where(i => i.OutflowId == null),
            ItemsShown.InHand => items.Where(i => i.State == ReuseItemState.TakenIn || i.State == ReuseItemState.Diagnosed || i.State == ReuseItemState.Repaired),
            ItemsShown.Offered => items.Where(i => i.State == ReuseItemState.Offered),
            ItemsShown.Reserved => items.Where(i => i.State == ReuseItemState.Offered && kept.Any(r => r.ItemId == i.Id)),
            ItemsShown.Dismantled => items.Where(i => i.State == ReuseItemState.Dismantled),
            ItemsShown.Gone => items.Where(i => i.OutflowId != null),
            ItemsShown.All => items,
        };
        foreach (var word in ItemSearch.Words(request.Text, MostWords))
        {
            items = items.Where(i => i.SearchText.Contains(word));
        }

        var places = await db.Places.AsNoTracking().Where(p => p.OrganisationId == workshop.Id).OrderBy(p => p.Name).ThenBy(p => p.Id).Select(p => new { p.Id, p.Name, p.TimeZone }).ToListAsync(cancellationToken);
        var zoneOf = places.ToDictionary(p => p.Id, p => zones[p.TimeZone]);
        var rows = await items.OrderByDescending(i => i.ChangedAt).ThenByDescending(i => i.Id).Skip(request.Skip).Take(request.Take)
            .Select(i => new { Item = i, Until = kept.Where(r => r.ItemId == i.Id).Select(r => (Instant?)r.Until).FirstOrDefault() }).ToListAsync(cancellationToken);
        return new ReuseItemList(
            workshop, all, [.. places.Select(p => (p.Id, p.Name))],
            [
                .. rows.Select(r => new ReuseItemRow(
                    r.Item.Id, r.Item.Code.Value, r.Item.Name, r.Item.Brand, r.Item.Model, r.Item.CategoryCode, r.Item.State, r.Item.LeftGrams, r.Item.PriceCents, r.Item.TakenInAt.InZone(zoneOf[r.Item.PlaceId]).Date,
                    r.Item.State == ReuseItemState.Offered ? r.Until?.InZone(zoneOf[r.Item.PlaceId]) : null, r.Item is { IsHere: true, IsClean: false })),
            ],
            await items.CountAsync(cancellationToken), found);
    }
}
