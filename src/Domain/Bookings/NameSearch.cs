using System.Globalization;
using System.Text;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Bookings;

/// <summary>A person's name as someone at a desk types it: any case, without accents or hyphens, a part of it, in any order.</summary>
public sealed class NameSearch
{
    private readonly IReadOnlyList<string> _words;

    private NameSearch(IReadOnlyList<string> words) => _words = words;

    /// <summary>What to look for. False when the text holds no letter nor figure: it would be everybody's name.</summary>
    public static bool TryParse(string? text, out NameSearch search)
    {
        search = new NameSearch(Words(text ?? ""));
        return search._words.Count > 0;
    }

    /// <summary>Whether each word typed begins a word of this name.</summary>
    public bool Matches(string name)
    {
        var words = Words(name);
        return _words.All(typed => words.Exists(word => word.StartsWith(typed, StringComparison.Ordinal)));
    }

    private static List<string> Words(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in NormalForm.Of(text, NormalizationForm.FormD))
        {
            switch (char.ToLowerInvariant(c))
            {
                case 'œ':
                    folded.Append("oe");
                    break;
                case 'æ':
                    folded.Append("ae");
                    break;
                case 'ß':
                    folded.Append("ss");
                    break;
                case 'ø':
                    folded.Append('o');
                    break;
                case 'ł':
                    folded.Append('l');
                    break;
                case var letter when char.IsLetterOrDigit(letter):
                    folded.Append(letter);
                    break;
                case var mark when CharUnicodeInfo.GetUnicodeCategory(mark) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.Format):
                    folded.Append(' ');
                    break;
            }
        }

        return [.. folded.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries)];
    }
}
