using NodaTime;

namespace RepairNet.Domain.Bookings;

/// <summary>
/// When someone is reminded of an appointment: two days before, or the day before if it was agreed on later, or the evening
/// before if it was agreed on the same day; not at all under <see cref="Least"/>, since the confirmation has just told it. Always
/// at an hour when a message wakes nobody.
/// </summary>
public static class ReminderTime
{
    /// <summary>An appointment agreed on closer than this is not reminded of.</summary>
    public static readonly Duration Least = Duration.FromHours(12);

    /// <summary>A reminder held up (the program was down) still leaves until this long before the appointment.</summary>
    public static readonly Duration LastCall = Duration.FromHours(2);

    private static readonly Duration[] Before = [Duration.FromHours(48), Duration.FromHours(24), Least];

    /// <summary>When to remind; null for never.</summary>
    /// <param name="start">Of the appointment.</param>
    /// <param name="agreed">When it was booked, or moved to this start.</param>
    /// <param name="zone">Of the place.</param>
    public static Instant? Of(Instant start, Instant agreed, DateTimeZone zone)
    {
        foreach (var before in Before)
        {
            if (start - before >= agreed && Decent(start - before, agreed, zone) is var at && start - at >= Least)
            {
                return at;
            }
        }

        return null;
    }

    /// <summary>This moment if it is decent, else the evening before it, else, if that is past, the morning after it.</summary>
    private static Instant Decent(Instant at, Instant agreed, DateTimeZone zone)
    {
        if (DecentHours.Include(at, zone))
        {
            return at;
        }

        var local = at.InZone(zone);
        var evening = ((local.TimeOfDay < DecentHours.Morning ? local.Date.PlusDays(-1) : local.Date) + DecentHours.Evening).InZoneLeniently(zone).ToInstant();
        return evening >= agreed ? evening : DecentHours.Next(at, zone);
    }
}
