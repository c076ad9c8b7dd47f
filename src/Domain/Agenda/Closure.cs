using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Agenda;

/// <summary>A stretch of time during which a place is shut whatever its rules say: holidays, stocktaking, a burst pipe.</summary>
public sealed class Closure
{
    /// <summary>Longest reason, in characters.</summary>
    public const int MaxReasonLength = 200;

    private Closure()
    {
    }

    public ClosureId Id { get; private set; }

    public PlaceId PlaceId { get; private set; }

    /// <summary>The calendar it was read from, which alone changes it; null for one made by hand.</summary>
    public ImportedCalendarId? ImportedFrom { get; private set; }

    /// <summary>First instant shut.</summary>
    public Instant Start { get; private set; }

    /// <summary>First instant open again.</summary>
    public Instant End { get; private set; }

    /// <summary>What the public is told; null = nothing.</summary>
    public string? Reason { get; private set; }

    /// <summary>The closure as a stretch of the instant line.</summary>
    public TimeRange Range => new(Start, End);

    /// <summary>Shuts a place. A blank reason is no reason.</summary>
    /// <exception cref="ArgumentException">The reason is too long.</exception>
    public static Closure Create(PlaceId place, TimeRange range, string? reason = null)
    {
        var text = string.IsNullOrWhiteSpace(reason) ? null : reason.Trim();
        if (text?.Length > MaxReasonLength)
        {
            throw new ArgumentException($"A reason has at most {MaxReasonLength} characters.", nameof(reason));
        }

        return new Closure { Id = ClosureId.New(), PlaceId = place, Start = range.Start, End = range.End, Reason = text };
    }

    /// <summary>Shuts a place as a calendar kept elsewhere says. What the event is about stays there: it may be nobody's business.</summary>
    public static Closure Imported(ImportedCalendar calendar, TimeRange range) =>
        new() { Id = ClosureId.New(), PlaceId = calendar.PlaceId, ImportedFrom = calendar.Id, Start = range.Start, End = range.End };
}
