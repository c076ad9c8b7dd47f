using System.Text.RegularExpressions;

namespace RepairNet.Domain.Imports;

/// <summary>Free text before it is published: without e-mail addresses nor telephone numbers.</summary>
public static partial class PublishedText
{
    /// <summary>What stands for what was taken out.</summary>
    public const string Removed = "[…]";

    /// <summary>The same text, addresses and numbers taken out.</summary>
    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var left = text.Contains('@', StringComparison.Ordinal) ? Address().Replace(text, Removed) : text;
        return left.AsSpan().IndexOfAnyInRange('0', '9') < 0 ? left : Telephone().Replace(left, Removed);
    }

    [GeneratedRegex(@"[^\s@,;:<>()\[\]""]+@[^\s@,;:<>()\[\]""]+\.[^\s@,;:<>()\[\]""]*[\p{L}\p{Nd}]", RegexOptions.CultureInvariant)]
    private static partial Regex Address();

    // French numbers (06 12 34 56 78, +33 (0)6…, 0033…), and any international or North American number: nine digits or more, cut by
    // spaces, dots or hyphens. A serial number written in one piece without + or 0 is left alone.
    [GeneratedRegex(
        @"(?<![\p{L}\p{Nd}])(?:(?:\+|00)[ .\-]?[0-9](?:[ .\-\u00A0\u202F/]{0,2}\(?[0-9]\)?){7,14}|0[1-9](?:[ .\-\u00A0\u202F/]{0,2}[0-9]{2}){4}|\(?[0-9]{3}\)?[ .\-][0-9]{3}[ .\-][0-9]{4})(?![\p{L}\p{Nd}])",
        RegexOptions.CultureInvariant)]
    private static partial Regex Telephone();
}
