using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Agenda;

/// <summary>Stretches of time, sorted and joined, as Unix ticks (100 ns) [start, end): what the slot calculator cuts with.</summary>
internal sealed class Spans
{
    public static readonly Spans None = new([], []);

    private readonly long[] _starts;
    private readonly long[] _ends;

    private Spans(long[] starts, long[] ends) => (_starts, _ends) = (starts, ends);

    public int Count => _starts.Length;

    public long Start(int index) => _starts[index];

    public long End(int index) => _ends[index];

    /// <summary>A fraction of a tick at either end is rounded outward: these stretches are taken, and stay so.</summary>
    public static Spans From(IEnumerable<TimeRange> ranges)
    {
        var joined = TimeRange.Union(ranges);
        if (joined.Count == 0)
        {
            return None;
        }

        var (starts, ends) = (new long[joined.Count], new long[joined.Count]);
        for (var i = 0; i < joined.Count; i++)
        {
            starts[i] = joined[i].Start.ToUnixTimeTicks();
            ends[i] = Ceiling(joined[i].End);
        }

        return new Spans(starts, ends);
    }

    /// <summary>The first whole tick at or after the instant.</summary>
    public static long Ceiling(Instant instant)
    {
        var ticks = instant.ToUnixTimeTicks();
        return Instant.FromUnixTimeTicks(ticks) < instant ? ticks + 1 : ticks;
    }

    /// <summary>The first stretch that ends after the tick; <see cref="Count"/> if none does.</summary>
    public int FirstEndingAfter(long tick)
    {
        int low = 0, high = _ends.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_ends[middle] <= tick)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
