using RepairNet.Application.Common;
using RepairNet.Domain.Reuse;

namespace RepairNet.Web.Pages.Reuse;

/// <summary>What pages call kinds of products and what became of retired equipment.</summary>
internal static class PurchaseWords
{
    public static string Product(Texts t, ProductKind product) => product switch
    {
        ProductKind.Textile => t["Textiles, sauf équipements de protection"],
        ProductKind.ComputersAndPhones => t["Informatique et téléphonie"],
        ProductKind.CopyingAndPrinting => t["Reprographie et impression"],
        ProductKind.PrintingSupplies => t["Consommables d’impression"],
        ProductKind.Paper => t["Papier"],
        ProductKind.OfficeSupplies => t["Fournitures de bureau"],
        ProductKind.CyclesAndParts => t["Engins de transport et pièces détachées"],
        ProductKind.VehiclesAndParts => t["Véhicules et pièces détachées"],
        ProductKind.Furniture => t["Mobilier et aménagement d’intérieur"],
        ProductKind.StreetFurniture => t["Mobilier urbain"],
        ProductKind.WasteCollection => t["Équipements de collecte de déchets"],
        ProductKind.JarsAndBottles => t["Bocaux et flacons"],
        ProductKind.Sports => t["Articles et équipement sportifs"],
        ProductKind.GreenSpaces => t["Entretien des espaces verts"],
        ProductKind.ModularBuildings => t["Bâtiments modulaires ou préfabriqués"],
        ProductKind.LargeAppliances => t["Gros électroménager"],
        ProductKind.GamesAndToys => t["Jeux et jouets"],
    };

    public static string To(Texts t, RetiredTo to) => to switch
    {
        RetiredTo.PublicBody => t["Cédé à un autre service public"],
        RetiredTo.Buyer => t["Vendu"],
        RetiredTo.Association => t["Donné à une association ou une ressourcerie"],
        RetiredTo.Staff => t["Donné au personnel"],
        RetiredTo.TakenBack => t["Repris par un éco-organisme ou le fabricant"],
        RetiredTo.Recycled => t["Recyclé ou détruit"],
    };

    public static string Exclusion(Texts t, RetiredExclusion exclusion) => exclusion switch
    {
        RetiredExclusion.OverTenYears => t["Il a plus de dix ans"],
        RetiredExclusion.Security => t["Il porte des données classifiées ou à protéger"],
    };

    /// <summary>The same inside a sentence.</summary>
    public static string BecauseOf(Texts t, RetiredExclusion exclusion) => char.ToLowerInvariant(Exclusion(t, exclusion)[0]) + Exclusion(t, exclusion)[1..];
}
