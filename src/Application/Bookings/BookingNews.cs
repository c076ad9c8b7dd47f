using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Messaging;

namespace RepairNet.Application.Bookings;

/// <summary>Tells someone what became of their appointment: by mail, or for who gave only a telephone, on the desk's list of calls.</summary>
internal sealed class BookingNews(RepairNetDb db, IOutbox outbox, IClock clock)
{
    /// <summary>Called in the transaction of what is told.</summary>
    /// <param name="byResident">They did it themselves: a mail brings the new time and calendar entry, but nobody needs to call.</param>
    public void Tell(Booking booking, MessageKind kind, bool byResident)
    {
        if (booking.Contact.Email is not null)
        {
            outbox.Add(kind, booking.Id.Value, booking.Revision);
        }
        else if (booking.Contact.Phone is not null && !byResident)
        {
            db.CallsToMake.Add(new CallToMake(CallToMakeId.New(), kind, booking.Id, booking.Revision, booking.PlaceId, clock.GetCurrentInstant()));
        }
    }
}
