using MediatR;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Equipment;
using RepairNet.Web.Hosting;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Impact;

/// <summary>How to show the figures of a territory on another site: the badge, the fragment, the feed, with the code to copy.</summary>
[AllowedTo(Permission.ReadInPublic)]
public sealed class ShareModel(IMediator mediator, EquipmentCatalogue equipment, TextCatalog catalog, Texts texts, SiteLinks links) : TerritoryPage(mediator, equipment, catalog, texts)
{
    private readonly Texts t = texts;

    protected override string Below => "/partager";

    private string Language => t.Language == Application.Common.Language.English ? "?lang=en" : "";

    /// <summary>Absolute address of what hangs below the page of the territory.</summary>
    public string Address(string below) => $"{links.Base}/territoires/{View.Balance.Territory}{below}";

    /// <summary>The badge itself, drawn in the page: nothing more to ask for.</summary>
    public string Drawing => ImpactWords.Badge(View, t);

    /// <summary>The page itself, in the language of this one.</summary>
    private string TerritoryPageAddress => $"{links.Base}{(Language.Length > 0 ? RequestLanguage.EnglishPrefix : "")}/territoires/{View.Balance.Territory}";

    public string Badge => Address("/badge.svg" + Language);

    public string Fragment => Address("/fragment.html" + Language);

    public string Included => Address("/fragment.html?forme=inclusion" + (Language.Length > 0 ? "&lang=en" : ""));

    public string Feed => $"{links.Base}/feeds/{View.Balance.Territory}.atom{Language}";

    /// <summary>The badge as a link to the page.</summary>
    public string BadgeCode => $"<a href=\"{Attribute(TerritoryPageAddress)}\"><img src=\"{Attribute(Badge)}\" alt=\"{Attribute(t["{0} : {1}", View.Balance.TerritoryName, View.InShort])}\"></a>";

    /// <summary>The fragment in a frame.</summary>
    public string FrameCode => $"<iframe src=\"{Attribute(Fragment)}\" title=\"{Attribute(t["Réparations : {0}", View.Balance.TerritoryName])}\" width=\"340\" height=\"230\" loading=\"lazy\"></iframe>";

    /// <summary>Safe inside the quotes of an attribute, and readable: whoever copies it may read it first.</summary>
    private static string Attribute(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
