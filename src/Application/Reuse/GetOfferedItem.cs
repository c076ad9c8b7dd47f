using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Repairs;

namespace RepairNet.Application.Reuse;

/// <summary>An item of the shop window, kept for someone or not.</summary>
/// <param name="Id">Or null, and its <paramref name="Code"/>.</param>
/// <param name="Code">On its label.</param>
[AllowedTo(Permission.FindReuseItems)]
public sealed record GetOfferedItem(ReuseItemId? Id, string? Code = null) : IQuery<OneOf<OfferedItemView, NotFound>>;

/// <param name="Words">What the workshop says of it.</param>
/// <param name="KeptUntilAt">Kept for someone until then, in the time of the place; null when anyone may have it.</param>
/// <param name="IsWiped">It kept data, and they are erased.</param>
public sealed record OfferedItemView(OfferedItemCard Card, string? Words, ZonedDateTime? KeptUntilAt, bool IsWiped, WherePickedUp Where)
{
    public LocalDateTime? KeptUntil => KeptUntilAt?.LocalDateTime;
}

/// <summary>Where an item is fetched.</summary>
public sealed record WherePickedUp(PlaceId Place, string PlaceName, string PlaceSlug, string Address, string Workshop, string? Phone, string CommuneName);

internal sealed class GetOfferedItemHandler(RepairNetDb db, OfferedItems offered, ITerritories territories, IClock clock, IDateTimeZoneProvider zones) : IRequestHandler<GetOfferedItem, OneOf<OfferedItemView, NotFound>>
{
    public async Task<OneOf<OfferedItemView, NotFound>> Handle(GetOfferedItem request, CancellationToken cancellationToken)
    {
        var items = offered.Shown();
        if (request.Id is { } id)
        {
            items = items.Where(i => i.Id == id);
        }
        else if (ItemCode.TryParse(request.Code, out var code))
        {
            items = items.Where(i => i.Code == code);
        }
        else
        {
            return new NotFound();
        }

        if (await items.SingleOrDefaultAsync(cancellationToken) is not { } item)
        {
            return new NotFound();
        }

        var index = await territories.GetAsync(cancellationToken);
        var now = clock.GetCurrentInstant();
        var until = await db.ItemReservations.Where(r => r.ItemId == item.Id && r.EndedAt == null && r.Until > now).Select(r => (Instant?)r.Until).SingleOrDefaultAsync(cancellationToken);
        var (where, zone) = await db.WhereAsync(item.PlaceId, index, cancellationToken);
        return new OfferedItemView(
            (await offered.CardsAsync(items, null, index, cancellationToken))[0], item.OfferWords, until?.InZone(zones[zone]), item is { StoresData: true, IsClean: true }, where);
    }
}

internal static class PickUpReading
{
    /// <summary>A place as whoever fetches something there needs it, and its zone.</summary>
    public static async Task<(WherePickedUp Where, string Zone)> WhereAsync(this RepairNetDb db, PlaceId place, TerritoryIndex index, CancellationToken cancellationToken)
    {
        var found = await (
            from p in db.Places.AsNoTracking()
            join o in db.Organisations.AsNoTracking() on p.OrganisationId equals o.Id
            where p.Id == place
            select new { p.Id, p.Name, p.Slug, p.Address, p.CommuneCode, p.TimeZone, Workshop = o.Name, o.Phone }).SingleAsync(cancellationToken);
        return (new WherePickedUp(found.Id, found.Name, found.Slug, found.Address, found.Workshop, found.Phone, index.Commune(found.CommuneCode)?.Name ?? found.CommuneCode), found.TimeZone);
    }
}
