using System.Globalization;
using System.Text;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Territories;

/// <summary>
/// Puts the name of a place into a French sentence: « près d’Échirolles », « les ateliers du Havre », « à La Rochelle ».
/// The article of a commune contracts with « de » and « à » (du, des, au, aux); « La » and « L’ » stay as they are.
/// </summary>
public static class FrenchPlaceName
{
    /// <summary>Names in H whose H forbids elision, or in whose case usage does, by their first word without accents.</summary>
    private static readonly HashSet<string> AspiratedFirstWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "haut", "haute", "hauts", "hautes", "ham", "hem", "haye", "hayes", "haguenau", "honfleur", "houilles", "huningue", "hoenheim",
        "hochfelden", "holtzheim", "hambach", "hombourg", "hettange", "hagondange", "harnes", "hersin", "houplines", "houdan",
        "hoerdt", "habsheim", "hegenheim", "hesingue", "husseren", "huttenheim", "hamel", "hameau", "hun", "hunspach", "hatten",
    };

    private static readonly string[] GermanicEndings = ["heim", "willer", "bach", "dorf", "bourg", "berg", "house", "hoffen", "statt", "hausen", "ingen"];

    /// <summary>« d’Échirolles », « de Grenoble », « du Havre », « des Lilas », « de La Rochelle ».</summary>
    public static string Of(string name)
    {
        var shown = Typographic(name);
        return Article(shown) switch
        {
            "Le" => "du " + shown[3..],
            "Les" => "des " + shown[4..],
            "Île" => "de l’" + shown,
            "Îles" => "des " + shown,
            _ => Elides(shown) ? "d’" + shown : "de " + shown,
        };
    }

    /// <summary>« à Échirolles », « au Havre », « aux Lilas », « à La Rochelle ».</summary>
    public static string At(string name)
    {
        var shown = Typographic(name);
        return Article(shown) switch
        {
            "Le" => "au " + shown[3..],
            "Les" => "aux " + shown[4..],
            "Île" => "à l’" + shown,
            "Îles" => "aux " + shown,
            _ => "à " + shown,
        };
    }

    /// <summary>
    /// The same for a territory of any level: « de l’Isère », « du Rhône », « d’Auvergne-Rhône-Alpes », « de la CC du Trièves », « de
    /// Grenoble-Alpes-Métropole », « de France ».
    /// </summary>
    /// <param name="key">The territory: départements, régions and countries take their article from their code.</param>
    /// <param name="name">Its name.</param>
    public static string Of(TerritoryKey key, string name)
    {
        var shown = Typographic(name);
        return key.Level switch
        {
            TerritoryLevel.Departement => Join(DepartementArticle(key.Code), shown),
            TerritoryLevel.Region => Join(RegionArticle(key.Code), shown),
            TerritoryLevel.Epci when IsFeminineGroup(shown) => "de la " + shown,
            TerritoryLevel.Country when key.Code == "FRA" => "de France",
            TerritoryLevel.Country => ": " + shown,
            _ => Of(name),
        };

        static string Join(string article, string name) => article switch
        {
            "le" => "du " + name,
            "les" => "des " + name,
            "la" => "de la " + name,
            "l" => "de l’" + name,
            _ => Elides(name) ? "d’" + name : "de " + name,
        };
    }

    /// <summary>The name as French printers set it: curly apostrophes.</summary>
    public static string Typographic(string name) => name.Replace('\'', '’');

    private static bool IsFeminineGroup(string name) =>
        name.StartsWith("CC ", StringComparison.Ordinal) || name.StartsWith("CA ", StringComparison.Ordinal) || name.StartsWith("CU ", StringComparison.Ordinal)
        || name.StartsWith("Métropole ", StringComparison.OrdinalIgnoreCase) || name.StartsWith("Communauté ", StringComparison.OrdinalIgnoreCase);

    private static string Article(string name) => name switch
    {
        _ when name.StartsWith("Le ", StringComparison.Ordinal) => "Le",
        _ when name.StartsWith("Les ", StringComparison.Ordinal) => "Les",
        _ when name.StartsWith("Île-", StringComparison.Ordinal) || name.StartsWith("Île ", StringComparison.Ordinal) || name.StartsWith("Archipel ", StringComparison.Ordinal) => "Île",
        _ when name.StartsWith("Îles ", StringComparison.Ordinal) => "Îles",
        _ => "",
    };

    private static bool Elides(string name)
    {
        var plain = WithoutAccents(name);
        var first = plain.Split(' ', '-', '’')[0];
        return char.ToLowerInvariant(plain.FirstOrDefault()) switch
        {
            'a' or 'e' or 'i' or 'o' or 'u' => !first.Equals("ouistreham", StringComparison.OrdinalIgnoreCase),
            // « d’Yvetot », « d’Yerres », but « de Yutz », « de Yenne ».
            'y' => plain.Length == 1 || (char.ToLowerInvariant(plain[1]) is not ('a' or 'o' or 'u' or 'i') && !first.Equals("yenne", StringComparison.OrdinalIgnoreCase)),
            // « d’Hyères », « d’Hazebrouck », but « de Haguenau » and the Germanic names of the east.
            'h' => !AspiratedFirstWords.Contains(first) && !GermanicEndings.Any(e => first.EndsWith(e, StringComparison.OrdinalIgnoreCase)),
            _ => false,
        };
    }

    private static string WithoutAccents(string name)
    {
        var plain = new StringBuilder(name.Length);
        foreach (var c in NormalForm.Of(name.Replace("Œ", "Oe", StringComparison.Ordinal).Replace("œ", "oe", StringComparison.Ordinal), NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
            {
                plain.Append(c);
            }
        }

        return plain.ToString();
    }

    private static string DepartementArticle(string code) => code switch
    {
        "01" or "02" or "03" or "07" or "09" or "10" or "11" or "12" or "27" or "28" or "34" or "35" or "36" or "37" or "38" or "60" or "61" or "89" or "91" or "989" => "l",
        "04" or "05" or "06" or "08" or "13" or "22" or "40" or "64" or "65" or "66" or "78" or "79" or "88" or "92" or "984" => "les",
        "14" or "15" or "18" or "25" or "29" or "30" or "32" or "39" or "41" or "45" or "46" or "47" or "49" or "56" or "59" or "62" or "63" or "67" or "68" or "69"
            or "81" or "82" or "83" or "84" or "90" or "94" or "95" => "le",
        "75" or "974" or "975" or "976" or "977" or "978" or "986" => "",
        _ => "la",
    };

    private static string RegionArticle(string code) => code switch
    {
        "01" or "02" or "03" or "987" or "988" => "la",
        "24" or "44" => "le",
        "32" or "52" or "984" => "les",
        "989" => "l",
        _ => "", // « de Bretagne », « d’Occitanie », « d’Île-de-France », « de La Réunion »
    };
}
