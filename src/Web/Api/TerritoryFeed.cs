using System.Xml.Linq;
using NodaTime;
using NodaTime.Text;
using RepairNet.Application.Common;
using RepairNet.Domain.Territories;
using RepairNet.Web.Hosting;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Api;

/// <summary>One thing a feed tells of.</summary>
/// <param name="Id">Lasts as long as what it names, whatever its title becomes.</param>
/// <param name="Term">What kind of thing it is, for programs.</param>
/// <param name="Label">The same for people.</param>
/// <param name="Href">Its page.</param>
internal sealed record FeedEntry(string Id, string Title, Instant Published, Instant Updated, string Author, string Term, string Label, string Href, string Summary);

/// <summary>
/// What a territory publishes of one kind as an Atom feed (RFC 4287). The id of an entry is a tag URI (RFC 4151) made of the host of the site and the
/// id of what it tells: the same in every feed.
/// </summary>
internal static class TerritoryFeed
{
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    /// <summary>Before anything was published, a feed was updated when the service began.</summary>
    private static readonly Instant Never = Instant.FromUtc(2026, 1, 1, 0, 0);

    /// <param name="name">Of the feed and of its entries' ids: <c>formations</c>.</param>
    /// <param name="page">Where people read the same: <c>/formations</c>.</param>
    public static string Write(SiteLinks links, InstanceSettings instance, Texts t, TerritoryKey territory, string name, string page, string title, string subtitle, IReadOnlyList<FeedEntry> entries)
    {
        var english = t.Language == Language.English;
        var host = Uri.TryCreate(links.Base, UriKind.Absolute, out var address) ? address.IdnHost : "localhost";
        var feed = new XElement(
            Atom + "feed",
            new XAttribute(XNamespace.Xml + "lang", english ? "en" : "fr"),
            new XElement(Atom + "id", $"tag:{host},2026:territoires/{territory}{(english ? "/en" : "")}/{name}"),
            new XElement(Atom + "title", title),
            new XElement(Atom + "subtitle", subtitle),
            new XElement(Atom + "updated", Written(entries.Select(e => e.Updated).DefaultIfEmpty(Never).Max())),
            new XElement(Atom + "author", new XElement(Atom + "name", instance.Publisher.Length > 0 ? instance.Publisher : instance.Name)),
            new XElement(Atom + "rights", t["Licence Ouverte 2.0"]),
            Link("self", "application/atom+xml", $"{links.Base}/feeds/{territory}/{name}.atom{(english ? "?lang=en" : "")}"),
            Link("alternate", "text/html", $"{links.Base}{(english ? RequestLanguage.EnglishPrefix : "")}{page}"),
            entries.Select(e => new XElement(
                Atom + "entry",
                new XElement(Atom + "id", $"tag:{host},2026:{name}/{e.Id}{(english ? "/en" : "")}"),
                new XElement(Atom + "title", e.Title),
                new XElement(Atom + "published", Written(e.Published)),
                new XElement(Atom + "updated", Written(e.Updated)),
                new XElement(Atom + "author", new XElement(Atom + "name", e.Author)),
                new XElement(Atom + "category", new XAttribute("term", e.Term), new XAttribute("label", e.Label)),
                Link("alternate", "text/html", e.Href),
                new XElement(Atom + "summary", new XAttribute("type", "text"), e.Summary))));
        return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + feed;
    }

    private static XElement Link(string rel, string type, string href) => new(Atom + "link", new XAttribute("rel", rel), new XAttribute("type", type), new XAttribute("href", href));

    private static string Written(Instant instant) => InstantPattern.General.Format(instant);
}
