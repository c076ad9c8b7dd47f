using RepairNet.Application.Common;
using RepairNet.Application.MutualHelp;
using RepairNet.Application.MutualHelp.Contract;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Territories;
using RepairNet.Web.Hosting;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Api;

/// <summary>The posts of mutual help of a territory as a feed. What expires leaves it. First names stay on the page: a reader keeps what it read.</summary>
internal static class HelpFeed
{
    public static string Write(HelpNews news, SiteLinks links, InstanceSettings instance, EquipmentCatalogue equipment, Texts t) => TerritoryFeed.Write(
        links, instance, t, news.Territory, "entraide", "/entraide", t["Entraide : {0}", news.TerritoryName], t["Je peux aider, je cherche de l’aide : les dernières annonces."],
        [.. news.Posts.Select(p => new FeedEntry(
            p.Id.ToString(), HelpWords.Title(t, equipment, p.Kind, p.CategoryCode), p.PublishedAt!.Value, p.ChangedAt, t["Quelqu’un"], HelpNames.Name(p.Kind), HelpWords.Kind(t, p.Kind), links.HelpPost(p.Id.ToString(), t.Language), Summary(p, t)))]);

    private static string Summary(HelpPostView post, Texts t) => t["{0}. Montrée jusqu’au {1}.", FrenchPlaceName.Typographic(post.CommuneName), t.Display.PlainDate(post.ShownThrough!.Value)];
}
