using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Messaging;

namespace RepairNet.Application.Bookings;

/// <summary>The resident replaces the link of a booking: the one before is dead at once, on every node; the new one leaves by mail.</summary>
[AllowedTo(Permission.SearchAndBook)]
public sealed record RenewBookingLink(string Secret) : ICommand<OneOf<LinkRenewed, TooManyLinks, NotFound>>;

/// <summary>The link was replaced.</summary>
/// <param name="Booking">With its new secret.</param>
public sealed record LinkRenewed(BookingView Booking)
{
    /// <summary>The new link leaves by mail; without an address, only this answer has it.</summary>
    public bool IsMailed => Booking.Contact.Email is not null;
}

internal sealed class RenewBookingLinkHandler(RepairNetDb db, IRowLocks locks, BookingLinkRenewal renewal, IClock clock) : IRequestHandler<RenewBookingLink, OneOf<LinkRenewed, TooManyLinks, NotFound>>
{
    public async Task<OneOf<LinkRenewed, TooManyLinks, NotFound>> Handle(RenewBookingLink request, CancellationToken cancellationToken) =>
        await BookingBySecret.HoldAsync(db, locks, request.Secret, clock.GetCurrentInstant(), cancellationToken) is { } booking
            ? (await renewal.RenewAsync(booking, BookingParty.Resident, cancellationToken)).Match<OneOf<LinkRenewed, TooManyLinks, NotFound>>(renewed => renewed, often => often)
            : new NotFound();
}

/// <summary>Replaces links, whoever asks.</summary>
internal sealed class BookingLinkRenewal(LinkLetters letters, BookingSecrets secrets, BookingViews views, BookingJournal journal)
{
    /// <summary>Replaces the link of a booking locked by the caller.</summary>
    public async Task<OneOf<LinkRenewed, TooManyLinks>> RenewAsync(Booking booking, BookingParty party, CancellationToken cancellationToken)
    {
        if (!await letters.TryRenewAsync(MessageKind.BookingLink, booking.Id.Value, booking.Contact.Email is not null, Renew, cancellationToken))
        {
            return new TooManyLinks();
        }

        await journal.WriteAsync(booking.Id, BookingDeed.LinkRenewed, party, cancellationToken);
        return new LinkRenewed(await views.OfAsync(booking, cancellationToken));

        int Renew()
        {
            booking.RenewLink(BookingSecrets.Hash(secrets.SecretOf(booking.Id, booking.SecretGeneration + 1)));
            return booking.SecretGeneration;
        }
    }
}
