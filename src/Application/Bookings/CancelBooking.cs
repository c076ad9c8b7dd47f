using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Messaging;

namespace RepairNet.Application.Bookings;

/// <summary>The resident cancels a booking. Its bench is free for someone else at once.</summary>
[AllowedTo(Caller.Public)]
public sealed record CancelBooking(string Secret) : ICommand<OneOf<Done, TooLate, NoLongerOpen, NotFound>>;

internal sealed class CancelBookingHandler(RepairNetDb db, IBenches benches, IRowLocks locks, BookingNews news, IClock clock) : IRequestHandler<CancelBooking, OneOf<Done, TooLate, NoLongerOpen, NotFound>>
{
    public async Task<OneOf<Done, TooLate, NoLongerOpen, NotFound>> Handle(CancelBooking request, CancellationToken cancellationToken)
    {
        if (await BookingBySecret.HoldAsync(db, locks, request.Secret, cancellationToken) is not { } booking)
        {
            return new NotFound();
        }

        switch (booking.Cancel(clock.GetCurrentInstant(), byResident: true))
        {
            case BookingChange.Made:
                await benches.ReleaseAsync(booking.Id, cancellationToken);
                news.Tell(booking, MessageKind.BookingCancelled, byResident: true);
                return new Done();
            case BookingChange.AlreadySo:
                return new Done();
            case BookingChange.TooLate:
                return new TooLate(await BookingBySecret.PhoneAsync(db, booking, cancellationToken));
            default:
                return new NoLongerOpen();
        }
    }
}
