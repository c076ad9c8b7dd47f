using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Territories;

namespace RepairNet.Web.Pages.Directory;

/// <summary>How pages name kinds, objects, communes, levels and languages.</summary>
internal static class DirectoryWords
{
    /// <summary>The name of a category within a sentence: « grille-pain », but « PC accessory ».</summary>
    public static string Inside(string name) => name.Length > 1 && char.IsUpper(name[1]) ? name : char.ToLowerInvariant(name[0]) + name[1..];

    /// <summary>« Réparateur », « Repair-café et ressourcerie ».</summary>
    public static string Kinds(OrganisationKinds kinds, Texts t)
    {
        var names = new List<string>();
        if (kinds.HasFlag(OrganisationKinds.Repairer))
        {
            names.Add(t["réparateur"]);
        }

        if (kinds.HasFlag(OrganisationKinds.RepairCafe))
        {
            names.Add(t["repair-café"]);
        }

        if (kinds.HasFlag(OrganisationKinds.ReuseWorkshop))
        {
            names.Add(t["ressourcerie"]);
        }

        if (kinds.HasFlag(OrganisationKinds.TrainingCentre))
        {
            names.Add(t["centre de formation"]);
        }

        return Display.Capital(t.Display.List(names));
    }

    /// <summary>« Formation suivie : Réparer le petit électroménager · Le Geste juste · mars 2027 ».</summary>
    public static string Training(TrainingBadge training, Texts t) => t["Formation suivie : {0}", Taught(training, t)];

    /// <summary>« Réparer le petit électroménager · Le Geste juste · mars 2027 ».</summary>
    public static string Taught(TrainingBadge training, Texts t) => string.Join(" · ", training.CourseTitle, training.CentreName, t.Display.Month(training.EndedOn.ToYearMonth()));

    public static string Name(this Category category, Texts t) => t.Language == Language.English ? category.NameEn : category.NameFr;

    /// <summary>« d’Échirolles », to follow « près »; in English the bare name, to follow “near”.</summary>
    public static string Near(string commune, Texts t) =>
        t.Language == Language.English ? FrenchPlaceName.Typographic(commune) : FrenchPlaceName.Of(commune);

    /// <summary>« Agréé par la ville d’Échirolles », « Agréé par Grenoble-Alpes-Métropole ».</summary>
    public static string ApprovedBy(AccreditationView approval, Texts t) =>
        approval.Territory.StartsWith("commune:", StringComparison.Ordinal)
            ? t["Agréé par la ville {0}", Near(approval.TerritoryName, t)]
            : t["Agréé par {0}", FrenchPlaceName.Typographic(approval.TerritoryName)];

    public static string Level(SkillLevel level, Texts t) => level switch
    {
        SkillLevel.Learning => t["apprend"],
        SkillLevel.Confident => t["à l’aise"],
        SkillLevel.Expert => t["connaît à fond"],
    };

    public static string Mode(ServiceMode mode, Texts t) => mode switch
    {
        ServiceMode.Workshop => t["à l’atelier"],
        ServiceMode.Home => t["à domicile"],
        ServiceMode.Phone => t["par téléphone"],
    };

    /// <summary>« à Échirolles, Eybens et 3 autres communes, et jusqu’à 10 km » : where a service at home goes; null for everywhere.</summary>
    public static string? Home(HomeView? home, Texts t)
    {
        const int Named = 6;
        if (home is null || (home.Communes.Count == 0 && home.RadiusKm is null))
        {
            return null;
        }

        var parts = new List<string>();
        if (home.Communes.Count > 0)
        {
            var names = home.Communes.Take(home.Communes.Count == Named + 1 ? Named + 1 : Named).Select(c => FrenchPlaceName.Typographic(c.Name)).ToList();
            if (home.Communes.Count > names.Count)
            {
                names.Add(t["{0} autres communes", home.Communes.Count - names.Count]);
            }

            parts.Add(t["({0})", t.Display.List(names)]);
        }

        if (home.RadiusKm is { } km)
        {
            parts.Add(t["à moins de {0} km", km]);
        }

        return string.Join(", ", parts);
    }

    /// <summary>« français », « langue des signes française »; the code itself for a language without a name here.</summary>
    public static string Tongue(string code, Texts t) =>
        SpokenLanguage.Find(code) is { } language ? t.Language == Language.English ? language.NameEn : language.NameFr : code;
}
