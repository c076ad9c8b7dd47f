using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Agenda;

/// <summary>A start that can be booked.</summary>
/// <param name="Start">Start of the appointment.</param>
/// <param name="End">Its end: start + duration, without the buffer.</param>
/// <param name="Remaining">Benches that can take it, 1 or more.</param>
public readonly record struct Slot(Instant Start, Instant End, int Remaining);

/// <summary>Time during which a bench is taken by a booking or a hold, buffer included.</summary>
/// <param name="Bench">Number of the bench, from 1.</param>
/// <param name="Range">From the start of the appointment to the end of its buffer.</param>
public readonly record struct BusyTime(int Bench, TimeRange Range);

/// <summary>An opening of one local day, after rules, holidays and exceptional days have spoken; closures still cut it.</summary>
/// <param name="From">Opening time, local.</param>
/// <param name="To">Closing time, local, excluded.</param>
/// <param name="Benches">Benches open, numbered 1 to n.</param>
public readonly record struct DayOpening(LocalTime From, LocalTime To, int Benches);

/// <summary>What a bench does when no booking takes it.</summary>
public enum BenchUse
{
    /// <summary>Open, and nobody is there.</summary>
    Free,

    /// <summary>Between two openings of the day.</summary>
    Pause,

    /// <summary>Open by the rules, and shut by a closure.</summary>
    Shut,
}

/// <summary>Time of a bench that no booking takes.</summary>
/// <param name="Reason">Why it is shut, if anybody said so.</param>
public readonly record struct BenchTime(BenchUse Use, TimeRange Range, string? Reason);
