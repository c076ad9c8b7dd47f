using MediatR;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;

namespace RepairNet.Application.Bookings;

/// <summary>Checks what was typed for a booking, before it is shown once more; books nothing.</summary>
[AllowedTo(Permission.SearchAndBook)]
public sealed record CheckBooking(BookSlot Booking) : IQuery<Done>;

internal sealed class CheckBookingHandler(RequestValidators validators, BookingDesk desk, HomeVisits visits, IClock clock) : IRequestHandler<CheckBooking, Done>
{
    public async Task<Done> Handle(CheckBooking request, CancellationToken cancellationToken)
    {
        await validators.CheckAsync(request.Booking, cancellationToken);
        BookingRules.RefusePast(request.Booking.Start!.Value, clock.GetCurrentInstant());
        if (await desk.FindAsync(request.Booking.Service, cancellationToken) is { } bookable)
        {
            _ = await visits.ReadAsync(bookable.Place, bookable.Service, request.Booking.Visit, byWorkshop: false, cancellationToken);
        }

        return new Done();
    }
}
