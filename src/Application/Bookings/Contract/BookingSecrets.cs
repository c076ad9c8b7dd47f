using System.Security.Cryptography;
using System.Text;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Bookings.Contract;

/// <summary>
/// The secret of a booking's link. It is derived from the booking's id and the instance's secret, so the same booking always
/// has the same link, a retry gets it again, and the database, which keeps only its hash, gives none away.
/// </summary>
public sealed class BookingSecrets(IInstanceSecret instance)
{
    /// <summary>144 bits, 24 signs of URL-safe base 64.</summary>
    private const int Bytes = 18;

    public string SecretOf(BookingId booking) =>
        Convert.ToBase64String(instance.Derive("booking-link", booking.ToString()).AsSpan(0, Bytes)).Replace('+', '-').Replace('/', '_');

    /// <summary>What is stored and looked up: SHA-256, in hexadecimal.</summary>
    public static string Hash(string secret) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
