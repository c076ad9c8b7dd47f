using System.Collections.Frozen;

namespace RepairNet.Domain.Training;

/// <summary>A field of what is taught.</summary>
/// <param name="Code">Formacode, five digits.</param>
/// <param name="Name">As the national register of certifications names it, in French.</param>
/// <param name="Trade">Of which of our trades it is.</param>
public sealed record Formacode(string Code, string Name, Trade Trade)
{
    /// <summary>Five digits: whether such a code could be.</summary>
    public static bool IsWellFormed(string? code) => code is { Length: 5 } && code.All(char.IsAsciiDigit);
}

/// <summary>The short list of fields that courses are chosen from: <c>data/training/formacodes.csv</c>. Files from elsewhere may name others.</summary>
public sealed class TrainingFormacodes(IReadOnlyList<Formacode> all)
{
    private readonly FrozenDictionary<string, Formacode> _byCode = all.ToFrozenDictionary(code => code.Code, StringComparer.Ordinal);

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<Formacode> All { get; } = all;

    public Formacode? Find(string? code) => code is null ? null : _byCode.GetValueOrDefault(code);
}
