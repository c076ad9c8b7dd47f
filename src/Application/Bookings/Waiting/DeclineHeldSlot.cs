using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Bookings.Waiting;

/// <summary>Who waits says no to the slot held for them, and goes on waiting: it goes to the next in line.</summary>
[AllowedTo(Permission.SearchAndBook)]
public sealed record DeclineHeldSlot(string Secret, HeldSlotId Slot) : ICommand<OneOf<Done, NoLongerHeld, NotFound>>;

internal sealed class DeclineHeldSlotHandler(RepairNetDb db, WaitingEntries entries, HeldSlots slots) : IRequestHandler<DeclineHeldSlot, OneOf<Done, NoLongerHeld, NotFound>>
{
    public async Task<OneOf<Done, NoLongerHeld, NotFound>> Handle(DeclineHeldSlot request, CancellationToken cancellationToken)
    {
        if (await entries.HoldAsync(request.Secret, cancellationToken) is not { } entry
            || await db.HeldSlots.SingleOrDefaultAsync(h => h.Id == request.Slot && h.EntryId == entry.Id, cancellationToken) is not { } slot)
        {
            return new NotFound();
        }

        return await slots.DeclineAsync(entry, slot, cancellationToken) ? new Done() : new NoLongerHeld();
    }
}
