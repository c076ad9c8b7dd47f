using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Bookings.Waiting;

/// <summary>Who waits takes the slot held for them: it becomes their booking. Pressed twice, it is one.</summary>
/// <param name="Slot">The slot they were shown: an old page takes no other.</param>
[AllowedTo(Permission.SearchAndBook)]
public sealed record AcceptHeldSlot(string Secret, HeldSlotId Slot) : ICommand<OneOf<Booked, NoLongerHeld, NotFound, HeldSlotWithdrawn>>;

internal sealed class AcceptHeldSlotHandler(RepairNetDb db, WaitingEntries entries, HeldSlots slots) : IRequestHandler<AcceptHeldSlot, OneOf<Booked, NoLongerHeld, NotFound, HeldSlotWithdrawn>>
{
    public async Task<OneOf<Booked, NoLongerHeld, NotFound, HeldSlotWithdrawn>> Handle(AcceptHeldSlot request, CancellationToken cancellationToken)
    {
        if (await entries.HoldAsync(request.Secret, cancellationToken) is not { } entry
            || await db.HeldSlots.SingleOrDefaultAsync(h => h.Id == request.Slot && h.EntryId == entry.Id, cancellationToken) is not { } slot)
        {
            return new NotFound();
        }

        return (await slots.AcceptAsync(entry, slot, BookingChannel.Web, cancellationToken)).Match<OneOf<Booked, NoLongerHeld, NotFound, HeldSlotWithdrawn>>(
            booked => booked,
            late => late,
            withdrawn => withdrawn);
    }
}
