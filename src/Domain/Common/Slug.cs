using System.Globalization;
using System.Text;

namespace RepairNet.Domain.Common;

/// <summary>Words of an address a person can read: lower case, no accent, hyphens.</summary>
public static class Slug
{
    /// <summary>Longest slug, in characters.</summary>
    public const int MaxLength = 80;

    /// <summary>« L’Établi de la Villeneuve » gives « l-etabli-de-la-villeneuve ». Empty text gives « lieu ».</summary>
    public static string From(string text)
    {
        var result = Fold(text);
        result = result.Length > MaxLength ? result[..MaxLength].Trim('-') : result;
        return result.Length == 0 ? "lieu" : result;
    }

    /// <summary>The words of a text, however long, as they are looked for: lower case, no accent, hyphens between them.</summary>
    public static string Fold(string text)
    {
        var slug = new StringBuilder();
        foreach (var c in NormalForm.Of(text.Replace("œ", "oe", StringComparison.OrdinalIgnoreCase).Replace("æ", "ae", StringComparison.OrdinalIgnoreCase), NormalizationForm.FormD))
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                slug.Append(char.ToLowerInvariant(c));
            }
            else if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark && slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        return slug.ToString().Trim('-');
    }
}
