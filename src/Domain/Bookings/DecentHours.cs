using NodaTime;

namespace RepairNet.Domain.Bookings;

/// <summary>The hours of the day when a message or a call disturbs nobody, in the place's zone.</summary>
public static class DecentHours
{
    /// <summary>Nobody is written to or called before this local time.</summary>
    public static readonly LocalTime Morning = new(8, 0);

    /// <summary>Nobody is written to or called after this local time.</summary>
    public static readonly LocalTime Evening = new(20, 0);

    /// <summary>Whether a message may leave at this moment.</summary>
    public static bool Include(Instant at, DateTimeZone zone) => at.InZone(zone).TimeOfDay is var time && time >= Morning && time <= Evening;

    /// <summary>The first moment from this one on when a message may leave.</summary>
    public static Instant Next(Instant at, DateTimeZone zone)
    {
        var local = at.InZone(zone);
        return Include(at, zone) ? at
            : ((local.TimeOfDay < Morning ? local.Date : local.Date.PlusDays(1)) + Morning).InZoneLeniently(zone).ToInstant();
    }

    /// <summary>The moment when this much time has passed, counted in these hours only.</summary>
    public static Instant After(Instant at, Duration length, DateTimeZone zone)
    {
        while (true)
        {
            at = Next(at, zone);
            var date = at.InZone(zone).Date;
            var evening = (date + Evening).InZoneLeniently(zone).ToInstant();
            if (at + length <= evening)
            {
                return at + length;
            }

            length -= evening - at;
            at = (date.PlusDays(1) + Morning).InZoneLeniently(zone).ToInstant();
        }
    }
}
