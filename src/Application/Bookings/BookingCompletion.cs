using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Bookings;

internal sealed class BookingCompletion(RepairNetDb db, IRowLocks locks, BookingJournal journal, IClock clock) : IBookingCompletion
{
    public async Task<BookedVisit?> HoldAsync(string reference, CancellationToken cancellationToken)
    {
        if (!BookingReference.TryParse(reference, out var parsed))
        {
            return null;
        }

        var id = await db.Bookings.Where(b => b.Reference == parsed.Value).Select(b => (BookingId?)b.Id).SingleOrDefaultAsync(cancellationToken);
        if (id is null || !await locks.HoldBookingAsync(id.Value, cancellationToken))
        {
            return null;
        }

        // Read after the lock: whoever held it may have changed what is here.
        var booking = await db.Bookings.AsNoTracking().SingleAsync(b => b.Id == id.Value, cancellationToken);
        return new BookedVisit(booking.Id, booking.OrganisationId, booking.PlaceId, booking.Day, booking.Items);
    }

    public async Task<VisitEnd> RecordAsync(BookingId booking, LocalDate today, bool isLast, CancellationToken cancellationToken)
    {
        var appointment = await db.Bookings.SingleAsync(b => b.Id == booking, cancellationToken);
        var now = clock.GetCurrentInstant();
        switch (isLast ? appointment.Complete(today, now) : appointment.Begin(today, now))
        {
            case BookingChange.NotOpen:
                return VisitEnd.Cancelled;
            case BookingChange.NotToday:
                return VisitEnd.ToCome;
            case BookingChange.Made when !isLast:
                await journal.WriteAsync(booking, BookingDeed.Arrived, BookingParty.Workshop, cancellationToken);
                return VisitEnd.Ended;
            default:
                if (isLast)
                {
                    // Its bench stays its own: written before the end, the rest of its time and its buffer are promised to nobody.
                    await journal.WriteAsync(booking, BookingDeed.Completed, BookingParty.Workshop, cancellationToken);
                }

                return VisitEnd.Ended;
        }
    }

    public async Task<bool> TakeBackArrivalAsync(BookingId booking, CancellationToken cancellationToken)
    {
        var appointment = await db.Bookings.SingleAsync(b => b.Id == booking, cancellationToken);

        // Of one visit, one second visit is expected at most: another was booked while nobody had come to this one.
        if (appointment.FollowsBookingId is { } first && await FollowUps.OpenOf(db, first).AnyAsync(b => b.Id != booking, cancellationToken))
        {
            return false;
        }

        var change = appointment.TakeBackArrival();
        if (change == BookingChange.Made)
        {
            await journal.WriteAsync(booking, BookingDeed.ArrivalTakenBack, BookingParty.Workshop, cancellationToken);
        }

        return change is BookingChange.Made or BookingChange.AlreadySo;
    }
}
