using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Bookings;

namespace RepairNet.Application.Repairs;

/// <summary>The item left at an appointment, for whoever holds the secret of the appointment's link.</summary>
[AllowedTo(Permission.SearchAndBook)]
public sealed record FindItemOfBooking(string BookingSecret) : IQuery<OneOf<OwnItemView, NotFound>>;

internal sealed class FindItemOfBookingHandler(RepairNetDb db, OwnItemViews views, IClock clock) : IRequestHandler<FindItemOfBooking, OneOf<OwnItemView, NotFound>>
{
    public async Task<OneOf<OwnItemView, NotFound>> Handle(FindItemOfBooking request, CancellationToken cancellationToken)
    {
        var hash = BookingSecrets.Hash(request.BookingSecret);
        var opensFrom = clock.GetCurrentInstant() - Booking.LinkLasts;
        var item = await (
            from i in db.ItemsLeft.AsNoTracking()
            join b in db.Bookings.AsNoTracking() on i.BookingId equals b.Id
            where b.SecretHash == hash && b.End > opensFrom
            select i).SingleOrDefaultAsync(cancellationToken);
        return item is null ? new NotFound() : await views.OfAsync(item, cancellationToken);
    }
}
