namespace RepairNet.Domain.Bookings;

/// <summary>What one reads out on the telephone: three letters, four signs without I, O, 0, 1, as « ECH-7K3P ».</summary>
public readonly record struct BookingReference
{
    /// <summary>The signs: none is taken for another when read or heard.</summary>
    public const string Alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

    private const string Letters = "ABCDEFGHJKLMNPQRSTUVWXYZ";

    private BookingReference(string value) => Value = value;

    public string Value { get; }

    /// <summary>Makes a reference from the commune's name and five random bytes; past a few collisions give random letters too.</summary>
    public static BookingReference From(string communeName, ReadOnlySpan<byte> random, bool randomLetters = false)
    {
        Span<char> signs = stackalloc char[8];
        var letters = 0;
        if (!randomLetters)
        {
            foreach (var c in Common.Slug.From(communeName))
            {
                if (letters < 3 && Letters.Contains(char.ToUpperInvariant(c), StringComparison.Ordinal))
                {
                    signs[letters++] = char.ToUpperInvariant(c);
                }
            }
        }

        for (; letters < 3; letters++)
        {
            signs[letters] = randomLetters ? Letters[random[4 + letters] % Letters.Length] : 'X';
        }

        signs[3] = '-';
        for (var i = 0; i < 4; i++)
        {
            signs[4 + i] = Alphabet[random[i] % Alphabet.Length];
        }

        return new BookingReference(new string(signs));
    }

    /// <summary>Reads a reference as people type it: lower case, spaces, no hyphen.</summary>
    public static bool TryParse(string? text, out BookingReference reference)
    {
        var signs = new string((text ?? "").Where(char.IsAsciiLetterOrDigit).Select(char.ToUpperInvariant).ToArray());
        reference = default;
        if (signs.Length != 7 || signs[..3].Any(c => !Letters.Contains(c, StringComparison.Ordinal)) || signs[3..].Any(c => !Alphabet.Contains(c, StringComparison.Ordinal)))
        {
            return false;
        }

        reference = new BookingReference($"{signs[..3]}-{signs[3..]}");
        return true;
    }

    public override string ToString() => Value;
}
