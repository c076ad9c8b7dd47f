using System.Text;

namespace RepairNet.Application.Common;

/// <summary>The spaces and signs of French print, put into sentences typed on an ordinary keyboard.</summary>
public static class Typography
{
    /// <summary>No-break space, U+00A0: before a unit and before a colon.</summary>
    public const char NoBreak = '\u00A0';

    /// <summary>Narrow no-break space, U+202F: between thousands and before « ; ? ! ».</summary>
    public const char NarrowNoBreak = '\u202F';

    /// <summary>Typesets a French sentence: no-break spaces beside « : ; ? ! » and quotation marks, curly apostrophes.</summary>
    public static string French(string sentence)
    {
        StringBuilder? set = null;
        for (var i = 0; i < sentence.Length; i++)
        {
            var c = sentence[i];
            var next = i + 1 < sentence.Length ? sentence[i + 1] : '\0';
            var better = c switch
            {
                ' ' when IsInsideHourOrMeasure(sentence, i) => NoBreak,
                ' ' when next is ':' or '»' || (i > 0 && sentence[i - 1] == '«') => NoBreak,
                ' ' when next is ';' or '?' or '!' || IsBetweenThousands(sentence, i) => NarrowNoBreak,
                '\'' when i > 0 && char.IsLetter(sentence[i - 1]) && char.IsLetter(next) => '’',
                _ => c,
            };
            if (better != c)
            {
                set ??= new StringBuilder(sentence);
                set[i] = better;
            }
        }

        return set?.ToString() ?? sentence;
    }

    // « 1 000 habitants », not « 2027 100 » nor « 04 76 »: one to three digits, then groups of three.
    private static bool IsBetweenThousands(string sentence, int space)
    {
        var begins = space;
        while (begins > 0 && char.IsAsciiDigit(sentence[begins - 1]))
        {
            begins--;
        }

        var ends = space + 1;
        while (ends < sentence.Length && char.IsAsciiDigit(sentence[ends]))
        {
            ends++;
        }

        return space - begins is >= 1 and <= 3 && ends - space - 1 == 3;
    }

    // « 8 h 30 », « 45 € », « 12 kg »: the number, or what will stand for it, stays with its unit, and the minutes with their hour.
    private static bool IsInsideHourOrMeasure(string sentence, int space)
    {
        var rest = sentence.AsSpan(space + 1);
        if (space == 0 || rest.IsEmpty)
        {
            return false;
        }

        var before = sentence[space - 1];
        return ((char.IsAsciiDigit(before) || before == '}') && (rest[0] is '€' or '%' || IsWord(rest, "h") || IsWord(rest, "kg") || IsWord(rest, "km") || IsWord(rest, "min") || IsWord(rest, "pixels") || IsWord(rest, "t")))
            || (before == 'h' && space >= 3 && char.IsAsciiDigit(sentence[space - 3]) && char.IsAsciiDigit(rest[0]));

        static bool IsWord(ReadOnlySpan<char> text, string word) =>
            text.StartsWith(word) && (text.Length == word.Length || !char.IsLetterOrDigit(text[word.Length]));
    }
}
