using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;

namespace RepairNet.Application.Bookings;

/// <summary>What the workshop itself can book for someone: its services, and the free times of one of them on a day.</summary>
[AllowedTo(Caller.Member)]
public sealed record GetDeskOffer(ServiceId Service, LocalDate? Day) : IQuery<OneOf<DeskOffer, NotFound>>;

/// <summary>A service of the place and what it takes.</summary>
public sealed record DeskService(ServiceId Id, string Name, int DurationMinutes, IReadOnlyList<string> Categories);

/// <param name="Service">The service asked for, one of <paramref name="Services"/>.</param>
/// <param name="Services">All those of the place, by name.</param>
/// <param name="Day">The day asked for; today when none was.</param>
/// <param name="Starts">Free times of that service on that day, no notice asked.</param>
public sealed record DeskOffer(
    PlaceId Place,
    string PlaceName,
    DateTimeZone Zone,
    DeskService Service,
    IReadOnlyList<DeskService> Services,
    LocalDate Day,
    LocalDate Today,
    IReadOnlyList<Slot> Starts);

internal sealed class GetDeskOfferHandler(RepairNetDb db, BookingDesk desk, IAgendas agendas, IBusyTimes busyTimes, ICurrentActor currentActor, IClock clock)
    : IRequestHandler<GetDeskOffer, OneOf<DeskOffer, NotFound>>
{
    public async Task<OneOf<DeskOffer, NotFound>> Handle(GetDeskOffer request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        if (await desk.FindAsync(request.Service, cancellationToken) is not { } bookable
            || !actor.IsMember(bookable.Organisation)
            || request.Day is { Year: < GetBenchDay.FirstYear or > GetBenchDay.LastYear })
        {
            return new NotFound();
        }

        var now = clock.GetCurrentInstant();
        var today = now.InZone(bookable.Zone).Date;
        var day = request.Day ?? today;
        var services = (await db.Services.AsNoTracking().Where(s => s.PlaceId == bookable.Place)
            .Select(s => new { s.Id, s.Name, s.Terms.DurationMinutes, Categories = s.Categories.Select(c => c.Category).ToList() }).ToListAsync(cancellationToken))
            .OrderBy(s => s.Name, StringComparer.Ordinal).Select(s => new DeskService(s.Id, s.Name, s.DurationMinutes, s.Categories)).ToList();
        var hours = (await agendas.HoursAsync([bookable.Place], day, day, cancellationToken))[bookable.Place];
        var busy = await busyTimes.BetweenAsync(
            [bookable.Place], bookable.Zone.AtStartOfDay(day).ToInstant(), bookable.Zone.AtStartOfDay(day.PlusDays(1)).ToInstant() + Duration.FromMinutes(BookingTerms.LongestOccupancy), null, cancellationToken);
        var slots = bookable.Status == OrganisationStatus.Suspended
            ? []
            : new SlotCalculator(hours, BookingDesk.TermsOf(bookable.Service, bookable.Terms with { MinNoticeMinutes = 0 }), busy[bookable.Place], now).Slots(day, day).ToList();
        var placeName = await db.Places.AsNoTracking().Where(p => p.Id == bookable.Place).Select(p => p.Name).SingleAsync(cancellationToken);
        return new DeskOffer(bookable.Place, placeName, bookable.Zone, services.Single(s => s.Id == request.Service), services, day, today, slots);
    }
}
