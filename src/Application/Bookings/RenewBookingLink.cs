using MediatR;
using Microsoft.EntityFrameworkCore;
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

/// <summary>Links of this booking have left often enough within the hour.</summary>
public sealed record TooManyLinks : IRefusal;

internal sealed class RenewBookingLinkHandler(RepairNetDb db, IRowLocks locks, BookingLinkRenewal renewal, IClock clock) : IRequestHandler<RenewBookingLink, OneOf<LinkRenewed, TooManyLinks, NotFound>>
{
    public async Task<OneOf<LinkRenewed, TooManyLinks, NotFound>> Handle(RenewBookingLink request, CancellationToken cancellationToken) =>
        await BookingBySecret.HoldAsync(db, locks, request.Secret, clock.GetCurrentInstant(), cancellationToken) is { } booking
            ? (await renewal.RenewAsync(booking, BookingParty.Resident, cancellationToken)).Match<OneOf<LinkRenewed, TooManyLinks, NotFound>>(renewed => renewed, often => often)
            : new NotFound();
}

/// <summary>Replaces links, whoever asks.</summary>
internal sealed class BookingLinkRenewal(RepairNetDb db, BookingSecrets secrets, BookingViews views, BookingJournal journal, IOutbox outbox, IClock clock)
{
    /// <summary>Letters about one booking within the hour: nobody's letter box is filled by whoever has the link.</summary>
    private const int MostAnHour = 3;

    /// <summary>Replaces the link of a booking locked by the caller.</summary>
    public async Task<OneOf<LinkRenewed, TooManyLinks>> RenewAsync(Booking booking, BookingParty party, CancellationToken cancellationToken)
    {
        var lately = clock.GetCurrentInstant() - Duration.FromHours(1);
        if (booking.Contact.Email is not null
            && await db.Outbox.CountAsync(m => m.Kind == MessageKind.BookingLink && m.SubjectId == booking.Id.Value && m.CreatedAt > lately, cancellationToken) >= MostAnHour)
        {
            return new TooManyLinks();
        }

        booking.RenewLink(BookingSecrets.Hash(secrets.SecretOf(booking.Id, booking.SecretGeneration + 1)));
        if (booking.Contact.Email is not null)
        {
            outbox.Add(MessageKind.BookingLink, booking.Id.Value, booking.SecretGeneration);
        }

        await journal.WriteAsync(booking.Id, BookingDeed.LinkRenewed, party, cancellationToken);
        return new LinkRenewed(await views.OfAsync(booking, cancellationToken));
    }
}
