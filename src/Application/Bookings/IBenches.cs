using NodaTime;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Messaging;

namespace RepairNet.Application.Bookings;

/// <summary>The database's last word on who gets a bench. Every path that books goes through it, in a write transaction.</summary>
public interface IBenches
{
    /// <summary>
    /// Reads what a booking at this place must know, and keeps others from changing the place's hours until the transaction
    /// ends; others may still book there. Null if there is no such place.
    /// </summary>
    /// <param name="from">Busy times that meet [from, to) are given.</param>
    /// <param name="except">A booking to leave out, when it is the one being moved.</param>
    /// <param name="candidate">What a new booking must know besides; null for one that moves.</param>
    Task<HeldBenches?> HoldAsync(PlaceId place, Instant from, Instant to, BookingId except, BookingCandidate? candidate, CancellationToken cancellationToken);

    /// <summary>
    /// Writes a new booking with the message about it and what is known of where it came from, and takes its bench; false, and nothing written, if the bench is taken for
    /// any part of that time. Waits for whoever is taking it right now.
    /// </summary>
    /// <param name="isLast">Nothing is read or written after it if the bench is had: the transaction may be committed with it.</param>
    Task<bool> TryBookAsync(Booking booking, OutboxMessage? message, NetworkBooking? network, bool isLast, CancellationToken cancellationToken);

    /// <summary>Takes another bench for this booking; false if it is taken for any part of that time. Waits for whoever is taking it right now.</summary>
    Task<bool> TryTakeAsync(BookingId booking, PlaceId place, int bench, TimeRange time, CancellationToken cancellationToken);

    /// <summary>Frees the bench of this booking.</summary>
    Task ReleaseAsync(BookingId booking, CancellationToken cancellationToken);

    /// <summary>Claims an idempotency key for this booking; false if another request has it. Waits for whoever is claiming it right now.</summary>
    Task<bool> TryClaimKeyAsync(IdempotentRequest request, CancellationToken cancellationToken);
}

/// <summary>A booking to be made, as far as others may stand against it.</summary>
/// <param name="Reference">A reference to look up.</param>
/// <param name="ContactKey">Whose open bookings at this place to count; null to count none. Two bookings of one person wait for each other.</param>
/// <param name="NetworkHash">Whose bookings of the last hour to count; null to count none. Two bookings of one network wait for each other.</param>
public sealed record BookingCandidate(BookingReference Reference, string? ContactKey, Instant Now, string? NetworkHash = null)
{
    /// <summary>Bookings of the network are counted from here on.</summary>
    public Instant CountedSince => Now - ConfirmationSettings.Window;
}

/// <summary>What a booking must know of the place it books at.</summary>
/// <param name="OfferVersion">The number of the latest change to any offer.</param>
/// <param name="Busy">Times its benches are taken, buffers included.</param>
/// <param name="ReferenceTaken">Another booking has the reference looked up.</param>
/// <param name="OpenOfContact">What each booking to come of this person at this place is for.</param>
/// <param name="FromNetwork">Bookings of the last hour that came from the same network.</param>
public sealed record HeldBenches(long OfferVersion, IReadOnlyList<BusyTime> Busy, bool ReferenceTaken, IReadOnlyList<IReadOnlyList<BookedItem>> OpenOfContact, int FromNetwork)
{
    /// <summary>Whether one of those bookings is for one of these items. Two alike in one appointment are two things.</summary>
    public bool IsBookedFor(IEnumerable<BookedItem> items) => items.Any(item => OpenOfContact.Any(booking => booking.Any(item.IsLike)));
}
