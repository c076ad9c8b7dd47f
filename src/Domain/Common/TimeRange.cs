using NodaTime;

namespace RepairNet.Domain.Common;

/// <summary>
/// A stretch of the instant line, half-open: it holds its start and not its end, so two ranges that touch do not overlap.
/// It is never empty.
/// </summary>
public readonly record struct TimeRange : IComparable<TimeRange>
{
    /// <summary>Makes the range [start, end).</summary>
    /// <exception cref="ArgumentException">The end is not after the start.</exception>
    public TimeRange(Instant start, Instant end)
    {
        if (end <= start)
        {
            throw new ArgumentException($"A range ends after it starts: {start} – {end}.", nameof(end));
        }

        Start = start;
        End = end;
    }

    /// <summary>First instant inside.</summary>
    public Instant Start { get; }

    /// <summary>First instant after.</summary>
    public Instant End { get; }

    public Duration Length => End - Start;

    public bool Contains(Instant instant) => Start <= instant && instant < End;

    public bool Contains(TimeRange other) => Start <= other.Start && other.End <= End;

    public bool Overlaps(TimeRange other) => Start < other.End && other.Start < End;

    /// <summary>The part common to both, or null where they share no instant.</summary>
    public TimeRange? Intersect(TimeRange other)
    {
        var start = Instant.Max(Start, other.Start);
        var end = Instant.Min(End, other.End);
        return start < end ? new TimeRange(start, end) : null;
    }

    public int CompareTo(TimeRange other) => Start != other.Start ? Start.CompareTo(other.Start) : End.CompareTo(other.End);

    public static bool operator <(TimeRange left, TimeRange right) => left.CompareTo(right) < 0;

    public static bool operator >(TimeRange left, TimeRange right) => left.CompareTo(right) > 0;

    public static bool operator <=(TimeRange left, TimeRange right) => left.CompareTo(right) <= 0;

    public static bool operator >=(TimeRange left, TimeRange right) => left.CompareTo(right) >= 0;

    /// <summary>Sorts ranges and joins those that overlap or touch: the shortest list that covers the same instants.</summary>
    public static IReadOnlyList<TimeRange> Union(IEnumerable<TimeRange> ranges)
    {
        var joined = new List<TimeRange>();
        foreach (var range in ranges.Order())
        {
            if (joined.Count > 0 && range.Start <= joined[^1].End)
            {
                joined[^1] = new TimeRange(joined[^1].Start, Instant.Max(joined[^1].End, range.End));
            }
            else
            {
                joined.Add(range);
            }
        }

        return joined;
    }

    /// <summary>What is left of <paramref name="ranges"/> once <paramref name="holes"/> are cut out, sorted and joined.</summary>
    public static IReadOnlyList<TimeRange> Subtract(IEnumerable<TimeRange> ranges, IEnumerable<TimeRange> holes)
    {
        var cuts = Union(holes);
        var left = new List<TimeRange>();
        var firstCut = 0;
        foreach (var range in Union(ranges))
        {
            while (firstCut < cuts.Count && cuts[firstCut].End <= range.Start)
            {
                firstCut++;
            }

            var from = range.Start;
            for (var i = firstCut; i < cuts.Count && cuts[i].Start < range.End; i++)
            {
                if (from < cuts[i].Start)
                {
                    left.Add(new TimeRange(from, cuts[i].Start));
                }

                from = Instant.Max(from, cuts[i].End);
            }

            if (from < range.End)
            {
                left.Add(new TimeRange(from, range.End));
            }
        }

        return left;
    }

    public override string ToString() => $"[{Start}, {End})";
}
