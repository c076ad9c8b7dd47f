namespace RepairNet.Application.Impact;

/// <summary>Parts that are read where they are: each is of some 300 bytes, and to copy tens of thousands takes as long as to put them in order.</summary>
public interface IPartsInPlace : IReadOnlyList<ImpactPart>
{
    /// <summary>One of them, by its place in the order.</summary>
    ref readonly ImpactPart At(int index);

    /// <summary>Some parts, as they are where they can be read so.</summary>
    static IPartsInPlace Of(IReadOnlyList<ImpactPart> parts) => parts as IPartsInPlace ?? new ManyImpactParts(parts);
}
