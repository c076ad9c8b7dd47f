using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Messaging;

namespace RepairNet.Application.Bookings;

/// <summary>
/// Tells both sides what became of an appointment: the person by mail, whoever changed it, for the file that comes with it keeps their calendar right, or, for
/// who gave only a telephone and did not change it themselves, on the desk's list of calls; the workshop by mail, where it gave an address and did not do it.
/// </summary>
internal sealed class BookingNews(RepairNetDb db, IOutbox outbox, IClock clock)
{
    /// <summary>Called in the transaction of what is told.</summary>
    /// <param name="byResident">They did it themselves: the workshop is told.</param>
    public void Tell(Booking booking, MessageKind kind, bool byResident)
    {
        if (byResident)
        {
            outbox.Add(kind == MessageKind.BookingMoved ? MessageKind.WorkshopBookingMoved : MessageKind.WorkshopBookingCancelled, booking.Id.Value, booking.Revision);
        }

        if (booking.Contact.Email is not null)
        {
            outbox.Add(kind, booking.Id.Value, booking.Revision);
        }
        else if (!byResident && booking.Contact.Phone is not null)
        {
            db.CallsToMake.Add(new CallToMake(CallToMakeId.New(), kind, booking.Id, booking.Revision, booking.PlaceId, clock.GetCurrentInstant()));
        }
    }
}
