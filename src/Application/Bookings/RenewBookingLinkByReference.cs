using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Bookings;

namespace RepairNet.Application.Bookings;

/// <summary>The workshop replaces the link of a booking, for someone who lost it or shared it too widely.</summary>
/// <param name="Reference">As read on the ticket, in any spelling.</param>
[AllowedTo(Permission.KeepAgenda)]
public sealed record RenewBookingLinkByReference(string Reference) : ICommand<OneOf<LinkRenewed, TooManyLinks, NotFound>>;

internal sealed class RenewBookingLinkByReferenceHandler(BookingsOfWorkshop bookings, BookingLinkRenewal renewal, IClock clock) : IRequestHandler<RenewBookingLinkByReference, OneOf<LinkRenewed, TooManyLinks, NotFound>>
{
    public async Task<OneOf<LinkRenewed, TooManyLinks, NotFound>> Handle(RenewBookingLinkByReference request, CancellationToken cancellationToken) =>
        await bookings.HoldAsync(request.Reference, cancellationToken) is { } booking && clock.GetCurrentInstant() < booking.LinkExpiresAt
            ? (await renewal.RenewAsync(booking, BookingParty.Workshop, cancellationToken)).Match<OneOf<LinkRenewed, TooManyLinks, NotFound>>(renewed => renewed, often => often)
            : new NotFound();
}
