using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Bookings;

/// <summary>The resident moves a booking to another slot of the same service: same link, same reference.</summary>
[AllowedTo(Permission.SearchAndBook)]
public sealed record MoveBooking(string Secret, Instant? Start) : ICommand<OneOf<Moved, SlotTaken, TooLate, NoLongerOpen, NotOffered, NotFound>>;

/// <summary>The booking is now at the time asked for.</summary>
public sealed record Moved;

internal sealed class MoveBookingValidator : AbstractValidator<MoveBooking>
{
    public MoveBookingValidator(IClock clock)
    {
        RuleFor(r => r.Start).SlotToCome(clock);
    }
}

internal sealed class MoveBookingHandler(RepairNetDb db, BookingMover mover, IRowLocks locks, IClock clock) : IRequestHandler<MoveBooking, OneOf<Moved, SlotTaken, TooLate, NoLongerOpen, NotOffered, NotFound>>
{
    public async Task<OneOf<Moved, SlotTaken, TooLate, NoLongerOpen, NotOffered, NotFound>> Handle(MoveBooking request, CancellationToken cancellationToken)
    {
        if (await BookingBySecret.HoldAsync(db, locks, request.Secret, clock.GetCurrentInstant(), cancellationToken) is not { } booking)
        {
            return new NotFound();
        }

        return (await mover.MoveAsync(booking, request.Start!.Value, byResident: true, cancellationToken))
            .Match<OneOf<Moved, SlotTaken, TooLate, NoLongerOpen, NotOffered, NotFound>>(moved => moved, taken => taken, late => late, over => over, closed => closed);
    }
}

/// <summary>Finds a booking by the secret of its link. One that was replaced opens none, nor does one whose time is over.</summary>
internal static class BookingBySecret
{
    /// <summary>The booking, to read; null if the secret opens none.</summary>
    public static async Task<Booking?> FindAsync(RepairNetDb db, string secret, Instant now, CancellationToken cancellationToken)
    {
        var hash = BookingSecrets.Hash(secret);
        return Open(await db.Bookings.AsNoTracking().SingleOrDefaultAsync(b => b.SecretHash == hash, cancellationToken), now);
    }

    /// <summary>The booking, locked to the end of the transaction; null if the secret opens none.</summary>
    public static async Task<Booking?> HoldAsync(RepairNetDb db, IRowLocks locks, string secret, Instant now, CancellationToken cancellationToken)
    {
        var hash = BookingSecrets.Hash(secret);
        var id = await db.Bookings.AsNoTracking().Where(b => b.SecretHash == hash).Select(b => (BookingId?)b.Id).SingleOrDefaultAsync(cancellationToken);

        // Asked again once it is held: the link may have been replaced while this waited.
        return id is { } found && await locks.HoldBookingAsync(found, cancellationToken)
            ? Open(await db.Bookings.SingleOrDefaultAsync(b => b.Id == found && b.SecretHash == hash, cancellationToken), now)
            : null;
    }

    private static Booking? Open(Booking? booking, Instant now) => now < booking?.LinkExpiresAt ? booking : null;

    /// <summary>The number to call when the page can do no more.</summary>
    public static Task<string?> PhoneAsync(RepairNetDb db, Booking booking, CancellationToken cancellationToken) =>
        db.Organisations.AsNoTracking().Where(o => o.Id == booking.OrganisationId).Select(o => o.Phone).SingleOrDefaultAsync(cancellationToken);
}
