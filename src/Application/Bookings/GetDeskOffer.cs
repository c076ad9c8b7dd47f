using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;

namespace RepairNet.Application.Bookings;

/// <summary>What the workshop itself can book for someone: its services, and the free times of one of them on a day.</summary>
/// <param name="Categories">Codes of what is brought, one for each item, null where that is not known: the times given are free for all.</param>
[AllowedTo(Caller.Member)]
public sealed record GetDeskOffer(ServiceId Service, LocalDate? Day, IReadOnlyList<string?>? Categories = null) : IQuery<OneOf<DeskOffer, NotFound>>;

/// <summary>A service of the place and what it takes; on the day of a session, what someone present repairs.</summary>
public sealed record DeskService(ServiceId Id, string Name, int DurationMinutes, IReadOnlyList<string> Categories, ServiceMode Mode);

/// <param name="Service">The service asked for, one of <paramref name="Services"/>.</param>
/// <param name="Services">All those of the place, by name.</param>
/// <param name="Day">The day asked for; today when none was.</param>
/// <param name="Starts">Free times of that service on that day, no notice asked.</param>
/// <param name="DurationMinutes">Of an appointment for all that is brought.</param>
public sealed record DeskOffer(
    PlaceId Place,
    string PlaceName,
    DateTimeZone Zone,
    DeskService Service,
    IReadOnlyList<DeskService> Services,
    LocalDate Day,
    LocalDate Today,
    IReadOnlyList<Slot> Starts,
    int DurationMinutes);

internal sealed class GetDeskOfferHandler(BookingDesk desk, ICurrentActor currentActor, IClock clock)
    : IRequestHandler<GetDeskOffer, OneOf<DeskOffer, NotFound>>
{
    public async Task<OneOf<DeskOffer, NotFound>> Handle(GetDeskOffer request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        if (await desk.FindAsync(request.Service, cancellationToken) is not { } bookable
            || !actor.IsMember(bookable.Place.Organisation.Id)
            || request.Day is { Year: < GetBenchDay.FirstYear or > GetBenchDay.LastYear })
        {
            return new NotFound();
        }

        var place = bookable.Place;
        var today = clock.GetCurrentInstant().InZone(place.Zone).Date;
        var day = request.Day ?? today;
        var session = place.Hours.SessionOn(day);
        var services = place.Services.OrderBy(s => s.Name, StringComparer.Ordinal).Select(s => new DeskService(s.Id, s.Name, s.Terms.DurationMinutes, [.. s.Categories.Where(c => session?.Repairs(c) != false)], s.Mode)).ToList();
        var items = (request.Categories ?? []).Select(c => c is not null && bookable.Service.Categories.Contains(c) ? c : null).ToList();
        var slots = bookable.Status == OrganisationStatus.Suspended || bookable.Service.IsTooLong(items)
            ? []
            : (await desk.FreeTimesAsync(bookable, bookable.Service.SlotTerms(items, withNotice: false), day, day, null, cancellationToken)).Slots(day, day).ToList();
        return new DeskOffer(place.Id, place.Name, place.Zone, services.Single(s => s.Id == request.Service), services, day, today, slots, bookable.Service.DurationOf(items));
    }
}
