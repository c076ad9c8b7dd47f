using RepairNet.Application.Common;

namespace RepairNet.Application.Bookings;

/// <summary>Writes a booking as a calendar file (RFC 5545), the same for the page and for the mail.</summary>
public interface IBookingCalendar
{
    string Write(BookingView booking);

    /// <summary>The appointments of a feed, for whoever works there.</summary>
    string WriteFeed(CalendarFeedContent content, Language language);
}
