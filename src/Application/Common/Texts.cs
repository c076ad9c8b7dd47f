using System.Globalization;

namespace RepairNet.Application.Common;

/// <summary>The sentences of one language, asked for by their French wording: <c>T["Voir les créneaux"]</c>.</summary>
/// <remarks>A sentence without a translation comes out in French: readable, and found by the test of the texts.</remarks>
public sealed class Texts
{
    private readonly TextCatalog _catalog;

    internal Texts(TextCatalog catalog, Language language)
    {
        _catalog = catalog;
        Language = language;
        Display = Display.In(language);
    }

    public Language Language { get; }

    /// <summary>Dates, numbers and units in the same language.</summary>
    public Display Display { get; }

    /// <summary>The sentence, with {0}, {1}… replaced. Whole numbers are written with the thousands separator of the language.</summary>
    public string this[string french, params object?[] args]
    {
        get
        {
            var sentence = _catalog.Find(Language, french);
            return args.Length == 0 ? sentence : string.Format(CultureInfo.InvariantCulture, sentence, Array.ConvertAll(args, Written));
        }
    }

    /// <summary>Marks a sentence that is translated later, where it is shown. Changes nothing.</summary>
    public static string Key(string french) => french;

    /// <summary>
    /// One sentence or the other, by the number, which is also {0}. French is singular for 0 and 1, English for 1 only.
    /// </summary>
    public string Plural(long count, string one, string many, params object?[] more) =>
        this[(Language == Language.English ? count == 1 : count is 0 or 1) ? one : many, [count, .. more]];

    private object? Written(object? arg) => arg switch
    {
        int number => Display.Number(number),
        long number => Display.Number(number),
        _ => arg,
    };
}
