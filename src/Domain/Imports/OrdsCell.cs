using System.Net;
using System.Text.RegularExpressions;

namespace RepairNet.Domain.Imports;

/// <summary>How one cell is written in a file and read from it.</summary>
public static partial class OrdsCell
{
    /// <summary>
    /// As a spreadsheet may open it: an apostrophe goes before what it would take for a formula. What already begins with
    /// apostrophes and such a sign gets one more, so that <see cref="Bare"/> gives back every value. Plain numbers stay as they are.
    /// </summary>
    public static string Safe(string value) => LooksLikeFormula(value, skipApostrophes: true) ? "'" + value : value;

    /// <summary>The value of a cell that <see cref="Safe"/> wrote.</summary>
    public static string Bare(string cell) => cell.Length > 1 && cell[0] == '\'' && LooksLikeFormula(cell, skipApostrophes: true) ? cell[1..] : cell;

    /// <summary>Whether a spreadsheet would take the value for a formula.</summary>
    public static bool IsFormula(string value) => LooksLikeFormula(value, skipApostrophes: false);

    /// <summary>Whether the value holds a HTML entity, as <c>&amp;amp;</c> or <c>&amp;#39;</c>.</summary>
    public static bool HasEntity(string value) => value.Contains('&', StringComparison.Ordinal) && Entity().IsMatch(value);

    /// <summary>The value without entities nor spaces around, to be compared with known words.</summary>
    public static string Words(string value) => (value.Contains('&', StringComparison.Ordinal) ? WebUtility.HtmlDecode(value) : value).Trim();

    /// <summary>
    /// Whether accents were lost on the way: UTF-8 read as Windows-1252 (« Ã© », « â€™ »), the same with its first half gone
    /// (« ?© »), or the sign that stands for what could not be read.
    /// </summary>
    public static bool IsMojibake(string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (c == '\uFFFD')
            {
                return true;
            }

            if (c is not ('?' or 'Ã' or 'Â' or 'â') || i + 1 == value.Length)
            {
                continue;
            }

            var next = value[i + 1];
            if (c == 'â' ? next is '€' or '\u0080' : next is >= '\u0080' and <= '\u00BF' && !(c is '?' && next is '\u00A0' or '«' or '»'))
            {
                return true;
            }
        }

        return false;
    }

    private static bool LooksLikeFormula(string value, bool skipApostrophes)
    {
        var start = 0;
        while (skipApostrophes && start < value.Length && value[start] == '\'')
        {
            start++;
        }

        return start < value.Length && value[start] is '=' or '+' or '-' or '@' or '\t' or '\r' && !(start == 0 && PlainNumber().IsMatch(value));
    }

    [GeneratedRegex(@"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});", RegexOptions.CultureInvariant)]
    private static partial Regex Entity();

    [GeneratedRegex(@"^[+-]?[0-9]+(?:[.,][0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex PlainNumber();
}
