using RepairNet.Application.Common;

namespace RepairNet.Application.Bookings.Contract;

/// <summary>Absolute addresses of the pages a booking's messages lead to, in one language.</summary>
public interface IBookingLinks
{
    /// <summary>See, move and cancel, for whoever holds the secret.</summary>
    string Booking(string secret, Language language);

    /// <summary>The page of a place, to book again.</summary>
    string Place(string slug, Language language);
}
