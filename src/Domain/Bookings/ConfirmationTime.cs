using NodaTime;
using RepairNet.Domain.Agenda;

namespace RepairNet.Domain.Bookings;

/// <summary>How long a booking that is to be confirmed keeps its bench; never beyond its own start.</summary>
public static class ConfirmationTime
{
    /// <summary>Open time that the desk needs to call someone.</summary>
    public static readonly Duration DeskTime = Duration.FromHours(1);

    /// <summary>Days looked ahead for hours of the desk.</summary>
    private const int DaysAhead = 14;

    /// <summary>For someone who follows a link.</summary>
    /// <param name="time">How long they have.</param>
    public static Instant ByLink(Instant now, Duration time, Instant start) => Instant.Min(now + time, start);

    /// <summary>For someone whom the desk calls: to the end of the first stretch of opening hours with an hour left in it.</summary>
    public static Instant ByCall(PlaceHours hours, Instant now, Instant start)
    {
        var today = now.InZone(hours.Zone).Date;
        for (var date = today; date <= today.PlusDays(DaysAhead); date = date.PlusDays(1))
        {
            foreach (var open in hours.LeftOver(date, 1, []).Where(time => time.Use == BenchUse.Free && time.Range.End - Instant.Max(time.Range.Start, now) >= DeskTime))
            {
                return Instant.Min(open.Range.End, start);
            }
        }

        return start;
    }
}
