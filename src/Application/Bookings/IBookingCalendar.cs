namespace RepairNet.Application.Bookings;

/// <summary>Writes a booking as a calendar file (RFC 5545), the same for the page and for the mail.</summary>
public interface IBookingCalendar
{
    string Write(BookingView booking);
}
