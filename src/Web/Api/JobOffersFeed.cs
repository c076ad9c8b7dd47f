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

/// <summary>The current offers of a territory as an Atom feed (RFC 4287), their ids as those of <see cref="CoursesFeed"/>. What is over leaves it.</summary>
internal static class JobOffersFeed
{
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    /// <summary>Before any offer was published, a feed was updated when the service began.</summary>
    private static readonly Instant Never = Instant.FromUtc(2026, 1, 1, 0, 0);

    public static string Write(JobOfferNews news, SiteLinks links, InstanceSettings instance, Texts t)
    {
        var english = t.Language == Language.English;
        var host = Uri.TryCreate(links.Base, UriKind.Absolute, out var address) ? address.IdnHost : "localhost";
        var feed = new XElement(
            Atom + "feed",
            new XAttribute(XNamespace.Xml + "lang", english ? "en" : "fr"),
            new XElement(Atom + "id", $"tag:{host},2026:territoires/{news.Territory}{(english ? "/en" : "")}/offres"),
            new XElement(Atom + "title", t["Apprentissage, emploi, stage : {0}", news.TerritoryName]),
            new XElement(Atom + "subtitle", t["Les offres à jour, les dernières publiées d’abord."]),
            new XElement(Atom + "updated", Written(news.Offers.Select(o => o.ChangedAt).DefaultIfEmpty(Never).Max())),
            new XElement(Atom + "author", new XElement(Atom + "name", instance.Publisher.Length > 0 ? instance.Publisher : instance.Name)),
            new XElement(Atom + "rights", t["Licence Ouverte 2.0"]),
            Link("self", "application/atom+xml", $"{links.Base}/feeds/{news.Territory}/offres.atom{(english ? "?lang=en" : "")}"),
            Link("alternate", "text/html", $"{links.Base}{(english ? RequestLanguage.EnglishPrefix : "")}/formations/offres"),
            news.Offers.Select(o => new XElement(
                Atom + "entry",
                new XElement(Atom + "id", $"tag:{host},2026:offres/{o.Id}{(english ? "/en" : "")}"),
                new XElement(Atom + "title", o.Terms.Title),
                new XElement(Atom + "published", Written(o.PublishedAt!.Value)),
                new XElement(Atom + "updated", Written(o.ChangedAt)),
                new XElement(Atom + "author", new XElement(Atom + "name", o.Employer.Name)),
                new XElement(Atom + "category", new XAttribute("term", JobOfferNames.Name(o.Terms.Kind)), new XAttribute("label", JobOfferWords.Kind(t, o.Terms.Kind))),
                Link("alternate", "text/html", links.JobOffer(o.Slug, t.Language)),
                new XElement(Atom + "summary", new XAttribute("type", "text"), Summary(o, t)))));
        return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + feed;
    }

    private static string Summary(JobOfferView offer, Texts t) => t[
        "{0}, {1}, {2}. À jour jusqu’au {3}.",
        Display.Capital(JobOfferWords.Kind(t, offer.Terms.Kind)), FrenchPlaceName.Typographic(offer.CommuneName), JobOfferWords.Length(t, offer.Terms.Length), t.Display.PlainDate(offer.CurrentThrough!.Value)];

    private static XElement Link(string rel, string type, string href) => new(Atom + "link", new XAttribute("rel", rel), new XAttribute("type", type), new XAttribute("href", href));

    private static string Written(Instant instant) => InstantPattern.General.Format(instant);
}
