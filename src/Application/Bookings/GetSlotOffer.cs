using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;

namespace RepairNet.Application.Bookings;

/// <summary>What a resident is about to book: the place, the service, and whether this start is still free.</summary>
[AllowedTo(Caller.Public)]
public sealed record GetSlotOffer(ServiceId Service, Instant? Start) : IQuery<OneOf<SlotOffer, NotFound>>;

/// <param name="Start">Null when no start, or no instant, was asked for.</param>
/// <param name="IsFree">Whether the start can be booked right now; someone quicker may still come.</param>
/// <param name="Categories">Codes of the equipment the service takes.</param>
/// <param name="CommuneName">Name of the place's commune.</param>
/// <param name="Price">As the workshop says it, or null.</param>
public sealed record SlotOffer(
    ServiceId Service,
    string ServiceName,
    int DurationMinutes,
    string? Price,
    IReadOnlyList<string> Categories,
    string PlaceName,
    string PlaceSlug,
    string Address,
    string CommuneName,
    string? Phone,
    DateTimeZone Zone,
    Instant? Start,
    bool IsFree);

internal sealed class GetSlotOfferHandler(RepairNetDb db, IAgendas agendas, IBusyTimes busyTimes, ITerritories territories, IClock clock, IDateTimeZoneProvider zones) : IRequestHandler<GetSlotOffer, OneOf<SlotOffer, NotFound>>
{
    public async Task<OneOf<SlotOffer, NotFound>> Handle(GetSlotOffer request, CancellationToken cancellationToken)
    {
        var found = await (
            from s in db.Services.AsNoTracking()
            join p in db.Places.AsNoTracking() on s.PlaceId equals p.Id
            join o in db.Organisations.AsNoTracking() on s.OrganisationId equals o.Id
            where s.Id == request.Service && s.PublicBooking && o.Status == OrganisationStatus.Approved
            select new { Service = s, Categories = s.Categories.Select(c => c.Category).ToList(), Place = p, o.Phone }).SingleOrDefaultAsync(cancellationToken);
        if (found is null)
        {
            return new NotFound();
        }

        var zone = zones[found.Place.TimeZone];
        return new SlotOffer(
            found.Service.Id,
            found.Service.Name,
            found.Service.Terms.DurationMinutes,
            found.Service.Price,
            found.Categories,
            found.Place.Name,
            found.Place.Slug,
            found.Place.Address,
            (await territories.GetAsync(cancellationToken)).Commune(found.Place.CommuneCode)?.Name ?? "",
            found.Phone,
            zone,
            request.Start,
            request.Start is { } start && await IsFreeAsync(found.Service, zone, start, cancellationToken));
    }

    private async Task<bool> IsFreeAsync(Service service, DateTimeZone zone, Instant start, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        if (start < now || start > now + Duration.FromDays(BookingTerms.MaxAhead + 2))
        {
            return false;
        }

        var day = start.InZone(zone).Date;
        var hours = await agendas.HoursAsync([service.PlaceId], day, day, cancellationToken);
        var busy = await busyTimes.BetweenAsync([service.PlaceId], zone.AtStartOfDay(day).ToInstant(), zone.AtStartOfDay(day.PlusDays(2)).ToInstant(), null, cancellationToken);
        return new SlotCalculator(hours[service.PlaceId], BookingDesk.TermsOf(service.Id, service.Terms), busy[service.PlaceId], now).FindBench(start) is not null;
    }
}
