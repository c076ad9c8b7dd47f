using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.MutualHelp;

/// <summary>What strangers may write to each other here: no price, no link, no sign that hides what is written. Ways to be reached are told apart.</summary>
public static partial class HelpText
{
    /// <summary>Longest first name, in characters.</summary>
    public const int MaxFirstName = 40;

    /// <summary>Longest text of a post, in characters.</summary>
    public const int MaxText = 1000;

    /// <summary>Longest message, in characters.</summary>
    public const int MaxMessage = 2000;

    /// <summary>Longest name of what was repaired, in characters.</summary>
    public const int MaxWhat = 80;

    /// <summary>A name that reads like one: letters, spaces, hyphens, apostrophes. It stands in subjects of letters.</summary>
    public static bool IsFirstName(string? text) =>
        text?.Trim() is { Length: > 0 and <= MaxFirstName } name && char.IsLetter(name[0]) && name.All(c => char.IsLetter(c) || char.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark || c is ' ' or '-' or '\'' or '’');

    /// <summary>An amount of money: help is given here, and not sold.</summary>
    public static bool HasPrice(string? text) => Price().IsMatch(Even(text));

    /// <summary>The address of a page: nobody knows where it leads.</summary>
    public static bool HasLink(string? text) => Link().IsMatch(Even(text));

    /// <summary>An e-mail address or a telephone number.</summary>
    public static bool HasContacts(string? text)
    {
        var even = Even(text);
        return PublishedText.Of(even) != even;
    }

    /// <summary>Signs nobody sees that turn the order of what is read, or part words in two.</summary>
    public static bool HasHiddenSigns(string? text) => text?.EnumerateRunes().Any(r => r.Value is 0x00AD or 0x061C or 0x180E or (>= 0x200B and <= 0x200F) or (>= 0x202A and <= 0x202E) or (>= 0x2060 and <= 0x2069) or 0xFEFF or (>= 0xE0000 and <= 0xE007F)) == true;

    /// <summary>Letters and digits in one shape: « ５０ € », « ｗｗｗ » and « 𝟓𝟎 » are read as they look.</summary>
    private static string Even(string? text) => NormalForm.Of(text ?? "", NormalizationForm.FormKC);

    [GeneratedRegex(
        @"[€£¥₿]|(?<!\p{L})euros?(?!\p{L})|(?<!\p{L})eur(?!\p{L})|\$\s{0,2}\p{Nd}|\p{Nd}\s{0,3}\$"
        + @"|\p{Nd}\s{0,3}(?:centimes?|cts?|balles?|francs?|dollars?|livres\s{1,3}sterling|pounds?|cents?|chf|usd|gbp|bitcoins?|btc)(?!\p{L})",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Price();

    [GeneratedRegex(
        @"(?:https?|ftp)\s{0,2}:\s{0,2}/|(?<!\p{L})www\s{0,2}\.|[\p{L}\p{Nd}]\.[\p{L}]{2,24}/|(?<![\p{L}\p{Nd}@])[\p{L}\p{Nd}][\p{L}\p{Nd}\-]{1,62}\.(?:fr|com|net|org|eu|io|info|biz|shop|site|online|app|dev|xyz|be|ch|lu|re|de|es|it|uk|me|ly|gg|to|gl|link|top|ru|cn|bzh|alsace|paris|corsica)(?![\p{L}\p{Nd}@])",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Link();
}
