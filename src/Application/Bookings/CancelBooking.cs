using FluentValidation;
using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Bookings.Waiting;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Messaging;

namespace RepairNet.Application.Bookings;

/// <summary>The resident cancels a booking. Its bench is free for someone else at once.</summary>
/// <param name="Reason">Said to the workshop; null for none.</param>
[AllowedTo(Permission.SearchAndBook)]
public sealed record CancelBooking(string Secret, string? Reason = null) : ICommand<OneOf<Done, TooLate, NoLongerOpen, NotFound>>;

internal sealed class CancelBookingValidator : AbstractValidator<CancelBooking>
{
    public CancelBookingValidator() => RuleFor(r => r.Reason).Lines(BookingEvent.MaxReason);
}

internal sealed class CancelBookingHandler(RepairNetDb db, IBenches benches, IRowLocks locks, BookingNews news, BookingJournal journal, WaitingLine line, IClock clock) : IRequestHandler<CancelBooking, OneOf<Done, TooLate, NoLongerOpen, NotFound>>
{
    public async Task<OneOf<Done, TooLate, NoLongerOpen, NotFound>> Handle(CancelBooking request, CancellationToken cancellationToken)
    {
        if (await BookingBySecret.HoldAsync(db, locks, request.Secret, clock.GetCurrentInstant(), cancellationToken) is not { } booking)
        {
            return new NotFound();
        }

        var expected = booking.Status == BookingStatus.Confirmed;
        switch (booking.Cancel(clock.GetCurrentInstant(), byResident: true))
        {
            case BookingChange.Made:
                await benches.ReleaseAsync(booking.Id, cancellationToken);
                if (expected)
                {
                    // The workshop hears nothing of what was never confirmed.
                    news.Tell(booking, MessageKind.BookingCancelled, byResident: true);
                }

                await journal.WriteAsync(booking.Id, BookingDeed.Cancelled, BookingParty.Resident, cancellationToken, request.Reason);
                await line.OfferFreedAsync(booking.PlaceId, booking.Start, cancellationToken);
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
