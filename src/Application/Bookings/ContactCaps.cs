namespace RepairNet.Application.Bookings;

/// <summary>How many bookings one person may have open at one place, from the web. The desk is not bound by it.</summary>
/// <param name="OpenBookings">Null for no limit.</param>
public sealed record ContactCaps(int? OpenBookings)
{
    public const int Default = 3;
}
