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

    /// <summary>The key of the letter that asks to confirm: whoever has the link of the booking does not have it.</summary>
    public string ConfirmationKeyOf(BookingId booking) => instance.DeriveAddress("booking-confirmation", booking.ToString());

    /// <summary>Whether this is the key of that letter.</summary>
    public bool IsConfirmationKey(BookingId booking, string key) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(ConfirmationKeyOf(booking)), Encoding.UTF8.GetBytes(key));

    /// <summary>What is stored and looked up: SHA-256, in hexadecimal.</summary>
    public static string Hash(string secret) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
