using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;

namespace RepairNet.Application.Bookings;

/// <summary>What to compute to confirm a booking, for whoever was given its key. Reading it changes nothing.</summary>
/// <param name="Secret">Of the link of the booking.</param>
/// <param name="Key">As of <see cref="ProveBooking"/>.</param>
[AllowedTo(Permission.SearchAndBook)]
public sealed record GetBookingProof(string Secret, string Key) : IQuery<OneOf<BookingProof, NotFound>>;

/// <summary>A booking, and what would confirm it.</summary>
public sealed record BookingProof(BookingView Booking, ProofChallenge Challenge);

internal sealed class GetBookingProofHandler(RepairNetDb db, BookingSecrets secrets, BookingViews views, ProofsOfWork proofs, IClock clock) : IRequestHandler<GetBookingProof, OneOf<BookingProof, NotFound>>
{
    public async Task<OneOf<BookingProof, NotFound>> Handle(GetBookingProof request, CancellationToken cancellationToken) =>
        await BookingBySecret.FindAsync(db, request.Secret, clock.GetCurrentInstant(), cancellationToken) is { } booking && secrets.IsProofKey(booking.Id, request.Key)
            ? new BookingProof(await views.OfAsync(booking, cancellationToken), proofs.Ask(ProveBookingHandler.PurposeOf(booking.Id)))
            : new NotFound();
}
