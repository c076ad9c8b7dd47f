using NodaTime;

namespace RepairNet.Domain.Agenda;

/// <summary>Days of the week a rule opens, as a set. Stored as its number: Monday is bit 0, Sunday bit 6 (1 to 127).</summary>
[Flags]
public enum OpeningDays
{
    None = 0,
    Monday = 1,
    Tuesday = 2,
    Wednesday = 4,
    Thursday = 8,
    Friday = 16,
    Saturday = 32,
    Sunday = 64,
    All = 127,
}

/// <summary>Conversions between a set of opening days and the days of NodaTime.</summary>
public static class OpeningDaysConversions
{
    /// <summary>The set that holds this one day; no day at all for <see cref="IsoDayOfWeek.None"/>.</summary>
    public static OpeningDays ToOpeningDays(this IsoDayOfWeek day) =>
        day is < IsoDayOfWeek.Monday or > IsoDayOfWeek.Sunday ? OpeningDays.None : (OpeningDays)(1 << ((int)day - 1));

    /// <summary>The set that holds these days, each once.</summary>
    public static OpeningDays ToOpeningDays(this IEnumerable<IsoDayOfWeek> days)
    {
        var set = OpeningDays.None;
        foreach (var day in days)
        {
            set |= day.ToOpeningDays();
        }

        return set;
    }

    public static bool Includes(this OpeningDays days, IsoDayOfWeek day) => (days & day.ToOpeningDays()) != OpeningDays.None;

    /// <summary>The days of the set, from Monday to Sunday.</summary>
    public static IReadOnlyList<IsoDayOfWeek> ToList(this OpeningDays days)
    {
        var list = new List<IsoDayOfWeek>(7);
        for (var day = IsoDayOfWeek.Monday; day <= IsoDayOfWeek.Sunday; day++)
        {
            if (days.Includes(day))
            {
                list.Add(day);
            }
        }

        return list;
    }
}
