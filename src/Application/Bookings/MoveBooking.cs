using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Messaging;

namespace RepairNet.Application.Bookings;

/// <summary>The resident moves a booking to another slot of the same service: same link, same reference.</summary>
[AllowedTo(Caller.Public)]
public sealed record MoveBooking(string Secret, Instant? Start) : ICommand<OneOf<Moved, SlotTaken, TooLate, NoLongerOpen, NotFound>>;

/// <summary>The booking is now at the time asked for.</summary>
public sealed record Moved;

internal sealed class MoveBookingValidator : AbstractValidator<MoveBooking>
{
    public MoveBookingValidator(IClock clock)
    {
        RuleFor(r => r.Start).NotNull().WithMessage("Donnez le début du créneau, par exemple 2027-03-29T09:00:00+02:00.");
        RuleFor(r => r.Start).Must(start => start is null || start >= clock.GetCurrentInstant() - Duration.FromMinutes(1)).WithMessage("Ce créneau est passé. Choisissez-en un autre.");
    }
}

internal sealed class MoveBookingHandler(RepairNetDb db, BookingDesk desk, IBenches benches, IRowLocks locks, BookingNews news, IClock clock) : IRequestHandler<MoveBooking, OneOf<Moved, SlotTaken, TooLate, NoLongerOpen, NotFound>>
{
    public async Task<OneOf<Moved, SlotTaken, TooLate, NoLongerOpen, NotFound>> Handle(MoveBooking request, CancellationToken cancellationToken)
    {
        if (await BookingBySecret.HoldAsync(db, locks, request.Secret, cancellationToken) is not { } booking)
        {
            return new NotFound();
        }

        var now = clock.GetCurrentInstant();
        if (booking.Status != BookingStatus.Confirmed)
        {
            return new NoLongerOpen();
        }

        if (now > booking.ChangeableUntil)
        {
            return new TooLate(await BookingBySecret.PhoneAsync(db, booking, cancellationToken));
        }

        var start = request.Start!.Value;
        if (start == booking.Start)
        {
            return new Moved();
        }

        if (await desk.HoldAsync(booking.Id, booking.ServiceId, booking.PlaceId, start, reference: null, cancellationToken) is not { Bookable: { Status: OrganisationStatus.Approved } bookable } held)
        {
            return new NoLongerOpen();
        }

        var terms = bookable.Service.SlotTerms(category: booking.Item.Category);
        await benches.ReleaseAsync(booking.Id, cancellationToken);
        var busy = new TimeRange(start, start + Duration.FromMinutes(terms.DurationMinutes + terms.BufferMinutes));
        if (await desk.TakeBenchAsync(booking.Id, held, terms, start, bench => benches.TryTakeAsync(booking.Id, booking.PlaceId, bench, busy, cancellationToken), cancellationToken) is not { } bench)
        {
            return new SlotTaken();
        }

        var time = new TimeRange(start, start + Duration.FromMinutes(terms.DurationMinutes));
        return booking.Move(bench, time, bookable.Zone, terms.BufferMinutes, now, byResident: true) switch
        {
            BookingChange.Made or BookingChange.AlreadySo => Told(booking),
            BookingChange.TooLate => new TooLate(await BookingBySecret.PhoneAsync(db, booking, cancellationToken)),
            BookingChange.NotOpen or BookingChange.NotToday => new NoLongerOpen(),
        };
    }

    private Moved Told(Booking booking)
    {
        news.Tell(booking, MessageKind.BookingMoved, byResident: true);
        return new Moved();
    }
}

/// <summary>Finds a booking by the secret of its link, to change it.</summary>
internal static class BookingBySecret
{
    /// <summary>The booking, locked to the end of the transaction; null if the secret opens none.</summary>
    public static async Task<Booking?> HoldAsync(RepairNetDb db, IRowLocks locks, string secret, CancellationToken cancellationToken)
    {
        var hash = BookingSecrets.Hash(secret);
        var id = await db.Bookings.AsNoTracking().Where(b => b.SecretHash == hash).Select(b => (BookingId?)b.Id).SingleOrDefaultAsync(cancellationToken);
        return id is { } found && await locks.HoldBookingAsync(found, cancellationToken)
            ? await db.Bookings.SingleAsync(b => b.Id == found, cancellationToken)
            : null;
    }

    /// <summary>The number to call when the page can do no more.</summary>
    public static Task<string?> PhoneAsync(RepairNetDb db, Booking booking, CancellationToken cancellationToken) =>
        db.Organisations.AsNoTracking().Where(o => o.Id == booking.OrganisationId).Select(o => o.Phone).SingleOrDefaultAsync(cancellationToken);
}
