using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;

namespace RepairNet.Application.Bookings;

/// <summary>A booking to confirm, for whoever got the letter about it. Reading it changes nothing.</summary>
/// <param name="Secret">Of the link of the booking.</param>
/// <param name="Key">Of the letter alone.</param>
[AllowedTo(Permission.SearchAndBook)]
public sealed record GetConfirmation(string Secret, string Key) : IQuery<OneOf<BookingView, NotFound>>;

internal sealed class GetConfirmationHandler(RepairNetDb db, BookingSecrets secrets, BookingViews views, IClock clock) : IRequestHandler<GetConfirmation, OneOf<BookingView, NotFound>>
{
    public async Task<OneOf<BookingView, NotFound>> Handle(GetConfirmation request, CancellationToken cancellationToken) =>
        await BookingBySecret.FindAsync(db, request.Secret, clock.GetCurrentInstant(), cancellationToken) is { } booking && secrets.IsConfirmationKey(booking.Id, request.Key)
            ? await views.OfAsync(booking, cancellationToken)
            : new NotFound();
}
