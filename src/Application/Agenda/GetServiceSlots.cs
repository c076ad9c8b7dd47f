using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Agenda;

/// <summary>The free times of a service on local days of its place, both included.</summary>
/// <param name="From">First local day; null = today at the place.</param>
/// <param name="To">Last local day, at most 400 days in all; null = 30 days after the first.</param>
/// <param name="Take">Most slots to give; null = all.</param>
[AllowedTo(Caller.Public)]
public sealed record GetServiceSlots(ServiceId ServiceId, LocalDate? From = null, LocalDate? To = null, int? Take = null) : IQuery<OneOf<ServiceSlots, NotFound>>;

/// <param name="Slots">Earliest first.</param>
/// <param name="Zone">Zone of the place, for the offset of each instant.</param>
public sealed record ServiceSlots(IReadOnlyList<Slot> Slots, DateTimeZone Zone, LocalDate From, LocalDate To);

internal sealed class GetServiceSlotsHandler(RepairNetDb db, IAgendas agendas, IBusyTimes busyTimes, ITerritories territories, ICurrentActor currentActor, IClock clock, IDateTimeZoneProvider zones)
    : IRequestHandler<GetServiceSlots, OneOf<ServiceSlots, NotFound>>
{
    public async Task<OneOf<ServiceSlots, NotFound>> Handle(GetServiceSlots request, CancellationToken cancellationToken)
    {
        var service = await (
            from s in db.Services.AsNoTracking()
            join p in db.Places on s.PlaceId equals p.Id
            join o in db.Organisations on s.OrganisationId equals o.Id
            where s.Id == request.ServiceId
            select new { s.Id, s.PlaceId, s.OrganisationId, s.Terms, s.PublicBooking, p.TimeZone, o.Status, o.CommuneCode }).SingleOrDefaultAsync(cancellationToken);
        if (service is null)
        {
            return new NotFound();
        }

        var actor = await currentActor.GetAsync(cancellationToken);
        var commune = (await territories.GetAsync(cancellationToken)).Commune(service.CommuneCode);
        if (!actor.MaySee(service.OrganisationId, service.Status, commune))
        {
            return new NotFound();
        }

        var now = clock.GetCurrentInstant();
        var zone = zones[service.TimeZone];
        var period = SlotPeriod.Read(request.From, request.To, now.InZone(zone).Date, defaultDays: 30);
        if (!service.PublicBooking && !actor.IsInside(service.OrganisationId, commune))
        {
            return new ServiceSlots([], zone, period.From, period.To);
        }

        var terms = new SlotTerms(service.Id, service.Terms.DurationMinutes, service.Terms.BufferMinutes, service.Terms.MinNoticeMinutes, service.Terms.MaxAheadDays);
        if (period.Within(now, zone, terms.MaxAheadDays) is not { } days)
        {
            return new ServiceSlots([], zone, period.From, period.To);
        }

        var hours = (await agendas.HoursAsync([service.PlaceId], days.From, days.To, cancellationToken))[service.PlaceId];
        var (start, end) = days.Instants(zone);
        var busy = await busyTimes.BetweenAsync([service.PlaceId], start, end, null, cancellationToken);
        var slots = new SlotCalculator(hours, terms, busy[service.PlaceId], now).Slots(days.From, days.To);
        return new ServiceSlots([.. request.Take is { } take ? slots.Take(take) : slots], zone, period.From, period.To);
    }
}
