namespace RepairNet.Domain.Territories;

/// <summary>What kind of territory a key names, from the smallest to the largest.</summary>
public enum TerritoryLevel
{
    /// <summary>A commune, by its INSEE code.</summary>
    Commune = 0,

    /// <summary>A group of communes with its own taxation (EPCI), by its SIREN number.</summary>
    Epci = 1,

    /// <summary>A département, or an overseas collectivity, by its INSEE code.</summary>
    Departement = 2,

    /// <summary>A région, by its INSEE code.</summary>
    Region = 3,

    /// <summary>A country, by its ISO 3166-1 alpha-3 code.</summary>
    Country = 4,
}

/// <summary>
/// Names a territory outside the program: <c>commune:38185</c>, <c>epci:200040715</c>, <c>departement:38</c>, <c>region:84</c>,
/// <c>country:FRA</c>. A well-formed key may still name nothing: ask the territory index.
/// </summary>
public readonly record struct TerritoryKey
{
    private TerritoryKey(TerritoryLevel level, string code)
    {
        Level = level;
        Code = code;
    }

    /// <summary>Longest key as text, in characters.</summary>
    public const int MaxLength = 21;

    public TerritoryLevel Level { get; }

    /// <summary>The code alone, upper case (<c>2A004</c>, <c>FRA</c>).</summary>
    public string Code => field ?? "";

    /// <summary>The whole of France.</summary>
    public static TerritoryKey France { get; } = new(TerritoryLevel.Country, "FRA");

    public static TerritoryKey Commune(string code) => Of(TerritoryLevel.Commune, code);

    public static TerritoryKey Epci(string code) => Of(TerritoryLevel.Epci, code);

    public static TerritoryKey Departement(string code) => Of(TerritoryLevel.Departement, code);

    public static TerritoryKey Region(string code) => Of(TerritoryLevel.Region, code);

    public static TerritoryKey Country(string code) => Of(TerritoryLevel.Country, code);

    /// <summary>Makes a key from a code known to have the right shape.</summary>
    /// <exception cref="FormatException">The code does not have the shape of this level.</exception>
    public static TerritoryKey Of(TerritoryLevel level, string code) =>
        HasShape(level, code) ? new TerritoryKey(level, code) : throw new FormatException($"Not a code of a territory of level {level}.");

    /// <summary>Reads a key; the case of letters does not matter.</summary>
    public static bool TryParse(string? text, out TerritoryKey key)
    {
        key = default;
        var colon = text?.IndexOf(':') ?? -1;
        if (colon <= 0 || text!.Length > MaxLength)
        {
            return false;
        }

        TerritoryLevel? level = text[..colon].ToLowerInvariant() switch
        {
            "commune" => TerritoryLevel.Commune,
            "epci" => TerritoryLevel.Epci,
            "departement" => TerritoryLevel.Departement,
            "region" => TerritoryLevel.Region,
            "country" => TerritoryLevel.Country,
            _ => null,
        };
        var code = text[(colon + 1)..].ToUpperInvariant();
        if (level is not { } known || !HasShape(known, code))
        {
            return false;
        }

        key = new TerritoryKey(known, code);
        return true;
    }

    /// <summary>Reads a key known to be well formed, from storage or from code.</summary>
    /// <exception cref="FormatException">The text is not a key.</exception>
    public static TerritoryKey From(string text) =>
        TryParse(text, out var key) ? key : throw new FormatException("Not a territory key.");

    public override string ToString() => Level switch
    {
        TerritoryLevel.Commune => "commune:" + Code,
        TerritoryLevel.Epci => "epci:" + Code,
        TerritoryLevel.Departement => "departement:" + Code,
        TerritoryLevel.Region => "region:" + Code,
        TerritoryLevel.Country => "country:" + Code,
    };

    /// <summary>Whether the text has the shape of an INSEE commune code: five digits, or 2A/2B and three digits.</summary>
    public static bool IsCommuneCode(string? code) => code is not null && HasShape(TerritoryLevel.Commune, code);

    private static bool HasShape(TerritoryLevel level, string code) => level switch
    {
        TerritoryLevel.Commune => code.Length == 5 && char.IsAsciiDigit(code[0]) && (char.IsAsciiDigit(code[1]) || (code[0] == '2' && code[1] is 'A' or 'B')) && Digits(code.AsSpan(2)),
        TerritoryLevel.Epci => code.Length == 9 && Digits(code),
        TerritoryLevel.Departement => code is "2A" or "2B" || (code.Length is 2 or 3 && Digits(code)),
        TerritoryLevel.Region => code.Length is 2 or 3 && Digits(code),
        TerritoryLevel.Country => code.Length == 3 && code.All(char.IsAsciiLetterUpper),
    };

    private static bool Digits(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c))
            {
                return false;
            }
        }

        return true;
    }
}
