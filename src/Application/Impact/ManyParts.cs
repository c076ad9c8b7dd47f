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
}
