using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Bookings;

/// <summary>The bookings of a place, for its members and the agents of its commune.</summary>
/// <param name="From">First local day; null for today.</param>
/// <param name="To">Last local day, included; null for the first.</param>
[AllowedTo(Permission.ReadPlaceAgenda)]
public sealed record GetAgenda(PlaceId Place, LocalDate? From, LocalDate? To) : IQuery<OneOf<AgendaView, NotFound>>
{
    /// <summary>Longest period asked for at once, in days.</summary>
    public const int MaxDays = 62;
}

/// <summary>The bookings of a place over some days, in order of time and bench.</summary>
public sealed record AgendaView(PlaceId Place, string PlaceName, OrganisationId Organisation, DateTimeZone Zone, LocalDate From, LocalDate To, IReadOnlyList<AgendaLine> Lines);

/// <summary>One booking, as the workshop sees it.</summary>
/// <param name="Item">What is brought; the first of several.</param>
/// <param name="MoreItems">What is brought besides.</param>
/// <param name="Visit">Where to come, for an appointment at home; null where that is not known.</param>
public sealed record AgendaLine(
    string Reference,
    BookingStatus Status,
    Instant Start,
    Instant End,
    int Bench,
    ServiceId Service,
    string ServiceName,
    Contact Contact,
    BookedItem Item,
    IReadOnlyList<BookedItem> MoreItems,
    string? Note,
    BookingChannel Channel,
    VisitAddress? Visit);

internal sealed class GetAgendaHandler(RepairNetDb db, ITerritories territories, ICurrentActor currentActor, IClock clock, IDateTimeZoneProvider zones) : IRequestHandler<GetAgenda, OneOf<AgendaView, NotFound>>
{
    public async Task<OneOf<AgendaView, NotFound>> Handle(GetAgenda request, CancellationToken cancellationToken)
    {
        var place = await db.Places.AsNoTracking().Where(p => p.Id == request.Place)
            .Select(p => new { p.Id, p.Name, p.OrganisationId, p.CommuneCode, p.TimeZone })
            .SingleOrDefaultAsync(cancellationToken);
        var actor = await currentActor.GetAsync(cancellationToken);
        if (place is null || !(actor.May(Permission.ReadPlaceAgenda, place.OrganisationId) || actor.Acts(Permission.ReadPlaceAgenda, TerritoryKey.Commune(place.CommuneCode))))
        {
            return new NotFound();
        }

        var zone = zones[place.TimeZone];
        var index = await territories.GetAsync(cancellationToken);
        var first = request.From ?? clock.GetCurrentInstant().InZone(zone).Date;
        var last = request.To ?? first;
        if (last < first)
        {
            throw new InvalidRequestException("to", "La date de fin est avant la date de début.");
        }

        if (Period.DaysBetween(first, last) >= GetAgenda.MaxDays)
        {
            throw new InvalidRequestException("to", "Demandez 62 jours au plus.");
        }

        var lines = await (
            from b in db.Bookings.AsNoTracking()
            join s in db.Services.AsNoTracking() on b.ServiceId equals s.Id
            where b.PlaceId == request.Place && b.Day >= first && b.Day <= last && b.Status != BookingStatus.Cancelled
            orderby b.Start, b.Bench
            select new AgendaLine(b.Reference, b.Status, b.Start, b.End, b.Bench, b.ServiceId, s.Name, b.Contact, b.Item, b.MoreItems, b.Note, b.Channel, VisitAddress.Of(b.VisitAddress, b.VisitCommune, index)))
            .ToListAsync(cancellationToken);
        return new AgendaView(place.Id, place.Name, place.OrganisationId, zone, first, last, lines);
    }
}
