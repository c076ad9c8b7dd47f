using System.Buffers;
using System.Collections;

namespace RepairNet.Application.Impact;

/// <summary>Communes in the order of <see cref="ImpactReader"/>: what weighs most first, then what was brought most, then by key. They are by the ten thousand.</summary>
internal sealed class HeaviestCommunes : IReadOnlyList<ImpactPart>
{
    private const decimal MilligramsPerKilogram = 1_000_000m;

    /// <summary>Comes after all weights.</summary>
    private const long Nothing = long.MaxValue;

    private readonly ManyImpactParts communes;
    private readonly int[] order;

    /// <param name="communes">Each once; those of no figures are left out.</param>
    public HeaviestCommunes(ManyImpactParts communes)
    {
        this.communes = communes;
        order = [.. Enumerable.Range(0, communes.Count)];
        var milligrams = ArrayPool<long>.Shared.Rent(communes.Count);
        ManyParts.Ranges(communes.Count, (from, to) =>
        {
            for (var i = from; i < to; i++)
            {
                var own = communes[i].Figures;
                milligrams[i] = own.Repairs.Total == 0 && own == default ? Nothing : -(long)(own.Diverted.Kg.Central * MilligramsPerKilogram);
            }
        });

        // Whole milligrams nearly always tell two communes apart, and numbers are put in order several times faster than what they are told apart by else.
        Array.Sort(milligrams, order, 0, communes.Count);
        var first = milligrams.AsSpan(..communes.Count).IndexOf(Nothing);
        Count = first < 0 ? communes.Count : first;
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

    public ImpactPart this[int index] => index < Count ? communes[order[index]] : throw new ArgumentOutOfRangeException(nameof(index), index, $"{Count} communes.");

    public IEnumerator<ImpactPart> GetEnumerator() => Enumerable.Range(0, Count).Select(i => this[i]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Of communes that weigh the same, to the milligram.</summary>
    private void PutInOrder(Span<int> some)
    {
        if (some.Length > 1)
        {
            var equals = new Equal[some.Length];
            for (var i = 0; i < some.Length; i++)
            {
                ref readonly var own = ref communes[some[i]];
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
