using System.Collections;

namespace RepairNet.Application.Impact;

/// <summary>
/// Parts by the ten thousand, in blocks. As many objects would each be carried about by the collector, and one long array would be a large object: a few of
/// those and the collector goes through all memory, again and again while such answers are made.
/// </summary>
internal sealed class ManyImpactParts : IPartsInPlace
{
    /// <summary>A block is of 80 kB: .NET calls large what is of 85,000 bytes or more.</summary>
    private const int OfBlock = 256;

    private readonly ImpactPart[][] blocks;

    /// <param name="count">How many; each is nothing at first, without even a key.</param>
    public ManyImpactParts(int count)
    {
        Count = count;
        blocks = new ImpactPart[(count + OfBlock - 1) / OfBlock][];
        for (var i = 0; i < blocks.Length; i++)
        {
            blocks[i] = new ImpactPart[Math.Min(OfBlock, count - (i * OfBlock))];
        }
    }

    public ManyImpactParts(IReadOnlyList<ImpactPart> parts)
        : this(parts.Count)
    {
        for (var i = 0; i < Count; i++)
        {
            this[i] = parts[i];
        }
    }

    private ManyImpactParts(ImpactPart[][] blocks, int count) => (this.blocks, Count) = (blocks, count);

    /// <summary>The same parts, where some may be changed and there may be more at the end: only the blocks of those are copied, others are in both.</summary>
    public ManyImpactParts With(IEnumerable<int> changed, int count)
    {
        var all = new ManyImpactParts(new ImpactPart[(count + OfBlock - 1) / OfBlock][], count);
        for (var i = 0; i < all.blocks.Length; i++)
        {
            all.blocks[i] = i < blocks.Length ? blocks[i] : [];
        }

        foreach (var block in changed.Concat(Enumerable.Range(Count, count - Count)).Select(index => index / OfBlock).Distinct())
        {
            var copy = new ImpactPart[Math.Min(OfBlock, count - (block * OfBlock))];
            all.blocks[block].CopyTo(copy, 0);
            all.blocks[block] = copy;
        }

        return all;
    }

    public int Count { get; }

    public ref ImpactPart this[int index] => ref blocks[index / OfBlock][index % OfBlock];

    ImpactPart IReadOnlyList<ImpactPart>.this[int index] => this[index];

    ref readonly ImpactPart IPartsInPlace.At(int index) => ref this[index];

    public IEnumerator<ImpactPart> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
