using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Bookings.Waiting;
using RepairNet.Application.Common;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Bookings.Waiting;
using RepairNet.Domain.Common;
using RepairNet.Domain.Messaging;

namespace RepairNet.Application.Bookings;

/// <summary>Ends what a person still has with workshops, as they would by their links.</summary>
internal sealed class PersonBookings(RepairNetDb db, IBenches benches, IRowLocks locks, BookingNews news, BookingJournal journal, WaitingEntries entries, WaitingLine line, IClock clock) : IPersonBookings
{
    public async Task<int> CancelExpectedAsync(IReadOnlyCollection<BookingId> bookings, CancellationToken cancellationToken)
    {
        var cancelled = 0;
        foreach (var id in bookings.OrderBy(id => id.Value))
        {
            if (!await locks.HoldBookingAsync(id, cancellationToken))
            {
                continue;
            }

            var now = clock.GetCurrentInstant();
            var booking = await db.Bookings.SingleAsync(b => b.Id == id, cancellationToken);
            var expected = booking.Status == BookingStatus.Confirmed;
            if (now >= booking.End || booking.Cancel(now, byResident: false) != BookingChange.Made)
            {
                continue;
            }

            await benches.ReleaseAsync(id, cancellationToken);
            if (expected)
            {
                news.Tell(booking, MessageKind.BookingCancelled, byResident: true);
            }

            await journal.WriteAsync(id, BookingDeed.Cancelled, BookingParty.Resident, cancellationToken);
            await line.OfferFreedAsync(booking.PlaceId, booking.Start, cancellationToken);
            cancelled++;
        }

        return cancelled;
    }

    public async Task LeaveAsync(IReadOnlyCollection<WaitingEntryId> people, CancellationToken cancellationToken)
    {
        foreach (var id in people.OrderBy(id => id.Value))
        {
            if (await entries.HoldAsync(id, wait: true, cancellationToken) is not { } entry)
            {
                continue;
            }

            entry.Leave(clock.GetCurrentInstant());
            if (await entries.HeldForAsync(id, cancellationToken) is { } slot)
            {
                await line.ReleaseAsync(slot, HeldSlotEnd.Withdrawn, cancellationToken);
            }
        }
    }
}
