using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Messaging;

namespace RepairNet.Application.Bookings;

/// <summary>Whoever got the letter says that the booking is theirs. Said twice, it is said once.</summary>
/// <param name="Secret">Of the link of the booking.</param>
/// <param name="Key">Of the letter alone: whoever booked under another's address has only the link.</param>
[AllowedTo(Permission.SearchAndBook)]
public sealed record ConfirmBooking(string Secret, string Key) : ICommand<OneOf<Done, NoLongerOpen, NotFound>>;

internal sealed class ConfirmBookingHandler(RepairNetDb db, IRowLocks locks, BookingSecrets secrets, Confirmations confirmations, IClock clock) : IRequestHandler<ConfirmBooking, OneOf<Done, NoLongerOpen, NotFound>>
{
    public async Task<OneOf<Done, NoLongerOpen, NotFound>> Handle(ConfirmBooking request, CancellationToken cancellationToken) =>
        await BookingBySecret.HoldAsync(db, locks, request.Secret, clock.GetCurrentInstant(), cancellationToken) is { } booking && secrets.IsConfirmationKey(booking.Id, request.Key)
            ? await confirmations.ConfirmAsync(booking, BookingParty.Resident, cancellationToken) ? new Done() : new NoLongerOpen()
            : new NotFound();
}

/// <summary>Confirms bookings, or lets them go, for whoever answers.</summary>
internal sealed class Confirmations(RepairNetDb db, IBenches benches, BookingJournal journal, Waiting.WaitingLine line, IOutbox outbox, IClock clock, IDateTimeZoneProvider zones)
{
    /// <summary>Confirms a booking locked by the caller; false when it is too late.</summary>
    public async Task<bool> ConfirmAsync(Booking booking, BookingParty party, CancellationToken cancellationToken)
    {
        var zone = zones[await db.Places.AsNoTracking().Where(p => p.Id == booking.PlaceId).Select(p => p.TimeZone).SingleAsync(cancellationToken)];
        switch (booking.Confirm(clock.GetCurrentInstant(), zone))
        {
            case BookingChange.Made:
                if (booking.Contact.Email is not null)
                {
                    outbox.Add(MessageKind.BookingConfirmed, booking.Id.Value, occurrence: 0);
                }

                await journal.WriteAsync(booking.Id, BookingDeed.Confirmed, party, cancellationToken);
                return true;
            case BookingChange.AlreadySo:
                return true;
            default:
                return false;
        }
    }

    /// <summary>Frees the bench of a booking that was just let go, for the next in line. The person is not written to: the address may be anybody's.</summary>
    public async Task ReleaseAsync(Booking booking, BookingDeed deed, BookingParty party, CancellationToken cancellationToken)
    {
        await benches.ReleaseAsync(booking.Id, cancellationToken);
        await journal.WriteAsync(booking.Id, deed, party, cancellationToken);
        await line.OfferFreedAsync(booking.PlaceId, booking.Start, cancellationToken);
    }
}
