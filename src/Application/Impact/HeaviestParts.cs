using System.Buffers;
using System.Collections;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Impact;

/// <summary>Parts in the order people expect where nothing else gives one: what weighs most first, then what was brought most, then by key.</summary>
internal sealed class HeaviestParts : IPartsInPlace
{
    /// <summary>Comes after all weights.</summary>
    private const long Nothing = long.MaxValue;

    /// <summary>An order is kept in blocks, as parts are: one long array would be a large object.</summary>
    private const int OfBlock = 16_384;

    private readonly ManyImpactParts parts;
    private readonly int[][] order;

    /// <param name="parts">No key twice; those of no figures are left out.</param>
    public HeaviestParts(ManyImpactParts parts)
    {
        this.parts = parts;
        var all = ArrayPool<int>.Shared.Rent(parts.Count);
        var milligrams = ArrayPool<long>.Shared.Rent(parts.Count);
        ManyParts.Ranges(parts.Count, (from, to) =>
        {
            for (var i = from; i < to; i++)
            {
                var own = parts[i].Figures;
                all[i] = i;
                milligrams[i] = own.Repairs.Total == 0 && own == default ? Nothing : -Mass.FromKilograms(own.Diverted.Kg.Central).Milligrams;
            }
        });

        // Whole milligrams nearly always tell two parts apart, and numbers are put in order several times faster than what they are told apart by else.
        Array.Sort(milligrams, all, 0, parts.Count);
        var first = milligrams.AsSpan(..parts.Count).IndexOf(Nothing);
        Count = first < 0 ? parts.Count : first;
        for (var from = 0; from < Count;)
        {
            var same = milligrams.AsSpan(from..Count).IndexOfAnyExcept(milligrams[from]);
            var to = same < 0 ? Count : from + same;
            PutInOrder(all.AsSpan(from..to));
            from = to;
        }

        order = Blocks(all.AsSpan(..Count));
        ArrayPool<long>.Shared.Return(milligrams);
        ArrayPool<int>.Shared.Return(all);
    }

    /// <summary>The parts of another order after some of them changed: only those look for their place again.</summary>
    /// <param name="parts">No key twice; those of no figures are left out.</param>
    /// <param name="before">The order of the same parts before; there may be more of them now.</param>
    /// <param name="changed">Which are not as they were, those that are more included.</param>
    public HeaviestParts(ManyImpactParts parts, HeaviestParts before, IReadOnlyCollection<int> changed)
    {
        this.parts = parts;
        var isChanged = new bool[parts.Count];
        foreach (var index in changed)
        {
            isChanged[index] = true;
        }

        Standing[] moved = [.. changed.Distinct().Where(i => parts[i].Figures != default).Select(StandingOf).Order()];
        var all = ArrayPool<int>.Shared.Rent(parts.Count);
        var next = 0;
        foreach (var index in before.order.SelectMany(block => block))
        {
            if (!isChanged[index])
            {
                all[next++] = index;
            }
        }

        // From the end, so that each of those that stay is carried once.
        Count = next + moved.Length;
        for (int to = Count, last = moved.Length - 1; last >= 0; last--)
        {
            var place = PlaceOf(moved[last], all.AsSpan(..next));
            all.AsSpan(place..next).CopyTo(all.AsSpan(to - (next - place)));
            to -= next - place;
            next = place;
            all[--to] = moved[last].Index;
        }

        order = Blocks(all.AsSpan(..Count));
        ArrayPool<int>.Shared.Return(all);
    }

    public int Count { get; }

    public ImpactPart this[int index] => At(index);

    public ref readonly ImpactPart At(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return ref parts[order[index / OfBlock][index % OfBlock]];
    }

    public IEnumerator<ImpactPart> GetEnumerator() => Enumerable.Range(0, Count).Select(i => this[i]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Of parts that weigh the same, to the milligram.</summary>
    private void PutInOrder(Span<int> some)
    {
        if (some.Length > 1)
        {
            var standings = new Standing[some.Length];
            for (var i = 0; i < some.Length; i++)
            {
                standings[i] = StandingOf(some[i]);
            }

            standings.AsSpan().Sort();
            for (var i = 0; i < some.Length; i++)
            {
                some[i] = standings[i].Index;
            }
        }
    }

    private static int[][] Blocks(ReadOnlySpan<int> order)
    {
        var blocks = new int[(order.Length + OfBlock - 1) / OfBlock][];
        for (var i = 0; i < blocks.Length; i++)
        {
            blocks[i] = order[(i * OfBlock)..Math.Min(order.Length, (i + 1) * OfBlock)].ToArray();
        }

        return blocks;
    }

    /// <summary>How many of some in order come before a part.</summary>
    private int PlaceOf(Standing part, ReadOnlySpan<int> some)
    {
        var (low, high) = (0, some.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = StandingOf(some[middle]).CompareTo(part) < 0 ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private Standing StandingOf(int index)
    {
        ref readonly var part = ref parts[index];
        return new Standing(part.Figures.Diverted.Kg.Central, part.Figures.Repairs.Total, part.Key, index);
    }

    private readonly struct Standing(decimal kg, long total, string key, int index) : IComparable<Standing>
    {
        private readonly decimal kg = kg;
        private readonly long total = total;
        private readonly string key = key;

        public int Index => index;

        public int CompareTo(Standing other) =>
            kg != other.kg ? other.kg.CompareTo(kg) : total != other.total ? other.total.CompareTo(total) : string.CompareOrdinal(key, other.key);
    }
}
