using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Privacy;
using RepairNet.Domain.Repairs;

namespace RepairNet.Application.Privacy;

/// <summary>
/// Forgets the person of an appointment or of an item left, and what was written about them around it. What was counted stays: the
/// ledger names nobody. In the current transaction.
/// </summary>
internal sealed class PersonEraser(RepairNetDb db, IClock clock)
{
    /// <summary>An appointment that is over, with its history, calls, items left and the words of its repairs.</summary>
    public async Task EraseAsync(Booking booking, CancellationToken cancellationToken)
    {
        var traces = new PersonTraces(booking.Contact);
        foreach (var item in await db.ItemsLeft.Where(i => i.BookingId == booking.Id && i.ErasedAt == null).ToListAsync(cancellationToken))
        {
            item.Erase(clock.GetCurrentInstant());
        }

        // What was noted of their first visit too, where they came without an appointment.
        await RewordAsync(db.Repairs.Where(r => r.BookingId == booking.Id || r.Id == booking.FollowsRepairId), traces, cancellationToken);
        await db.BookingEvents.Where(e => e.BookingId == booking.Id && e.Reason != null).ExecuteUpdateAsync(e => e.SetProperty(x => x.Reason, (string?)null), cancellationToken);
        await db.CallsToMake.Where(c => c.BookingId == booking.Id).ExecuteDeleteAsync(cancellationToken);
        await db.NetworkBookings.Where(n => n.BookingId == booking.Id).ExecuteDeleteAsync(cancellationToken);
        booking.Erase(clock.GetCurrentInstant());
    }

    /// <summary>An item that was handed back.</summary>
    public async Task EraseAsync(ItemLeft item, CancellationToken cancellationToken)
    {
        if (item.BookingId is { } booking)
        {
            var contact = await db.Bookings.Where(b => b.Id == booking).Select(b => b.Contact).SingleAsync(cancellationToken);
            await RewordAsync(db.Repairs.Where(r => r.BookingId == booking), new PersonTraces(contact), cancellationToken);
        }
        else if (item.WalkIn is { } person)
        {
            var own = item.OwnRepair;
            await RewordAsync(db.Repairs.Where(r => r.Id == own), new PersonTraces(person), cancellationToken);
        }

        item.Erase(clock.GetCurrentInstant());
    }

    private static async Task RewordAsync(IQueryable<Repair> repairs, PersonTraces traces, CancellationToken cancellationToken)
    {
        foreach (var repair in await repairs.ToListAsync(cancellationToken))
        {
            repair.Reword(traces.Without);
        }
    }
}
