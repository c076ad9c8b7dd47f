using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;

namespace RepairNet.Application.Bookings;

/// <summary>A booking, for whoever holds the secret of its link.</summary>
[AllowedTo(Permission.SearchAndBook)]
public sealed record GetBooking(string Secret) : IQuery<OneOf<BookingView, NotFound>>;

/// <summary>All that a ticket says.</summary>
/// <param name="Zone">The place's zone, in which its times are told.</param>
/// <param name="ChangeableUntil">Until when the resident moves or cancels it.</param>
/// <param name="CommuneName">Name of the place's commune.</param>
/// <param name="Postcode">First postcode of the place's commune, or null.</param>
/// <param name="Item">What is brought; the first of several.</param>
/// <param name="MoreItems">What is brought besides.</param>
/// <param name="Visit">Where to come, for an appointment at home; null where that is not known.</param>
/// <param name="IsFollowUp">The same item comes back after an earlier visit.</param>
/// <param name="ConfirmBy">While it is to confirm: when it lapses.</param>
public sealed record BookingView(
    BookingId Id,
    string Reference,
    string Secret,
    BookingStatus Status,
    Instant Start,
    Instant End,
    DateTimeZone Zone,
    Instant ChangeableUntil,
    int Revision,
    ServiceId ServiceId,
    string ServiceName,
    int DurationMinutes,
    string? Price,
    ServiceMode Mode,
    OrganisationId OrganisationId,
    string OrganisationName,
    string? Phone,
    PlaceId PlaceId,
    string PlaceName,
    string PlaceSlug,
    string Address,
    string? Access,
    string CommuneName,
    string? Postcode,
    Contact Contact,
    BookedItem Item,
    IReadOnlyList<BookedItem> MoreItems,
    string? Note,
    string Language,
    bool IsFollowUp,
    VisitAddress? Visit,
    Instant? ConfirmBy)
{
    /// <summary>INSEE code of the commune of its place.</summary>
    public string CommuneCode { get; init; } = "";

    /// <summary>Of one that is cancelled: who did it, and why. Null elsewhere, and where its ticket is not read by its link.</summary>
    public BookingCancelled? Cancelled { get; init; }

    /// <summary>Whether the workshop takes appointments at present: one that was suspended keeps those it has.</summary>
    public bool TakesBookings { get; init; }

    /// <summary>Whether the resident still moves it.</summary>
    public bool IsMovableAt(Instant now) => TakesBookings && IsChangeableAt(now);

    /// <summary>Whether its time and state let the resident move it, and cancels it once confirmed.</summary>
    public bool IsChangeableAt(Instant now) => Status == BookingStatus.Confirmed && now <= ChangeableUntil;
}

/// <summary>A cancellation.</summary>
/// <param name="By">The program, where nobody confirmed it in time.</param>
/// <param name="Reason">In the words of who cancelled; null where they said nothing.</param>
public sealed record BookingCancelled(BookingParty By, string? Reason);

/// <summary>Where to come.</summary>
/// <param name="Address">Street and number; null when it is still to be asked.</param>
/// <param name="Postcode">First of the commune, or null.</param>
public sealed record VisitAddress(string? Address, string CommuneCode, string CommuneName, string? Postcode)
{
    /// <summary>On one line: « 12 rue des Lilas, 38130 Échirolles ».</summary>
    public override string ToString() => string.Join(", ", new[] { Address, string.Join(' ', new[] { Postcode, CommuneName }.OfType<string>()) }.OfType<string>());

    /// <summary>Null where no commune is known.</summary>
    internal static VisitAddress? Of(string? address, string? commune, TerritoryIndex index) => commune is null
        ? null
        : new VisitAddress(address, commune, index.Commune(commune)?.Name ?? commune, index.Commune(commune)?.Postcodes is [var postcode, ..] ? postcode : null);
}

internal sealed class GetBookingHandler(RepairNetDb db, BookingViews views, IClock clock) : IRequestHandler<GetBooking, OneOf<BookingView, NotFound>>
{
    public async Task<OneOf<BookingView, NotFound>> Handle(GetBooking request, CancellationToken cancellationToken) =>
        await BookingBySecret.FindAsync(db, request.Secret, clock.GetCurrentInstant(), cancellationToken) is { } booking
            ? await views.OfAsync(booking, cancellationToken) with { Cancelled = await CancelledAsync(booking, cancellationToken) }
            : new NotFound();

    private async Task<BookingCancelled?> CancelledAsync(Booking booking, CancellationToken cancellationToken) =>
        booking.Status != BookingStatus.Cancelled ? null
        : await db.BookingEvents.AsNoTracking().Where(e => e.BookingId == booking.Id && (e.Deed == BookingDeed.Cancelled || e.Deed == BookingDeed.Lapsed))
            .OrderByDescending(e => e.At).ThenByDescending(e => e.Id).Select(e => new BookingCancelled(e.Party, e.Reason)).FirstOrDefaultAsync(cancellationToken);
}

/// <summary>Makes tickets of bookings.</summary>
internal sealed class BookingViews(BookingDesk desk, BookingSecrets secrets, ITerritories territories)
{
    /// <summary>The ticket of a booking read from the database.</summary>
    public async Task<BookingView> OfAsync(Booking booking, CancellationToken cancellationToken) =>
        await OfAsync(
            booking,
            secrets.SecretOf(booking),
            await desk.FindAsync(booking.ServiceId, cancellationToken) ?? throw new InvalidOperationException("A booking is of a service that is not there."),
            cancellationToken);

    /// <summary>The ticket of a booking whose service and place are known.</summary>
    public async Task<BookingView> OfAsync(Booking booking, string secret, Bookable bookable, CancellationToken cancellationToken)
    {
        var (place, service) = (bookable.Place, bookable.Service);
        var index = await territories.GetAsync(cancellationToken);
        var commune = index.Commune(place.CommuneCode);
        return new BookingView(
            booking.Id,
            booking.Reference,
            secret,
            booking.Status,
            booking.Start,
            booking.End,
            place.Zone,
            booking.ChangeableUntil,
            booking.Revision,
            service.Id,
            service.Name,
            (int)(booking.End - booking.Start).TotalMinutes,
            service.Price,
            service.Mode,
            place.Organisation.Id,
            place.Organisation.Name,
            place.Organisation.Phone,
            place.Id,
            place.Name,
            place.Slug,
            place.Address,
            place.Access,
            commune?.Name ?? "",
            commune?.Postcodes is [var postcode, ..] ? postcode : null,
            booking.Contact,
            booking.Item,
            booking.MoreItems,
            booking.Note,
            booking.Language,
            booking.FollowsBookingId is not null || booking.FollowsRepairId is not null,
            VisitAddress.Of(booking.VisitAddress, booking.VisitCommune, index),
            booking.ConfirmBy)
        {
            CommuneCode = place.CommuneCode,
            TakesBookings = bookable.Status.TakesBookings(byResident: true),
        };
    }
}
