using NodaTime;
using OneOf;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Agenda;

/// <summary>Reads the busy times of an iCalendar file (RFC 5545), whatever is in it.</summary>
public interface ICalendarReader
{
    /// <summary>
    /// Busy times that meet [from, to), joined where they touch. Whole days and hours without a zone are those of the place;
    /// events that are cancelled or marked free are left out, those that come back are unrolled. What is not understood is told.
    /// </summary>
    OneOf<CalendarContent, CalendarTrouble> Read(ReadOnlySpan<byte> file, DateTimeZone zone, Instant from, Instant to);
}

/// <summary>What a calendar says.</summary>
/// <param name="Busy">Joined where they touch.</param>
/// <param name="Doubts">What could not be understood in full.</param>
public sealed record CalendarContent(IReadOnlyList<TimeRange> Busy, CalendarDoubts Doubts);
