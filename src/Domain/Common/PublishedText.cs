using System.Text.RegularExpressions;

namespace RepairNet.Domain.Common;

/// <summary>
/// Free text before it is published: without e-mail addresses nor telephone numbers, however people write them to be read by
/// people alone.
/// </summary>
public static partial class PublishedText
{
    /// <summary>What stands for what was taken out.</summary>
    public const string Removed = "[…]";

    private static readonly System.Buffers.SearchValues<char> Ats = System.Buffers.SearchValues.Create("@＠﹫");

    private static readonly string[] SpelledAts = ["arob", "arrob", "chez", " at ", "(at", "[at", "{at", "( at", "[ at"];

    /// <summary>The same text, addresses and numbers taken out.</summary>
    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var left = text.AsSpan().ContainsAny(Ats) ? Address().Replace(text, Removed) : text;
        if (left.AsSpan().ContainsAny(Ats) || Array.Exists(SpelledAts, at => left.Contains(at, StringComparison.OrdinalIgnoreCase)))
        {
            left = SpelledAddress().Replace(left, Removed);
        }

        return left.Any(char.IsDigit) ? Telephone().Replace(left, Removed) : left;
    }

    [GeneratedRegex(@"[^\s@＠﹫,;:<>()\[\]""]+[@＠﹫][^\s@＠﹫,;:<>()\[\]""]+[.。．｡․·][^\s@＠﹫,;:<>()\[\]""]*[\p{L}\p{Nd}]", RegexOptions.CultureInvariant)]
    private static partial Regex Address();

    // « marie arobase exemple point fr », « marie (at) exemple (dot) fr », « marie @ exemple . fr », « marie.blanc chez exemple.fr ». The
    // runs of spaces are bounded, or a long blank would be read over and over.
    [GeneratedRegex(
        @"(?<![\p{L}\p{Nd}])[\p{L}\p{Nd}][\p{L}\p{Nd}_%+\-]{0,63}(?:(?:[.。．｡․·]|\s{0,3}[\[({]\s{0,3}(?:dot|point|\.)\s{0,3}[\])}]\s{0,3}|\s{1,3}(?:dot|point)\s{1,3})[\p{L}\p{Nd}_%+\-]{1,64}){0,4}"
        + @"(?:\s{0,3}[@＠﹫]\s{0,3}|\s{0,3}[\[({]\s{0,3}(?:at|ar+obase|@)\s{0,3}[\])}]\s{0,3}|\s{1,3}(?:ar+obas?e|at|chez)\s{1,3})"
        + @"[\p{L}\p{Nd}][\p{L}\p{Nd}\-]{0,62}(?:(?:[.。．｡․·]|\s{1,3}\.\s{0,3}(?=\p{Ll}{2,6}(?!\p{L}))|\s{0,3}[\[({]\s{0,3}(?:dot|point|\.)\s{0,3}[\])}]\s{0,3}|\s{1,3}(?:dot|point)\s{1,3})[\p{L}\p{Nd}\-]{2,63}){1,4}",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex SpelledAddress();

    // French numbers (06 12 34 56 78, +33 (0)6…, 0033…), and any international or North American number: nine digits or more, cut by
    // spaces, dots of any script, strokes or hyphens, its digits in any script. A serial number written in one piece without + or 0 is
    // left alone.
    [GeneratedRegex(
        @"(?:(?<![\p{L}\p{Nd}])|(?<=t[ée]l|mob|gsm|phone|portable))"
        + @"(?:(?:[+＋]|00)[\s.\-]{0,3}\p{Nd}(?:[\s.\-\u2010-\u2015\u2212\u00B7\u2022\u2219\u2024\u3002\uFF0E\uFF61_/]{0,3}\(?\p{Nd}\)?){7,14}"
        + @"|\(?[0٠０]\)?(?:[\s.\-\u2010-\u2015\u2212\u00B7\u2022\u2219\u2024\u3002\uFF0E\uFF61_/]{0,3}\p{Nd}){9}"
        + @"|\(?[0-9]{3}\)?[ .\-][0-9]{3}[ .\-][0-9]{4})(?![\p{L}\p{Nd}])",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Telephone();
}
