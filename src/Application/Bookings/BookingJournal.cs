using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Bookings;

/// <summary>Writes the history of bookings, in the transaction of what it tells.</summary>
internal sealed class BookingJournal(RepairNetDb db, ICurrentActor currentActor, IClock clock)
{
    public async Task WriteAsync(BookingId booking, BookingDeed deed, BookingParty party, CancellationToken cancellationToken, string? reason = null, Instant? from = null, Instant? to = null) =>
        db.BookingEvents.Add(new BookingEvent(
            BookingEventId.New(),
            booking,
            deed,
            party,
            party == BookingParty.Workshop ? (await currentActor.GetAsync(cancellationToken)).Account : null,
            clock.GetCurrentInstant(),
            BookingRules.Trimmed(reason),
            from,
            to));
}
