using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;

namespace RepairNet.Application.Bookings;

/// <summary>What can be booked for someone else at a place, by the workshop or by an agent of the territory: its services, and the free times of one of them on a day.</summary>
/// <param name="Service">Null for the first of <paramref name="Place"/>.</param>
/// <param name="Day">Null for today; for an agent, for the first day with a free time.</param>
/// <param name="Categories">Codes of what is brought, one for each item, null where that is not known: the times given are free for all.</param>
/// <param name="Place">Read where no service is given.</param>
[AllowedTo(Permission.BookForOthers)]
public sealed record GetDeskOffer(ServiceId? Service, LocalDate? Day, IReadOnlyList<string?>? Categories = null, PlaceId? Place = null) : IQuery<OneOf<DeskOffer, NotFound>>
{
    /// <summary>Days with free times that are named.</summary>
    public const int MostDays = 12;
}

/// <summary>A service of the place and what it takes; on the day of a session, what someone present repairs.</summary>
/// <param name="VariesByObject">Some of what it takes asks for another time than the rest.</param>
public sealed record DeskService(ServiceId Id, string Name, int DurationMinutes, IReadOnlyList<string> Categories, bool VariesByObject, ServiceMode Mode);

/// <param name="Service">The service asked for, one of <paramref name="Services"/>.</param>
/// <param name="Services">All those of the place that one may book, by name.</param>
/// <param name="Day">The day asked for.</param>
/// <param name="Starts">Free times of that service on that day, for all that is brought. No notice is asked of the workshop.</param>
/// <param name="Role">In whose name one books here.</param>
/// <param name="DurationMinutes">How long the appointment lasts, for all that is brought.</param>
/// <param name="FreeDays">For an agent, who does not see the agenda: the next days with free times, and the day asked for. Empty for the workshop.</param>
public sealed record DeskOffer(
    PlaceId Place,
    string PlaceName,
    DateTimeZone Zone,
    DeskService Service,
    IReadOnlyList<DeskService> Services,
    LocalDate Day,
    LocalDate Today,
    IReadOnlyList<Slot> Starts,
    DeskRole Role,
    int DurationMinutes,
    IReadOnlyList<LocalDate> FreeDays)
{
    /// <summary>False while the workshop is suspended: it is not that its times are taken.</summary>
    public required bool TakesBookings { get; init; }
}

internal sealed class GetDeskOfferHandler(BookingDesk desk, ITerritories territories, ICurrentActor currentActor, IClock clock)
    : IRequestHandler<GetDeskOffer, OneOf<DeskOffer, NotFound>>
{
    public async Task<OneOf<DeskOffer, NotFound>> Handle(GetDeskOffer request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        var place = request.Service is { } asked ? (await desk.FindAsync(asked, cancellationToken))?.Place
            : request.Place is { } at ? await desk.FindPlaceAsync(at, cancellationToken)
            : null;
        if (place is null
            || actor.RoleAt(place, (await territories.GetAsync(cancellationToken)).Commune(place.CommuneCode)) is not { } role
            || request.Day is { Year: < GetBenchDay.FirstYear or > GetBenchDay.LastYear })
        {
            return new NotFound();
        }

        var offered = place.Services.Where(s => role.Takes(s)).OrderBy(s => s.Name, StringComparer.Ordinal).ToList();
        if ((request.Service is { } id ? offered.Find(s => s.Id == id) : offered.FirstOrDefault()) is not { } service)
        {
            return new NotFound();
        }

        var bookable = new Bookable(place, service);
        var today = clock.GetCurrentInstant().InZone(place.Zone).Date;
        var items = (request.Categories ?? []).Select(c => c is not null && service.Categories.Contains(c) ? c : null).ToList();
        var terms = service.SlotTerms(items, withNotice: role != DeskRole.Workshop);
        var days = role == DeskRole.Mediator ? await FreeDaysAsync(bookable, terms, today, cancellationToken) : [];
        var day = request.Day ?? (days.Count > 0 ? days[0] : today);
        var session = place.Hours.SessionOn(day);
        var services = offered.ConvertAll(s => new DeskService(s.Id, s.Name, s.Terms.DurationMinutes, [.. s.Categories.Where(c => session?.Repairs(c) != false)], s.Durations is { Count: > 0 }, s.Mode));
        var takesBookings = bookable.Status.TakesBookings(byResident: role != DeskRole.Workshop);
        IReadOnlyList<Slot> slots = takesBookings ? (await desk.FreeTimesAsync(bookable, terms, day, day, null, cancellationToken)).Slots(day, day).ToList() : [];
        return new DeskOffer(
            place.Id,
            place.Name,
            place.Zone,
            services.Single(s => s.Id == service.Id),
            services,
            day,
            today,
            slots,
            role,
            place.MinutesOn(day, service, items),
            role == DeskRole.Mediator ? [.. days.Append(day).Distinct().Order()] : [])
        {
            TakesBookings = takesBookings,
        };
    }

    private async Task<IReadOnlyList<LocalDate>> FreeDaysAsync(Bookable bookable, SlotTerms terms, LocalDate today, CancellationToken cancellationToken)
    {
        var last = today.PlusDays(terms.MaxAheadDays);
        var free = await desk.FreeTimesAsync(bookable, terms, today, last, null, cancellationToken);
        return [.. free.Slots(today, last).Select(slot => slot.Start.InZone(bookable.Zone).Date).Distinct().Take(GetDeskOffer.MostDays)];
    }
}
