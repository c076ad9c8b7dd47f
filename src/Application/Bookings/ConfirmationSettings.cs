using NodaTime;

namespace RepairNet.Application.Bookings;

/// <summary>When bookings of the web must be confirmed by a link: too many came from one network within an hour.</summary>
/// <param name="BookingsBefore">How many are made outright within an hour; null for all.</param>
/// <param name="TimeToConfirm">How long the link keeps the bench.</param>
public sealed record ConfirmationSettings(int? BookingsBefore, Duration TimeToConfirm)
{
    public const int DefaultBookings = 6;
    public const int MostBookings = 10_000;
    public const int DefaultMinutes = 30;
    public const int LeastMinutes = 5;
    public const int MostMinutes = 24 * 60;

    /// <summary>Bookings older than this are not counted.</summary>
    public static readonly Duration Window = Duration.FromHours(1);
}
