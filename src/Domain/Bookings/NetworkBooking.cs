using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Bookings;

/// <summary>From which network a booking of the web came, kept for a day to see bookings that come in a burst.</summary>
public sealed class NetworkBooking
{
    public NetworkBooking(BookingId bookingId, string networkHash, Instant at)
    {
        BookingId = bookingId;
        NetworkHash = networkHash;
        At = at;
    }

    private NetworkBooking() => NetworkHash = "";

    public BookingId BookingId { get; private set; }

    /// <summary>HMAC-SHA-256 of the network under the secret of the instance, in hexadecimal: the network itself is never stored.</summary>
    public string NetworkHash { get; private set; }
    public Instant At { get; private set; }
}
