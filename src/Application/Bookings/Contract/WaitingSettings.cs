using NodaTime;

namespace RepairNet.Application.Bookings.Contract;

/// <summary>The settings <c>Waiting:*</c>.</summary>
/// <param name="TimeToAnswer">How long a slot is held for who is told of it, counted between 08:00 and 20:00 local: 15 minutes to a day, 2 hours unless set.</param>
public sealed record WaitingSettings(Duration TimeToAnswer)
{
    public const int LeastMinutes = 15;
    public const int MostMinutes = 24 * 60;

    public static WaitingSettings Default { get; } = new(Duration.FromHours(2));
}
