using System.Collections.Concurrent;

namespace RepairNet.Application.Impact;

/// <summary>Parts by the thousand, as the communes of a country: more than one processor is put to making them.</summary>
internal static class ManyParts
{
    private const int Many = 1000;

    public static bool Are(int count) => count >= Many;

    /// <summary>Makes ranges of them, half-open, several at once and in no order; where they are not many, all in one.</summary>
    public static void Ranges(int count, Action<int, int> make)
    {
        if (Are(count))
        {
            Parallel.ForEach(Partitioner.Create(0, count, Many), range => make(range.Item1, range.Item2));
        }
        else
        {
            make(0, count);
        }
    }

    /// <summary>The same, each processor going on with what it made of the ranges before.</summary>
    /// <param name="count">How many parts.</param>
    /// <param name="things">How many things they are made of, where those are more: a few parts may be of very many.</param>
    /// <param name="begin">What a processor begins with.</param>
    /// <param name="make">Makes those from one to before another.</param>
    /// <param name="end">Takes what a processor ends with; several may give theirs at once.</param>
    public static void Shares<T>(int count, int things, Func<T> begin, Func<int, int, T, T> make, Action<T> end)
    {
        things = Math.Max(count, things);
        if (count > 1 && Are(things))
        {
            Parallel.ForEach(
                Partitioner.Create(0, count, Math.Max(1, (int)((long)count * Many / things))),
                new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
                begin,
                (range, _, own) => make(range.Item1, range.Item2, own),
                end);
        }
        else
        {
            end(make(0, count, begin()));
        }
    }
}
