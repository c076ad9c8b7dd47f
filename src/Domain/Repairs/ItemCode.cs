using System.Security.Cryptography;

namespace RepairNet.Domain.Repairs;

/// <summary>
/// The code on the label of an object, which follows it from one repair to the next. Ours look like « K7P3-9WQX »: no I, O, 0 or 1,
/// so it can be read aloud; a workshop may also use the labels it already has.
/// </summary>
public readonly record struct ItemCode
{
    /// <summary>Shortest and longest code accepted, in characters.</summary>
    public const int MinLength = 3;
    public const int MaxLength = 40;

    private const string Alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private const int OwnLength = 8;

    private ItemCode(string value) => Value = value;

    /// <summary>The code in capitals, as printed.</summary>
    public string Value { get; }

    /// <summary>A new code, out of 2⁴⁰: the database still refuses the second of two equal ones.</summary>
    public static ItemCode New()
    {
        Span<byte> bytes = stackalloc byte[OwnLength];
        RandomNumberGenerator.Fill(bytes);
        return FromBytes(bytes);
    }

    /// <summary>The code drawn by eight bytes, of which the low five bits count.</summary>
    public static ItemCode FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != OwnLength)
        {
            throw new ArgumentException("A code is drawn from eight bytes.", nameof(bytes));
        }

        Span<char> signs = stackalloc char[OwnLength];
        for (var i = 0; i < OwnLength; i++)
        {
            signs[i] = Alphabet[bytes[i] & 31];
        }

        return new ItemCode($"{signs[..4]}-{signs[4..]}");
    }

    /// <summary>Reads a code as typed: case, spaces and the hyphen of ours are forgiven.</summary>
    public static bool TryParse(string? text, out ItemCode code)
    {
        code = default;
        var typed = new string([.. (text ?? "").Where(c => !char.IsWhiteSpace(c)).Select(char.ToUpperInvariant)]);
        if (typed.Length is < MinLength or > MaxLength || !typed.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/'))
        {
            return false;
        }

        code = new ItemCode(typed.Length == OwnLength && typed.All(c => Alphabet.Contains(c, StringComparison.Ordinal)) ? $"{typed[..4]}-{typed[4..]}" : typed);
        return true;
    }

    /// <summary>Reads a code known to be valid, from storage or from code.</summary>
    /// <exception cref="FormatException">The text is not a code.</exception>
    public static ItemCode From(string text) => TryParse(text, out var code) ? code : throw new FormatException("Not an item code.");

    public override string ToString() => Value;
}
