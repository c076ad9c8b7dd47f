using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;

namespace RepairNet.Application.Agenda;

/// <summary>The free times of a service on local days of its place, both included.</summary>
/// <param name="From">First local day; null = today at the place.</param>
/// <param name="To">Last local day, at most 400 days in all; null = 30 days after the first.</param>
/// <param name="Take">Most slots to give; null = all.</param>
/// <param name="Categories">
/// Codes of what is to be repaired, one for each item, where that is known: the slots fit them all, and a session of a repair
/// café counts only if someone there repairs each.
/// </param>
[AllowedTo(Permission.SearchAndBook)]
public sealed record GetServiceSlots(ServiceId ServiceId, LocalDate? From = null, LocalDate? To = null, int? Take = null, IReadOnlyList<string>? Categories = null) : IQuery<OneOf<ServiceSlots, NotFound>>;

/// <param name="Slots">Earliest first.</param>
/// <param name="Zone">Zone of the place, for the offset of each instant.</param>
public sealed record ServiceSlots(IReadOnlyList<Slot> Slots, DateTimeZone Zone, LocalDate From, LocalDate To);

internal sealed class GetServiceSlotsHandler(IOffers offers, IBusyTimes busyTimes, ITerritories territories, ICurrentActor currentActor, IClock clock)
    : IRequestHandler<GetServiceSlots, OneOf<ServiceSlots, NotFound>>
{
    public async Task<OneOf<ServiceSlots, NotFound>> Handle(GetServiceSlots request, CancellationToken cancellationToken)
    {
        if (await offers.OfServiceAsync(request.ServiceId, cancellationToken) is not { } place || place.Service(request.ServiceId) is not { } service)
        {
            return new NotFound();
        }

        var (organisation, zone) = (place.Organisation, place.Zone);
        var actor = await currentActor.GetAsync(cancellationToken);
        var commune = (await territories.GetAsync(cancellationToken)).Commune(organisation.CommuneCode);
        if (!actor.MaySee(organisation.Id, organisation.Status, commune))
        {
            return new NotFound();
        }

        var categories = request.Categories ?? [];
        if (categories.Count > BookingTerms.MaxItems)
        {
            throw new InvalidRequestException("category", ServiceOffer.TooManyItems);
        }

        var now = clock.GetCurrentInstant();
        var period = SlotPeriod.Read(request.From, request.To, now.InZone(zone).Date, defaultDays: 30);
        if (service.DurationOf(categories) > BookingTerms.MaxDuration && period.Days.All(day => place.MinutesOn(day, service, categories) > BookingTerms.MaxDuration))
        {
            throw new InvalidRequestException("category", ServiceOffer.ItemsTakeTooLong);
        }

        if ((!service.PublicBooking && !actor.IsInside(organisation.Id, commune)) || !organisation.Status.TakesBookings(byResident: false) || period.Within(now, zone, service.Terms.MaxAheadDays) is not { } days)
        {
            return new ServiceSlots([], zone, period.From, period.To);
        }

        var (start, end) = days.Instants(zone);
        var busy = await busyTimes.BetweenAsync([place.Id], start, end, null, cancellationToken);
        var slots = new SlotCalculator(place.Hours, service.SlotTerms(categories), busy[place.Id], now).Slots(days.From, days.To);
        return new ServiceSlots([.. request.Take is { } take ? slots.Take(take) : slots], zone, period.From, period.To);
    }
}
