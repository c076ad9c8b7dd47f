using System.Xml.Linq;
using NodaTime;
using NodaTime.Text;
using RepairNet.Application.Common;
using RepairNet.Application.Training;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Territories;
using RepairNet.Web.Hosting;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Api;

/// <summary>
/// The courses of a territory as an Atom feed (RFC 4287). The id of an entry is a tag URI (RFC 4151) made of the host of the site and the id of
/// the course: the same in every feed that tells of it, whatever its title becomes.
/// </summary>
internal static class CoursesFeed
{
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    /// <summary>Before any course was published, a feed was updated when the service began.</summary>
    private static readonly Instant Never = Instant.FromUtc(2026, 1, 1, 0, 0);

    public static string Write(CourseNews news, SiteLinks links, InstanceSettings instance, Texts t)
    {
        var english = t.Language == Language.English;
        var host = Uri.TryCreate(links.Base, UriKind.Absolute, out var address) ? address.IdnHost : "localhost";
        var feed = new XElement(
            Atom + "feed",
            new XAttribute(XNamespace.Xml + "lang", english ? "en" : "fr"),
            new XElement(Atom + "id", $"tag:{host},2026:territoires/{news.Territory}{(english ? "/en" : "")}/formations"),
            new XElement(Atom + "title", t["Formations : {0}", news.TerritoryName]),
            new XElement(Atom + "subtitle", t["Les formations et ateliers publiés, les derniers écrits ou changés d’abord."]),
            new XElement(Atom + "updated", Written(news.Courses.Select(c => c.ChangedAt).DefaultIfEmpty(Never).Max())),
            new XElement(Atom + "author", new XElement(Atom + "name", instance.Publisher.Length > 0 ? instance.Publisher : instance.Name)),
            new XElement(Atom + "rights", t["Licence Ouverte 2.0"]),
            Link("self", "application/atom+xml", $"{links.Base}/feeds/{news.Territory}/formations.atom{(english ? "?lang=en" : "")}"),
            Link("alternate", "text/html", $"{links.Base}{(english ? RequestLanguage.EnglishPrefix : "")}/formations"),
            news.Courses.Select(c => new XElement(
                Atom + "entry",
                new XElement(Atom + "id", $"tag:{host},2026:formations/{c.Id}{(english ? "/en" : "")}"),
                new XElement(Atom + "title", c.Terms.Title),
                new XElement(Atom + "published", Written(c.CreatedAt)),
                new XElement(Atom + "updated", Written(c.ChangedAt)),
                new XElement(Atom + "author", new XElement(Atom + "name", c.Centre.Name)),
                new XElement(Atom + "category", new XAttribute("term", TrainingNames.Name(c.Terms.Trade)), new XAttribute("label", TrainingWords.Trade(t, c.Terms.Trade))),
                Link("alternate", "text/html", links.Course(c.Slug, t.Language)),
                new XElement(Atom + "summary", new XAttribute("type", "text"), c.Terms.Summary + " " + When(c, t)))));
        return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + feed;
    }

    private static string When(CourseView course, Texts t) => course.Sessions.Count == 0
        ? t["Pas de date pour l’instant."]
        : t["Prochaine session : {0}, {1}.", TrainingWords.Days(t, course.Sessions[0]), course.Sessions[0].PlaceName is null ? t["à distance"] : FrenchPlaceName.Typographic(course.Sessions[0].CommuneName)];

    private static XElement Link(string rel, string type, string href) => new(Atom + "link", new XAttribute("rel", rel), new XAttribute("type", type), new XAttribute("href", href));

    private static string Written(Instant instant) => InstantPattern.General.Format(instant);
}
