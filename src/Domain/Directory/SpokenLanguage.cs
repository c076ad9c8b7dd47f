using System.Collections.Frozen;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Directory;

/// <summary>
/// A language someone speaks. Those most heard in France, overseas included, have their names here; another one is kept by its code all the same.
/// </summary>
/// <param name="Code">ISO 639-1, or ISO 639-3 where no code of two letters exists: <c>fr</c>, <c>ar</c>, <c>fsl</c>.</param>
/// <param name="NameFr">French name, as in a sentence: « français ».</param>
/// <param name="NameEn">English name: « French ».</param>
public sealed record SpokenLanguage(string Code, string NameFr, string NameEn)
{
    private static readonly SpokenLanguage[] Listed =
    [
        new("fr", "français", "French"),
        new("fsl", "langue des signes française", "French Sign Language"),
        new("en", "anglais", "English"),
        new("ar", "arabe", "Arabic"),
        new("kab", "kabyle", "Kabyle"),
        new("ber", "berbère", "Berber"),
        new("es", "espagnol", "Spanish"),
        new("pt", "portugais", "Portuguese"),
        new("it", "italien", "Italian"),
        new("de", "allemand", "German"),
        new("nl", "néerlandais", "Dutch"),
        new("tr", "turc", "Turkish"),
        new("ku", "kurde", "Kurdish"),
        new("hy", "arménien", "Armenian"),
        new("ka", "géorgien", "Georgian"),
        new("ru", "russe", "Russian"),
        new("uk", "ukrainien", "Ukrainian"),
        new("pl", "polonais", "Polish"),
        new("ro", "roumain", "Romanian"),
        new("rom", "romani", "Romani"),
        new("bg", "bulgare", "Bulgarian"),
        new("cs", "tchèque", "Czech"),
        new("sk", "slovaque", "Slovak"),
        new("hu", "hongrois", "Hungarian"),
        new("sr", "serbe", "Serbian"),
        new("hr", "croate", "Croatian"),
        new("bs", "bosnien", "Bosnian"),
        new("mk", "macédonien", "Macedonian"),
        new("sl", "slovène", "Slovenian"),
        new("sq", "albanais", "Albanian"),
        new("el", "grec", "Greek"),
        new("he", "hébreu", "Hebrew"),
        new("sv", "suédois", "Swedish"),
        new("da", "danois", "Danish"),
        new("no", "norvégien", "Norwegian"),
        new("fi", "finnois", "Finnish"),
        new("et", "estonien", "Estonian"),
        new("lv", "letton", "Latvian"),
        new("lt", "lituanien", "Lithuanian"),
        new("fa", "persan", "Persian"),
        new("ps", "pachto", "Pashto"),
        new("ur", "ourdou", "Urdu"),
        new("hi", "hindi", "Hindi"),
        new("pa", "pendjabi", "Punjabi"),
        new("bn", "bengali", "Bengali"),
        new("ta", "tamoul", "Tamil"),
        new("si", "cingalais", "Sinhala"),
        new("bo", "tibétain", "Tibetan"),
        new("mn", "mongol", "Mongolian"),
        new("zh", "chinois", "Chinese"),
        new("ja", "japonais", "Japanese"),
        new("ko", "coréen", "Korean"),
        new("vi", "vietnamien", "Vietnamese"),
        new("km", "khmer", "Khmer"),
        new("lo", "laotien", "Lao"),
        new("th", "thaï", "Thai"),
        new("id", "indonésien", "Indonesian"),
        new("tl", "tagalog", "Tagalog"),
        new("wo", "wolof", "Wolof"),
        new("ff", "peul", "Fula"),
        new("bm", "bambara", "Bambara"),
        new("snk", "soninké", "Soninke"),
        new("ln", "lingala", "Lingala"),
        new("kg", "kikongo", "Kongo"),
        new("sw", "swahili", "Swahili"),
        new("am", "amharique", "Amharic"),
        new("ti", "tigrigna", "Tigrinya"),
        new("so", "somali", "Somali"),
        new("mg", "malgache", "Malagasy"),
        new("zdj", "comorien", "Comorian"),
        new("swb", "mahorais", "Maore Comorian"),
        new("ht", "créole haïtien", "Haitian Creole"),
        new("gcf", "créole antillais", "Antillean Creole"),
        new("gcr", "créole guyanais", "Guianese Creole"),
        new("rcf", "créole réunionnais", "Réunion Creole"),
        new("ty", "tahitien", "Tahitian"),
        new("br", "breton", "Breton"),
        new("oc", "occitan", "Occitan"),
        new("eu", "basque", "Basque"),
        new("ca", "catalan", "Catalan"),
        new("co", "corse", "Corsican"),
        new("gsw", "alsacien", "Alsatian"),
    ];

    private static readonly FrozenDictionary<string, SpokenLanguage> ByCode = Listed.ToFrozenDictionary(l => l.Code, StringComparer.Ordinal);

    /// <summary>Other words for the same.</summary>
    private static readonly (string Name, string Code)[] AlsoCalled =
    [
        ("langue des signes", "fsl"),
        ("LSF", "fsl"),
        ("sign language", "fsl"),
        ("tamazight", "ber"),
        ("farsi", "fa"),
        ("dari", "fa"),
        ("mandarin", "zh"),
        ("moldave", "ro"),
    ];

    private static readonly FrozenDictionary<string, string> CodeByName = Listed.Select(l => (l.NameFr, l.Code))
        .Concat(Listed.Select(l => (l.NameEn, l.Code)))
        .Concat(AlsoCalled)
        .Select(n => (Name: Slug.Fold(n.Item1), n.Code))
        .DistinctBy(n => n.Name)
        .ToFrozenDictionary(n => n.Name, n => n.Code, StringComparer.Ordinal);

    /// <summary>All that have a name here, the most spoken first.</summary>
    public static IReadOnlyList<SpokenLanguage> All => Listed;

    /// <summary>The language of a code; null where it has no name here.</summary>
    public static SpokenLanguage? Find(string code) => ByCode.GetValueOrDefault(code);

    /// <summary>
    /// The code of a language as people write it: its name in French or in English, accents and capitals free (« Creole haitien »), or a code of two
    /// or three letters, even without a name here. Null for all else.
    /// </summary>
    public static string? CodeOf(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var folded = Slug.Fold(text);
        return CodeByName.GetValueOrDefault(folded) ?? (folded.Length is 2 or 3 && folded.All(char.IsAsciiLetterLower) ? folded : null);
    }
}
