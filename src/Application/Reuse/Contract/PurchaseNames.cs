using RepairNet.Domain.Reuse;

namespace RepairNet.Application.Reuse.Contract;

/// <summary>What kinds of products and of destinations are called outside the program.</summary>
public static class PurchaseNames
{
    /// <summary>The spelling of the schema « schema-declaration-biens-reemploi-reutilisation-recycle » v0.1.0, to the sign.</summary>
    public static string Of(ProductKind product) => product switch
    {
        ProductKind.Textile => "Produits textiles à l'exception des équipements de protection individuels",
        ProductKind.ComputersAndPhones => "Matériel informatique et téléphonie",
        ProductKind.CopyingAndPrinting => "Matériel de reprographie et d'impression",
        ProductKind.PrintingSupplies => "Consommables d'impression",
        ProductKind.Paper => "Papier",
        ProductKind.OfficeSupplies => "Fournitures de bureau",
        ProductKind.CyclesAndParts => "Engins de transport et pièces détachées",
        ProductKind.VehiclesAndParts => "Véhicules et pièces détachées",
        ProductKind.Furniture => "Mobilier et aménagement d'intérieur",
        ProductKind.StreetFurniture => "Mobilier urbain",
        ProductKind.WasteCollection => "Equipements de collecte de déchets",
        ProductKind.JarsAndBottles => "Bocaux et flacons",
        ProductKind.Sports => "Articles et équipement sportifs",
        ProductKind.GreenSpaces => "Matériel d'entretien des espaces verts",
        ProductKind.ModularBuildings => "Bâtiments modulaires ou préfabriqués",
        ProductKind.LargeAppliances => "Gros électroménager, y compris appareils professionnels",
        ProductKind.GamesAndToys => "Jeux et jouets",
    };

    /// <summary>As forms and files name it.</summary>
    public static string Code(ProductKind product) => product switch
    {
        ProductKind.Textile => "textile",
        ProductKind.ComputersAndPhones => "informatique",
        ProductKind.CopyingAndPrinting => "reprographie",
        ProductKind.PrintingSupplies => "consommables",
        ProductKind.Paper => "papier",
        ProductKind.OfficeSupplies => "bureau",
        ProductKind.CyclesAndParts => "engins",
        ProductKind.VehiclesAndParts => "vehicules",
        ProductKind.Furniture => "mobilier",
        ProductKind.StreetFurniture => "mobilier-urbain",
        ProductKind.WasteCollection => "collecte",
        ProductKind.JarsAndBottles => "bocaux",
        ProductKind.Sports => "sport",
        ProductKind.GreenSpaces => "espaces-verts",
        ProductKind.ModularBuildings => "batiments",
        ProductKind.LargeAppliances => "electromenager",
        ProductKind.GamesAndToys => "jouets",
    };

    public static string Code(RetiredTo to) => to switch
    {
        RetiredTo.PublicBody => "personne-publique",
        RetiredTo.Buyer => "vente",
        RetiredTo.Association => "association",
        RetiredTo.Staff => "personnel",
        RetiredTo.TakenBack => "reprise",
        RetiredTo.Recycled => "recyclage",
    };

    public static string Code(RetiredExclusion exclusion) => exclusion switch
    {
        RetiredExclusion.OverTenYears => "plus-de-dix-ans",
        RetiredExclusion.Security => "securite",
    };

    public static ProductKind? ReadProduct(string? code) => Read<ProductKind>(code, Code);

    public static RetiredTo? ReadTo(string? code) => Read<RetiredTo>(code, Code);

    public static RetiredExclusion? ReadExclusion(string? code) => Read<RetiredExclusion>(code, Code);

    private static T? Read<T>(string? code, Func<T, string> written)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (written(value) == code)
            {
                return value;
            }
        }

        return null;
    }
}
