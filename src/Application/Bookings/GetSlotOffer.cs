using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;

namespace RepairNet.Application.Bookings;

/// <summary>What a resident is about to book: the place, the service, and whether this start is still free.</summary>
/// <param name="Categories">Codes of what is to be repaired, one for each item, null where that is not known: some take longer.</param>
[AllowedTo(Permission.SearchAndBook)]
public sealed record GetSlotOffer(ServiceId Service, Instant? Start, IReadOnlyList<string?>? Categories = null) : IQuery<OneOf<SlotOffer, NotFound>>;

/// <param name="Start">Null when no start, or no instant, was asked for.</param>
/// <param name="DurationMinutes">For all the items.</param>
/// <param name="IsTooShort">The start is free for the usual time of the service or for the first item alone, but not for all the items.</param>
/// <param name="IsTooLong">The items take longer than any appointment may.</param>
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
    bool IsFree,
    bool IsTooShort,
    bool IsTooLong)
{
    /// <summary>The organisation says it holds the QualiRépar label: the bill may be lower by the repair bonus.</summary>
    public bool DeclaresQualiRepar { get; init; }

    /// <summary>INSEE code of the commune of the place.</summary>
    public string CommuneCode { get; init; } = "";
}

internal sealed class GetSlotOfferHandler(BookingDesk desk, ITerritories territories, IClock clock) : IRequestHandler<GetSlotOffer, OneOf<SlotOffer, NotFound>>
{
    public async Task<OneOf<SlotOffer, NotFound>> Handle(GetSlotOffer request, CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(request.Service, cancellationToken) is not { Status: OrganisationStatus.Approved, Service.PublicBooking: true } bookable)
        {
            return new NotFound();
        }

        var (place, service) = (bookable.Place, bookable.Service);
        var items = (request.Categories ?? []).Select(c => c is not null && service.Categories.Contains(c) ? c : null).ToList();
        var day = request.Start is { } asked ? asked.InZone(place.Zone).Date : (LocalDate?)null;
        var session = day is { } on ? place.Hours.SessionOn(on) : null;
        var minutes = day is { } date ? place.MinutesOn(date, service, items) : service.DurationOf(items);
        var isTooLong = minutes > BookingTerms.MaxDuration;
        var isFree = !isTooLong && request.Start is { } start && await IsFreeAsync(bookable, items, start, cancellationToken);
        return new SlotOffer(
            service.Id,
            service.Name,
            minutes,
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
            isFree,
            !isFree && request.Start is { } wanted && await FitsLessAsync(bookable, items, wanted, cancellationToken),
            isTooLong)
        {
            DeclaresQualiRepar = place.Organisation.DeclaresQualiRepar,
            CommuneCode = place.CommuneCode,
        };
    }

    /// <summary>Whether this start can be had for something that takes less time.</summary>
    private async Task<bool> FitsLessAsync(Bookable bookable, IReadOnlyList<string?> items, Instant start, CancellationToken cancellationToken)
    {
        var day = start.InZone(bookable.Zone).Date;
        foreach (var fewer in new List<string?[]> { items.Take(1).ToArray(), Array.Empty<string?>() })
        {
            if (bookable.Place.MinutesOn(day, bookable.Service, fewer) < bookable.Place.MinutesOn(day, bookable.Service, items) && await IsFreeAsync(bookable, fewer, start, cancellationToken))
            {
                return true;
            }
        }

        return false;
    }

    private async Task<bool> IsFreeAsync(Bookable bookable, IReadOnlyCollection<string?> items, Instant start, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        if (start < now || start > now + Duration.FromDays(BookingTerms.MaxAhead + 2))
        {
            return false;
        }

        var day = start.InZone(bookable.Zone).Date;
        return (await desk.FreeTimesAsync(bookable, bookable.Service.SlotTerms(items), day, day, null, cancellationToken)).FindBench(start) is not null;
    }
}
