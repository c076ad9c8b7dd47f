using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Bookings;

/// <summary>
/// A booking whose form came as programs send is confirmed by a computation of the browser, without waiting for its letter. Sent again, a
/// proof confirms nothing more: it is of this booking alone.
/// </summary>
/// <param name="Secret">Of the link of the booking.</param>
/// <param name="Key">Given with the booking to whoever may: not to the many of one network.</param>
/// <param name="Challenge">As it was asked.</param>
/// <param name="Answer">The numbers found.</param>
[AllowedTo(Permission.SearchAndBook)]
public sealed record ProveBooking(string Secret, string Key, string? Challenge, string? Answer) : ICommand<OneOf<Done, NotProved, NoLongerOpen, NotFound>>;

/// <summary>The computation is not right, or of something else, or too old: another may be made.</summary>
public sealed record NotProved : IRefusal;

internal sealed class ProveBookingHandler(RepairNetDb db, IRowLocks locks, BookingSecrets secrets, ProofsOfWork proofs, Confirmations confirmations, IClock clock)
    : IRequestHandler<ProveBooking, OneOf<Done, NotProved, NoLongerOpen, NotFound>>
{
    public async Task<OneOf<Done, NotProved, NoLongerOpen, NotFound>> Handle(ProveBooking request, CancellationToken cancellationToken) =>
        await BookingBySecret.HoldAsync(db, locks, request.Secret, clock.GetCurrentInstant(), cancellationToken) is not { } booking || !secrets.IsProofKey(booking.Id, request.Key) ? new NotFound()
        : !proofs.IsProved(PurposeOf(booking.Id), request.Challenge, request.Answer) ? new NotProved()
        : await confirmations.ConfirmAsync(booking, BookingParty.Resident, cancellationToken) ? new Done() : new NoLongerOpen();

    internal static string PurposeOf(BookingId booking) => "booking:" + booking;
}
