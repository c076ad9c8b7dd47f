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
    public string SecretOf(BookingId booking) => instance.DeriveAddress("booking-link", booking.ToString());

    /// <summary>What is stored and looked up: SHA-256, in hexadecimal.</summary>
    public static string Hash(string secret) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
