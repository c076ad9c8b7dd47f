using Microsoft.EntityFrameworkCore;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Bookings.Waiting;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Bookings.Waiting;

/// <summary>Finds slots held at the places one works at, to change what they are held for.</summary>
internal sealed class HeldSlotsOfWorkshop(RepairNetDb db, WaitingEntries entries, ICurrentActor currentActor)
{
    /// <summary>The slot and the place in the list it is held for, locked to the end of the transaction; null if it is at no place of one's own.</summary>
    public async Task<(WaitingEntry Entry, HeldSlot Slot)?> HoldAsync(HeldSlotId slot, CancellationToken cancellationToken)
    {
        var found = await (
            from h in db.HeldSlots.AsNoTracking()
            join p in db.Places.AsNoTracking() on h.PlaceId equals p.Id
            where h.Id == slot
            select new { h.EntryId, p.OrganisationId }).SingleOrDefaultAsync(cancellationToken);
        return found is not null
            && (await currentActor.GetAsync(cancellationToken)).Acts(Permission.KeepAgenda, found.OrganisationId)
            && await entries.HoldAsync(found.EntryId, wait: true, cancellationToken) is { } entry
                ? (entry, await db.HeldSlots.SingleAsync(h => h.Id == slot, cancellationToken))
                : null;
    }
}
