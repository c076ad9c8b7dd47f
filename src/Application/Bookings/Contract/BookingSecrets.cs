using System.Security.Cryptography;
using System.Text;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Bookings.Contract;

/// <summary>
/// The secret of a booking's link. It is derived from the booking's id, the generation of its link and the instance's secret: a
/// retry or a reminder gets the link of today again, a link that was replaced is dead, and the database, which keeps only its hash,
/// gives none away.
/// </summary>
public sealed class BookingSecrets(IInstanceSecret instance)
{
    /// <summary>The secret of today.</summary>
    public string SecretOf(Booking booking) => SecretOf(booking.Id, booking.SecretGeneration);

    /// <param name="booking">The booking.</param>
    /// <param name="generation"><see cref="Booking.SecretGeneration"/>; 0 for one just made.</param>
    public string SecretOf(BookingId booking, int generation = 0) => instance.DeriveAddress("booking-link", LinkGenerations.Text(booking.ToString(), generation));

    /// <summary>The key of the letter that asks to confirm: whoever has the link of the booking does not have it.</summary>
    public string ConfirmationKeyOf(BookingId booking) => instance.DeriveAddress("booking-confirmation", booking.ToString());

    /// <summary>Whether this is the key of that letter.</summary>
    public bool IsConfirmationKey(BookingId booking, string key) => IsSame(ConfirmationKeyOf(booking), key);

    /// <summary>The key of the page that confirms by a computation, for the browser that just booked.</summary>
    public string ProofKeyOf(BookingId booking) => instance.DeriveAddress("booking-proof", booking.ToString());

    /// <summary>Whether this is the key of that page.</summary>
    public bool IsProofKey(BookingId booking, string key) => IsSame(ProofKeyOf(booking), key);

    /// <summary>What is stored and looked up: SHA-256, in hexadecimal.</summary>
    public static string Hash(string secret) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private static bool IsSame(string right, string sent) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(right), Encoding.UTF8.GetBytes(sent));
}
