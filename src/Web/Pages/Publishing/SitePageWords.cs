using RepairNet.Application.Common;
using RepairNet.Domain.Publishing;

namespace RepairNet.Web.Pages.Publishing;

/// <summary>Names and addresses of the pages whose text can be written anew.</summary>
public static class SitePageWords
{
    public static string Name(Texts t, SitePage page) => page switch
    {
        SitePage.Accessibility => t["Accessibilité"],
        SitePage.EcoDesign => t["Écoconception"],
        SitePage.Legal => t["Mentions légales"],
        SitePage.Privacy => t["Confidentialité"],
        SitePage.Terms => t["Conditions"],
        SitePage.Contact => t["Contact"],
        _ => throw new ArgumentOutOfRangeException(nameof(page)),
    };

    /// <summary>Where the page is, without the first slash; also its name in the addresses of the editor.</summary>
    public static string Route(SitePage page) => page switch
    {
        SitePage.Accessibility => "accessibilite",
        SitePage.EcoDesign => "ecoconception",
        SitePage.Legal => "mentions-legales",
        SitePage.Privacy => "confidentialite",
        SitePage.Terms => "conditions",
        SitePage.Contact => "contact",
        _ => throw new ArgumentOutOfRangeException(nameof(page)),
    };

    public static SitePage? Find(string route) => Enum.GetValues<SitePage>().Cast<SitePage?>().FirstOrDefault(page => Route(page!.Value) == route);

    public static string Language(Texts t, string language) => language == "en" ? t["en anglais"] : t["en français"];
}
