using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;

namespace RepairNet.Application.Bookings;

/// <summary>What a resident is about to book: the place, the service, and whether this start is still free.</summary>
/// <param name="Category">Code of what is to be repaired, where it is known: some take longer.</param>
[AllowedTo(Caller.Public)]
public sealed record GetSlotOffer(ServiceId Service, Instant? Start, string? Category = null) : IQuery<OneOf<SlotOffer, NotFound>>;

/// <param name="Start">Null when no start, or no instant, was asked for.</param>
/// <param name="IsFree">Whether the start can be booked right now; someone quicker may still come.</param>
/// <param name="Categories">Codes of the equipment the service takes; at a session, of what someone present repairs.</param>
/// <param name="NotRepaired">At a session, what the service takes and nobody present repairs; empty otherwise.</param>
/// <param name="CommuneName">Name of the place's commune.</param>
/// <param name="Mode">Where the work is done: at home, the form asks where to come.</param>
/// <param name="Price">As the workshop says it, or null.</param>
public sealed record SlotOffer(
    ServiceId Service,
    string ServiceName,
    int DurationMinutes,
    string? Price,
    ServiceMode Mode,
    IReadOnlyList<string> Categories,
    IReadOnlyList<string> NotRepaired,
    string PlaceName,
    string PlaceSlug,
    string Address,
    string CommuneName,
    string? Phone,
    DateTimeZone Zone,
    Instant? Start,
    bool IsFree);

internal sealed class GetSlotOfferHandler(BookingDesk desk, ITerritories territories, IClock clock) : IRequestHandler<GetSlotOffer, OneOf<SlotOffer, NotFound>>
{
    public async Task<OneOf<SlotOffer, NotFound>> Handle(GetSlotOffer request, CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(request.Service, cancellationToken) is not { Status: OrganisationStatus.Approved, Service.PublicBooking: true } bookable)
        {
            return new NotFound();
        }

        var (place, service) = (bookable.Place, bookable.Service);
        var session = request.Start is { } asked ? place.Hours.SessionOn(asked.InZone(place.Zone).Date) : null;
        return new SlotOffer(
            service.Id,
            service.Name,
            service.DurationOf(request.Category),
            service.Price,
            service.Mode,
            [.. service.Categories.Where(c => session?.Repairs(c) != false)],
            [.. service.Categories.Where(c => session?.Repairs(c) == false)],
            place.Name,
            place.Slug,
            place.Address,
            (await territories.GetAsync(cancellationToken)).Commune(place.CommuneCode)?.Name ?? "",
            place.Organisation.Phone,
            place.Zone,
            request.Start,
            request.Start is { } start && await IsFreeAsync(bookable, request.Category, start, cancellationToken));
    }

    private async Task<bool> IsFreeAsync(Bookable bookable, string? category, Instant start, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        if (start < now || start > now + Duration.FromDays(BookingTerms.MaxAhead + 2))
        {
            return false;
        }

        var day = start.InZone(bookable.Zone).Date;
        return (await desk.FreeTimesAsync(bookable, bookable.Service.SlotTerms(category: bookable.Service.Categories.Contains(category ?? "") ? category : null), day, day, null, cancellationToken)).FindBench(start) is not null;
    }
}
