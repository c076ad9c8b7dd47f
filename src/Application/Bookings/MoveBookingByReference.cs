using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Bookings;

namespace RepairNet.Application.Bookings;

/// <summary>The workshop moves a booking to another slot of the same service, without notice; the person is told.</summary>
/// <param name="Reference">As read on the ticket, in any spelling.</param>
[AllowedTo(Permission.KeepAgenda)]
public sealed record MoveBookingByReference(string Reference, Instant? Start) : ICommand<OneOf<Moved, SlotTaken, NoLongerOpen, NotOffered, NotFound>>;

internal sealed class MoveBookingByReferenceValidator : AbstractValidator<MoveBookingByReference>
{
    public MoveBookingByReferenceValidator(IClock clock) => RuleFor(r => r.Start).SlotToCome(clock);
}

internal sealed class MoveBookingByReferenceHandler(BookingsOfWorkshop bookings, BookingMover mover) : IRequestHandler<MoveBookingByReference, OneOf<Moved, SlotTaken, NoLongerOpen, NotOffered, NotFound>>
{
    public async Task<OneOf<Moved, SlotTaken, NoLongerOpen, NotOffered, NotFound>> Handle(MoveBookingByReference request, CancellationToken cancellationToken)
    {
        if (await bookings.HoldAsync(request.Reference, cancellationToken) is not { } booking)
        {
            return new NotFound();
        }

        return (await mover.MoveAsync(booking, request.Start!.Value, byResident: false, cancellationToken))
            .Match<OneOf<Moved, SlotTaken, NoLongerOpen, NotOffered, NotFound>>(moved => moved, taken => taken, _ => new NoLongerOpen(), over => over, closed => closed);
    }
}

/// <summary>Finds a booking by its reference, to change it, for whoever works there.</summary>
internal sealed class BookingsOfWorkshop(RepairNetDb db, IRowLocks locks, ICurrentActor currentActor)
{
    /// <summary>The booking, locked to the end of the transaction; null if there is none or it is none of theirs.</summary>
    public async Task<Booking?> HoldAsync(string text, CancellationToken cancellationToken)
    {
        if (!BookingReference.TryParse(text, out var reference))
        {
            return null;
        }

        var found = await db.Bookings.AsNoTracking().Where(b => b.Reference == reference.Value).Select(b => new { b.Id, b.OrganisationId }).SingleOrDefaultAsync(cancellationToken);
        var actor = await currentActor.GetAsync(cancellationToken);
        return found is not null && actor.Acts(Permission.KeepAgenda, found.OrganisationId) && await locks.HoldBookingAsync(found.Id, cancellationToken)
            ? await db.Bookings.SingleAsync(b => b.Id == found.Id, cancellationToken)
            : null;
    }
}
