using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.Reuse;

namespace RepairNet.Application.Reuse;

/// <summary>The item does not stand so that this can be done: someone else did something meanwhile.</summary>
public sealed record NotSoNow(ReuseItemState State) : IRefusal;

/// <summary>It is kept for someone, and not for whom the request names: they reserved it meanwhile, or the request names nobody.</summary>
public sealed record KeptForSomeone : IRefusal;

/// <summary>What it keeps is not erased.</summary>
public sealed record DataNotErased : IRefusal;

/// <summary>What all acts on an item begin and end with. Runs in the caller's write transaction.</summary>
internal sealed class ItemDesk(RepairNetDb db, IStocks stocks, IRowLocks locks, IOutbox outbox, ICurrentActor currentActor, IClock clock, IDateTimeZoneProvider zones)
{
    /// <summary>The item, held: whoever else would change it or reserve it waits to the end of the transaction. Null if there is none.</summary>
    public async Task<ReuseItem?> HoldAsync(ReuseItemId id, CancellationToken cancellationToken)
    {
        await locks.HoldNameAsync("reuse-item:" + id, cancellationToken);
        return await db.ReuseItems.SingleOrDefaultAsync(i => i.Id == id, cancellationToken);
    }

    /// <summary>The item, held, for someone of its workshop, and who does what they do. Null for anyone else.</summary>
    public async Task<(ReuseItem Item, DoneBy By)?> HoldOwnAsync(ReuseItemId id, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        return await HoldAsync(id, cancellationToken) is { } item && actor.Acts(Permission.KeepReuseItems, item.OrganisationId) ? (item, new DoneBy(clock.GetCurrentInstant(), actor.Account)) : null;
    }

    /// <summary>Today at a place.</summary>
    public async Task<LocalDate> TodayAsync(PlaceId place, CancellationToken cancellationToken) =>
        clock.GetCurrentInstant().InZone(zones[await db.Places.Where(p => p.Id == place).Select(p => p.TimeZone).SingleAsync(cancellationToken)]).Date;

    /// <summary>Writes a weighing and changes the stock by it; what is not there is told, and the caller refuses.</summary>
    public async Task<NotInStock?> WeighAsync(Weighing weighing, CancellationToken cancellationToken)
    {
        if (await stocks.ChangeAsync(weighing.OrganisationId, weighing.Changes, cancellationToken) is { } missing)
        {
            return new NotInStock(missing.CategoryCode, -missing.Grams, await db.HeldAsync(weighing.OrganisationId, missing.CategoryCode, cancellationToken));
        }

        db.Weighings.Add(weighing);
        return null;
    }

    /// <summary>Who has the item kept at this moment; null for nobody. One whose time is over is ended on the way. The item is held by the caller.</summary>
    public async Task<ItemReservation?> KeptAsync(ReuseItem item, CancellationToken cancellationToken)
    {
        if (await db.ItemReservations.SingleOrDefaultAsync(r => r.ItemId == item.Id && r.EndedAt == null, cancellationToken) is not { } open)
        {
            return null;
        }

        if (open.Holds(clock.GetCurrentInstant()))
        {
            return open;
        }

        await EndAsync(item, open, ReservationEnd.Lapsed, new DoneBy(clock.GetCurrentInstant(), null), cancellationToken);
        return null;
    }

    /// <summary>Ends a reservation, writes it in the item's history and to whom it was kept for. The item is held by the caller.</summary>
    public async Task EndAsync(ReuseItem item, ItemReservation reservation, ReservationEnd end, DoneBy by, CancellationToken cancellationToken)
    {
        if (!reservation.EndAs(end, by.At))
        {
            return;
        }

        if (end != ReservationEnd.PickedUp)
        {
            item.NoteReleased(by);
            if (reservation.Contact.Email is not null)
            {
                outbox.Add(MessageKind.ItemReservationEnded, reservation.Id.Value, occurrence: 0);
            }
        }

        // Seen by the index before another is written.
        await db.SaveChangesAsync(cancellationToken);
    }
}
