using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Reuse.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Reuse;

namespace RepairNet.Application.Reuse;

/// <inheritdoc cref="IPersonReservations"/>
internal sealed class PersonReservations(RepairNetDb db, ItemDesk desk, IClock clock) : IPersonReservations
{
    public async Task EraseAsync(IReadOnlyCollection<ItemReservationId> reservations, CancellationToken cancellationToken)
    {
        // The items are held in one order, by whoever holds several.
        var found = await db.ItemReservations.Where(r => reservations.Contains(r.Id)).ToListAsync(cancellationToken);
        foreach (var reservation in found.OrderBy(r => r.ItemId.Value))
        {
            if (await desk.HoldAsync(reservation.ItemId, cancellationToken) is not { } item)
            {
                continue;
            }

            var now = clock.GetCurrentInstant();
            await desk.EndAsync(item, reservation, reservation.Holds(now) ? ReservationEnd.GivenUp : ReservationEnd.Lapsed, new DoneBy(now, null), cancellationToken);
            reservation.Erase(now);
            await db.SaveChangesAsync(cancellationToken);
        }
    }
}
