using NodaTime;

namespace RepairNet.Domain.Agenda;

/// <summary>
/// How a closing time is read. A day begins at midnight and ends at midnight: no opening can end as its day begins, so 00:00 is the
/// end of the day, which people write 24:00.
/// </summary>
public static class ClosingTime
{
    /// <summary>The end of the day.</summary>
    public static LocalTime EndOfDay => LocalTime.Midnight;

    /// <summary>Whether an opening may last from one time to the other, the same day.</summary>
    public static bool IsAfter(this LocalTime closing, LocalTime opening) => closing == EndOfDay || closing > opening;

    /// <summary>The local moment at which an opening of this day ends.</summary>
    public static LocalDateTime EndsOn(this LocalTime closing, LocalDate date) => closing == EndOfDay ? date.PlusDays(1).AtMidnight() : date.At(closing);

    /// <summary>Ticks from the midnight at which the day begins, on a day without a change of clocks.</summary>
    internal static long ClosingTick(this LocalTime closing) => closing == EndOfDay ? NodaConstants.TicksPerDay : closing.TickOfDay;
}
