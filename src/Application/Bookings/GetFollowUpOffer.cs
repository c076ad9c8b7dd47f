using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;

namespace RepairNet.Application.Bookings;

/// <summary>What the workshop can propose for the second visit of an item or several, once the part is there: free slots of the same service.</summary>
/// <param name="Reference">Of the first visit, in any spelling.</param>
/// <param name="From">First local day; null, or a day past, for today.</param>
/// <param name="Items">Numbers, from 1, of the items that come back; null for all.</param>
[AllowedTo(Permission.KeepAgenda)]
public sealed record GetFollowUpOffer(string Reference, LocalDate? From, IReadOnlyList<int>? Items = null) : IQuery<OneOf<FollowUpOffer, NotFound>>;

/// <param name="CanBeFollowed">The person came to the first visit, and is still known.</param>
/// <param name="Diagnosis">What was found there, where that is written already.</param>
/// <param name="Next">Reference of the second visit, where it is given already.</param>
public sealed record FollowUpOffer(
    string Reference, PlaceId Place, string PlaceName, DateTimeZone Zone, LocalDate Day, string ServiceName, Contact Contact, BookedItem Item, IReadOnlyList<BookedItem> MoreItems, bool CanBeFollowed, string? Diagnosis, string? Next, MoveChoices Choices)
{
    /// <summary>False while the workshop is suspended: it is not that its times are taken.</summary>
    public required bool TakesBookings { get; init; }

    /// <summary>What the first visit said of the person was erased.</summary>
    public required bool IsErased { get; init; }
}

internal sealed class GetFollowUpOfferHandler(RepairNetDb db, BookingDesk desk, ICurrentActor currentActor, IClock clock) : IRequestHandler<GetFollowUpOffer, OneOf<FollowUpOffer, NotFound>>
{
    public async Task<OneOf<FollowUpOffer, NotFound>> Handle(GetFollowUpOffer request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        if (!BookingReference.TryParse(request.Reference, out var reference)
            || await db.Bookings.AsNoTracking().SingleOrDefaultAsync(b => b.Reference == reference.Value, cancellationToken) is not { } booking
            || !actor.Acts(Permission.KeepAgenda, booking.OrganisationId)
            || await desk.FindAsync(booking.ServiceId, cancellationToken) is not { } bookable)
        {
            return new NotFound();
        }

        var today = clock.GetCurrentInstant().InZone(bookable.Zone).Date;
        var first = LocalDate.Max(request.From ?? today, today);
        var last = today.PlusDays(bookable.Service.Terms.MaxAheadDays);
        var takesBookings = bookable.Status.TakesBookings(byResident: false);
        return new FollowUpOffer(
            booking.Reference,
            booking.PlaceId,
            bookable.Place.Name,
            bookable.Zone,
            booking.Day,
            bookable.Service.Name,
            booking.Contact,
            booking.Item,
            booking.MoreItems,
            booking.CanBeFollowed,
            booking.Diagnosis,
            await FollowUps.OpenOf(db, booking.Id).Select(b => b.Reference).FirstOrDefaultAsync(cancellationToken),
            first > last || !takesBookings
                ? new MoveChoices([], null)
                : OpenDays.Of(await desk.FreeTimesAsync(bookable, bookable.Service.SlotTerms(FollowUps.Chosen(booking, request.Items).Categories(), withNotice: false), first, last, null, cancellationToken), bookable.Zone, first, last))
        {
            TakesBookings = takesBookings,
            IsErased = booking.ErasedAt is not null,
        };
    }
}

/// <summary>Second visits.</summary>
internal static class FollowUps
{
    /// <summary>The items that come back, in their order.</summary>
    /// <param name="numbers">Null for all; a number that no item has counts for none.</param>
    public static IReadOnlyList<BookedItem> Chosen(Booking first, IReadOnlyList<int>? numbers) => [.. first.Items.Where((_, i) => numbers?.Contains(i + 1) != false)];

    /// <summary>The visit that follows this one, unless it was cancelled or nobody came: there is one at most.</summary>
    public static IQueryable<Booking> OpenOf(RepairNetDb db, BookingId booking) =>
        db.Bookings.AsNoTracking().Where(b => b.FollowsBookingId == booking && b.Status != BookingStatus.Cancelled && b.Status != BookingStatus.NoShow).OrderByDescending(b => b.Start);
}
