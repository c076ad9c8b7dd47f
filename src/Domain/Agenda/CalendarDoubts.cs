using NodaTime;

namespace RepairNet.Domain.Agenda;

/// <summary>
/// What was read of a calendar with a doubt. Its hours still count as far as they were understood; whoever follows it is told, and
/// looks for themselves.
/// </summary>
/// <param name="NotUnderstood">Events that come back, or were changed, in a way that is not understood.</param>
/// <param name="Examples">First days of some of them.</param>
/// <param name="UnknownZones">Some names of time zones that nobody knows: their hours count in the zone of the place.</param>
public sealed record CalendarDoubts(int NotUnderstood, IReadOnlyList<LocalDate> Examples, IReadOnlyList<string> UnknownZones)
{
    /// <summary>Examples kept of each kind.</summary>
    public const int MostExamples = 3;

    /// <summary>Longest name of a zone that is kept, in characters.</summary>
    public const int MaxZone = 60;

    /// <summary>All of it was understood.</summary>
    public static CalendarDoubts None { get; } = new(0, [], []);
}
