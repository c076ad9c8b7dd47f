using System.Globalization;
using System.Text.RegularExpressions;

namespace RepairNet.Web.Pages.Repairs;

/// <summary>Amounts as people type them.</summary>
internal static partial class EuroText
{
    /// <summary>« 45 », « 45,50 », « 1 234,5 € » in cents; null where it is no amount. A comma or a point before the cents, no other sign.</summary>
    public static long? Cents(string? text)
    {
        var signs = string.Concat((text ?? "").Where(c => !char.IsWhiteSpace(c)));
        return AmountPattern().Match(signs) is { Success: true } match
            ? (long.Parse(match.Groups["euros"].Value, CultureInfo.InvariantCulture) * 100)
                + (match.Groups["cents"] is { Success: true } cents ? long.Parse(cents.Value.PadRight(2, '0'), CultureInfo.InvariantCulture) : 0)
            : null;
    }

    [GeneratedRegex(@"^€?(?<euros>[0-9]{1,9})(?:[.,](?<cents>[0-9]{1,2}))?(?:€|euros?)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AmountPattern();
}
