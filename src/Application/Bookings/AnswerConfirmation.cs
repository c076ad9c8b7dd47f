using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Bookings;

namespace RepairNet.Application.Bookings;

/// <summary>The desk notes what someone said on the telephone of a booking to confirm: that it is theirs, or not. Noted twice, it is noted once.</summary>
/// <param name="Reference">As read on the ticket, in any spelling.</param>
[AllowedTo(Permission.KeepAgenda)]
public sealed record AnswerConfirmation(string Reference, bool Confirms) : ICommand<OneOf<Done, NoLongerOpen, NotFound>>;

internal sealed class AnswerConfirmationHandler(BookingsOfWorkshop bookings, Confirmations confirmations, IClock clock) : IRequestHandler<AnswerConfirmation, OneOf<Done, NoLongerOpen, NotFound>>
{
    public async Task<OneOf<Done, NoLongerOpen, NotFound>> Handle(AnswerConfirmation request, CancellationToken cancellationToken)
    {
        if (await bookings.HoldAsync(request.Reference, cancellationToken) is not { } booking)
        {
            return new NotFound();
        }

        if (request.Confirms)
        {
            return await confirmations.ConfirmAsync(booking, BookingParty.Workshop, cancellationToken) ? new Done() : new NoLongerOpen();
        }

        if (booking.Status == BookingStatus.ToConfirm)
        {
            booking.Cancel(clock.GetCurrentInstant(), byResident: false);
            await confirmations.ReleaseAsync(booking, BookingDeed.Cancelled, BookingParty.Workshop, cancellationToken);
        }

        // One that was confirmed meanwhile is cancelled on its own page, where its person is told.
        return booking.Status == BookingStatus.Cancelled ? new Done() : new NoLongerOpen();
    }
}
