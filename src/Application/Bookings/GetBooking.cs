using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;

namespace RepairNet.Application.Bookings;

/// <summary>A booking, for whoever holds the secret of its link.</summary>
[AllowedTo(Caller.Public)]
public sealed record GetBooking(string Secret) : IQuery<OneOf<BookingView, NotFound>>;

/// <summary>All that a ticket says.</summary>
/// <param name="Zone">The place's zone, in which its times are told.</param>
/// <param name="ChangeableUntil">Until when the resident moves or cancels it.</param>
/// <param name="CommuneName">Name of the place's commune.</param>
/// <param name="Postcode">First postcode of the place's commune, or null.</param>
public sealed record BookingView(
    BookingId Id,
    string Reference,
    string Secret,
    BookingStatus Status,
    Instant Start,
    Instant End,
    DateTimeZone Zone,
    Instant ChangeableUntil,
    int Revision,
    ServiceId ServiceId,
    string ServiceName,
    int DurationMinutes,
    string? Price,
    ServiceMode Mode,
    OrganisationId OrganisationId,
    string OrganisationName,
    string? Phone,
    PlaceId PlaceId,
    string PlaceName,
    string PlaceSlug,
    string Address,
    string? Access,
    string CommuneName,
    string? Postcode,
    Contact Contact,
    BookedItem Item,
    string? Note,
    string Language);

internal sealed class GetBookingHandler(RepairNetDb db, BookingSecrets secrets, ITerritories territories, IDateTimeZoneProvider zones) : IRequestHandler<GetBooking, OneOf<BookingView, NotFound>>
{
    public async Task<OneOf<BookingView, NotFound>> Handle(GetBooking request, CancellationToken cancellationToken)
    {
        var hash = BookingSecrets.Hash(request.Secret);
        var found = await (
            from b in db.Bookings.AsNoTracking()
            join p in db.Places.AsNoTracking() on b.PlaceId equals p.Id
            join s in db.Services.AsNoTracking() on b.ServiceId equals s.Id
            join o in db.Organisations.AsNoTracking() on b.OrganisationId equals o.Id
            where b.SecretHash == hash
            select new { Booking = b, Place = p, Service = s, o.Name, o.Phone }).SingleOrDefaultAsync(cancellationToken);
        if (found is null)
        {
            return new NotFound();
        }

        var (booking, place, service) = (found.Booking, found.Place, found.Service);
        var commune = (await territories.GetAsync(cancellationToken)).Commune(place.CommuneCode);
        return new BookingView(
            booking.Id,
            booking.Reference,
            secrets.SecretOf(booking.Id),
            booking.Status,
            booking.Start,
            booking.End,
            zones[place.TimeZone],
            booking.ChangeableUntil,
            booking.Revision,
            service.Id,
            service.Name,
            (int)(booking.End - booking.Start).TotalMinutes,
            service.Price,
            service.Mode,
            booking.OrganisationId,
            found.Name,
            found.Phone,
            place.Id,
            place.Name,
            place.Slug,
            place.Address,
            place.Access,
            commune?.Name ?? "",
            commune?.Postcodes is [var postcode, ..] ? postcode : null,
            booking.Contact,
            booking.Item,
            booking.Note,
            booking.Language);
    }
}
