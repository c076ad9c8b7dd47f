using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Repairs.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Repairs;

namespace RepairNet.Application.Repairs;

/// <summary>Where an item left at a workshop stands, for whoever holds the secret of its link.</summary>
[AllowedTo(Permission.SearchAndBook)]
public sealed record ShowItemLeft(string Secret) : IQuery<OneOf<OwnItemView, NotFound>>;

/// <summary>An item left, as the person sees it.</summary>
/// <param name="Secret">Of its link.</param>
/// <param name="Today">The local day at the place.</param>
/// <param name="Phone">Number of the workshop, or null.</param>
/// <param name="Quote">The last one; null when none was made.</param>
/// <param name="Language">Of the messages.</param>
public sealed record OwnItemView(
    ItemLeftId Id,
    string Secret,
    string Slip,
    ItemLeftState State,
    Instant Since,
    Instant LeftAt,
    string PlaceName,
    string Address,
    string? Phone,
    DateTimeZone Zone,
    LocalDate Today,
    Contact Contact,
    BookedItem Item,
    string? Accessories,
    QuoteView? Quote,
    string Language);

internal sealed class ShowItemLeftHandler(RepairNetDb db, OwnItemViews views, IClock clock) : IRequestHandler<ShowItemLeft, OneOf<OwnItemView, NotFound>>
{
    public async Task<OneOf<OwnItemView, NotFound>> Handle(ShowItemLeft request, CancellationToken cancellationToken)
    {
        var hash = BookingSecrets.Hash(request.Secret);
        return await db.ItemsLeft.AsNoTracking().SingleOrDefaultAsync(i => i.SecretHash == hash, cancellationToken) is { } item && item.IsLinkOpen(clock.GetCurrentInstant())
            ? await views.OfAsync(item, cancellationToken)
            : new NotFound();
    }
}

/// <summary>Shows items to those who left them.</summary>
internal sealed class OwnItemViews(RepairNetDb db, ItemsLeft items, ItemLeftSecrets secrets, IClock clock, IDateTimeZoneProvider zones)
{
    public async Task<OwnItemView> OfAsync(ItemLeft item, CancellationToken cancellationToken)
    {
        var place = await (
            from p in db.Places.AsNoTracking()
            join o in db.Organisations.AsNoTracking() on p.OrganisationId equals o.Id
            where p.Id == item.PlaceId
            select new { p.Name, p.Address, p.TimeZone, o.Phone }).SingleAsync(cancellationToken);
        var zone = zones[place.TimeZone];
        var today = clock.GetCurrentInstant().InZone(zone).Date;
        return new OwnItemView(
            item.Id,
            secrets.SecretOf(item),
            item.Slip,
            item.State,
            item.Since,
            item.LeftAt,
            place.Name,
            place.Address,
            place.Phone,
            zone,
            today,
            await items.ContactOfAsync(item, cancellationToken),
            item.Item,
            item.Accessories,
            item.LastQuote is { } quote ? QuoteView.Of(quote, today) : null,
            item.Language);
    }
}
