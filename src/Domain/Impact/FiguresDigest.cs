using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RepairNet.Domain.Equipment;

namespace RepairNet.Domain.Impact;

/// <summary>
/// The print of some figures: SHA-256 of a text that says each of them once, exactly, under a name that no language and no page
/// changes. The text is a JSON object on one line: names in the order of their UTF-16 code units, numbers without an exponent nor
/// zeros at the end, UTF-8. Whoever has the figures makes the same print, on any machine.
/// </summary>
public sealed class FiguresDigest
{
    private readonly SortedDictionary<string, string> lines = new(StringComparer.Ordinal);

    /// <summary>The text of which the print is taken.</summary>
    public string Text
    {
        get
        {
            var text = new StringBuilder("{");
            foreach (var (name, value) in lines)
            {
                text.Append(text.Length == 1 ? "" : ",").Append(Quoted(name)).Append(':').Append(value);
            }

            return text.Append('}').ToString();
        }
    }

    /// <summary>64 hexadecimal digits, in small letters.</summary>
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));

    /// <summary>Adds a key or a code.</summary>
    /// <exception cref="ArgumentException">The name is already there.</exception>
    public FiguresDigest Add(string name, string text) => Put(name, Quoted(text));

    /// <summary>Adds a number, exactly.</summary>
    /// <exception cref="ArgumentException">The name is already there.</exception>
    public FiguresDigest Add(string name, decimal number) => Put(name, Exact(number));

    /// <summary>Adds a number, or says that there is none.</summary>
    /// <exception cref="ArgumentException">The name is already there.</exception>
    public FiguresDigest Add(string name, long? number) => Put(name, number?.ToString(CultureInfo.InvariantCulture) ?? "null");

    /// <summary>Adds all the figures of some repairs: <c>year.repairs.fixed</c>, <c>year.ewaste.kg.low</c>…</summary>
    /// <exception cref="ArgumentException">They are already there.</exception>
    public FiguresDigest Add(string name, ImpactFigures figures)
    {
        var (repairs, diverted, eWaste, co2e) = figures;
        Add(name + ".repairs.fixed", (long?)repairs.Fixed);
        Add(name + ".repairs.repairable", (long?)repairs.Repairable);
        Add(name + ".repairs.end-of-life", (long?)repairs.EndOfLife);
        Add(name + ".repairs.unknown", (long?)repairs.Unknown);
        Add(name + ".diverted", diverted);
        Add(name + ".ewaste", eWaste);
        Add(name + ".co2e", co2e.Kg);
        return Add(name + ".co2e.items-without-footprint", (long?)co2e.ItemsWithoutFootprint);
    }

    /// <summary>The number without zeros at its end: « 0.05 », « 12 ».</summary>
    public static string Exact(decimal number)
    {
        var text = number.ToString(CultureInfo.InvariantCulture);
        text = text.Contains('.', StringComparison.Ordinal) ? text.TrimEnd('0').TrimEnd('.') : text;
        return text == "-0" ? "0" : text;
    }

    private void Add(string name, DivertedMass mass)
    {
        Add(name, mass.Kg);
        Add(name + ".weighed-kg", mass.WeighedKg);
        Add(name + ".declared-kg", mass.DeclaredKg);
        Add(name + ".averaged-kg", mass.AveragedKg);
        Add(name + ".items-without-weight", (long?)mass.ItemsWithoutWeight);
    }

    private void Add(string name, Estimate kg)
    {
        Add(name + ".kg.low", kg.Low);
        Add(name + ".kg.central", kg.Central);
        Add(name + ".kg.high", kg.High);
    }

    private FiguresDigest Put(string name, string value)
    {
        lines.Add(name, value);
        return this;
    }

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                < ' ' => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => c.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }
}
