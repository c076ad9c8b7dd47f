namespace RepairNet.Application.Impact;

/// <summary>
/// Parts by the ten thousand, in blocks. As many objects would each be carried about by the collector, and one long array would be a large object: a few of
/// those and the collector goes through all memory, again and again while such answers are made.
/// </summary>
internal sealed class ManyImpactParts
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

    public static ManyImpactParts Of(IReadOnlyList<ImpactPart> parts)
    {
        var many = new ManyImpactParts(parts.Count);
        for (var i = 0; i < parts.Count; i++)
        {
            many[i] = parts[i];
        }

        return many;
    }

    public int Count { get; }

    public ref ImpactPart this[int index] => ref blocks[index / OfBlock][index % OfBlock];
}
