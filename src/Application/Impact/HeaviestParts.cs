using System.Buffers;
using System.Collections;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Impact;

/// <summary>Parts in the order people expect where nothing else gives one: what weighs most first, then what was brought most, then by key.</summary>
internal sealed class HeaviestParts : IReadOnlyList<ImpactPart>
{
    /// <summary>Comes after all weights.</summary>
    private const long Nothing = long.MaxValue;

    private readonly ManyImpactParts parts;
    private readonly int[] order;

    /// <param name="parts">No key twice; those of no figures are left out.</param>
    public HeaviestParts(ManyImpactParts parts)
    {
        this.parts = parts;
        order = [.. Enumerable.Range(0, parts.Count)];
        var milligrams = ArrayPool<long>.Shared.Rent(parts.Count);
        ManyParts.Ranges(parts.Count, (from, to) =>
        {
            for (var i = from; i < to; i++)
            {
                var own = parts[i].Figures;
                milligrams[i] = own.Repairs.Total == 0 && own == default ? Nothing : -Mass.FromKilograms(own.Diverted.Kg.Central).Milligrams;
            }
        });

        // Whole milligrams nearly always tell two parts apart, and numbers are put in order several times faster than what they are told apart by else.
        Array.Sort(milligrams, order, 0, parts.Count);
        var first = milligrams.AsSpan(..parts.Count).IndexOf(Nothing);
        Count = first < 0 ? parts.Count : first;
        for (var from = 0; from < Count;)
        {
            var same = milligrams.AsSpan(from..Count).IndexOfAnyExcept(milligrams[from]);
            var to = same < 0 ? Count : from + same;
            PutInOrder(order.AsSpan(from..to));
            from = to;
        }

        ArrayPool<long>.Shared.Return(milligrams);
    }

    public int Count { get; }

    public ImpactPart this[int index] => index < Count ? parts[order[index]] : throw new ArgumentOutOfRangeException(nameof(index), index, $"{Count} parts.");

    public IEnumerator<ImpactPart> GetEnumerator() => Enumerable.Range(0, Count).Select(i => this[i]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Of parts that weigh the same, to the milligram.</summary>
    private void PutInOrder(Span<int> some)
    {
        if (some.Length > 1)
        {
            var equals = new Equal[some.Length];
            for (var i = 0; i < some.Length; i++)
            {
                ref readonly var own = ref parts[some[i]];
                equals[i] = new Equal(own.Figures.Diverted.Kg.Central, own.Figures.Repairs.Total, own.Key, some[i]);
            }

            equals.AsSpan().Sort();
            for (var i = 0; i < some.Length; i++)
            {
                some[i] = equals[i].Index;
            }
        }
    }

    private readonly struct Equal(decimal kg, long total, string key, int index) : IComparable<Equal>
    {
        private readonly decimal kg = kg;
        private readonly long total = total;
        private readonly string key = key;

        public int Index => index;

        public int CompareTo(Equal other) =>
            kg != other.kg ? other.kg.CompareTo(kg) : total != other.total ? other.total.CompareTo(total) : string.CompareOrdinal(key, other.key);
    }
}
