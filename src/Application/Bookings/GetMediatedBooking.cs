using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Bookings;

/// <summary>
/// An appointment that an agent took for someone, to hand over its slip. Only whoever took it reads it, as long as they are an agent
/// there: the agenda of the workshop stays the workshop's.
/// </summary>
/// <param name="Reference">As read on the ticket, in any spelling.</param>
[AllowedTo(Permission.MediateBookings)]
public sealed record GetMediatedBooking(string Reference) : IQuery<OneOf<MediatedBooking, NotFound>>;

/// <summary>What the slip says.</summary>
/// <param name="Phone">Number of the organisation, or null.</param>
/// <param name="Access">How to come and get in, or null.</param>
public sealed record MediatedBooking(
    string Reference,
    BookingStatus Status,
    PlaceId Place,
    string PlaceName,
    string Address,
    string CommuneName,
    string? Access,
    string? Phone,
    DateTimeZone Zone,
    Instant Start,
    Instant End,
    string ServiceName,
    Contact Contact,
    BookedItem Item,
    IReadOnlyList<BookedItem> MoreItems,
    VisitAddress? Visit);

internal sealed class GetMediatedBookingHandler(RepairNetDb db, ITerritories territories, ICurrentActor currentActor, IDateTimeZoneProvider zones)
    : IRequestHandler<GetMediatedBooking, OneOf<MediatedBooking, NotFound>>
{
    public async Task<OneOf<MediatedBooking, NotFound>> Handle(GetMediatedBooking request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        if (actor.Account is not { } account || !BookingReference.TryParse(request.Reference, out var reference))
        {
            return new NotFound();
        }

        var found = await (
            from b in db.Bookings.AsNoTracking()
            join p in db.Places.AsNoTracking() on b.PlaceId equals p.Id
            join s in db.Services.AsNoTracking() on b.ServiceId equals s.Id
            join o in db.Organisations.AsNoTracking() on p.OrganisationId equals o.Id
            where b.Reference == reference.Value && b.BookedBy == account
            select new { b.Reference, b.Status, b.Start, b.End, b.Contact, b.Item, b.MoreItems, b.VisitAddress, b.VisitCommune, p.Id, p.Name, p.Address, p.CommuneCode, p.Access, p.TimeZone, o.Phone, ServiceName = s.Name }).SingleOrDefaultAsync(cancellationToken);
        var index = await territories.GetAsync(cancellationToken);
        return found is not null && index.Commune(found.CommuneCode) is { } commune && (actor.IsOperator || actor.Mediates(commune))
            ? new MediatedBooking(
                found.Reference, found.Status, found.Id, found.Name, found.Address, commune.Name, found.Access, found.Phone, zones[found.TimeZone], found.Start, found.End, found.ServiceName, found.Contact, found.Item, found.MoreItems, VisitAddress.Of(found.VisitAddress, found.VisitCommune, index))
            : new NotFound();
    }
}
