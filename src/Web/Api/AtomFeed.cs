using System.Globalization;
using System.Xml.Linq;
using NodaTime;
using NodaTime.Text;
using RepairNet.Application.Common;
using RepairNet.Application.Impact;
using RepairNet.Domain.Impact;
using RepairNet.Web.Hosting;
using RepairNet.Web.Pages.Impact;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Api;

/// <summary>
/// The months of a territory and its closed periods as an Atom feed (RFC 4287). Ids are tag URIs (RFC 4151) made of the host of the site, the
/// territory and the month or the number of the closing: they never change while the site keeps its host.
/// </summary>
internal static class AtomFeed
{
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    /// <summary>Before anything was recorded, a feed was updated when the service began.</summary>
    private static readonly Instant Never = Instant.FromUtc(2026, 1, 1, 0, 0);

    public static string Write(MonthlyFigures months, SiteLinks links, InstanceSettings instance, Texts t)
    {
        var english = t.Language == Language.English;
        var page = $"{links.Base}{(english ? RequestLanguage.EnglishPrefix : "")}/territoires/{months.Territory}";
        var self = $"{links.Base}/feeds/{months.Territory}.atom{(english ? "?lang=en" : "")}";
        var host = Uri.TryCreate(links.Base, UriKind.Absolute, out var address) ? address.IdnHost : "localhost";
        string Id(string what) => $"tag:{host},2026:territoires/{months.Territory}{(english ? "/en" : "")}{what}";
        var feed = new XElement(
            Atom + "feed",
            new XAttribute(XNamespace.Xml + "lang", english ? "en" : "fr"),
            new XElement(Atom + "id", Id("")),
            new XElement(Atom + "title", t["Ce qui se répare : {0}", months.TerritoryName]),
            new XElement(Atom + "subtitle", t["Les chiffres de chaque mois : objets réparés et déchets électriques évités."]),
            new XElement(Atom + "updated", Written(months.Months.Select(m => m.UpdatedAt).Concat(months.Closings.Select(c => c.ClosedAt)).DefaultIfEmpty(Never).Max())),
            new XElement(Atom + "author", new XElement(Atom + "name", instance.Publisher.Length > 0 ? instance.Publisher : instance.Name)),
            new XElement(Atom + "rights", t["Licence Ouverte 2.0"]),
            new XElement(Atom + "link", new XAttribute("rel", "self"), new XAttribute("type", "application/atom+xml"), new XAttribute("href", self)),
            new XElement(Atom + "link", new XAttribute("rel", "alternate"), new XAttribute("type", "text/html"), new XAttribute("href", page)),
            months.Closings.Select(c => new XElement(
                Atom + "entry",
                new XElement(Atom + "id", Id(string.Create(CultureInfo.InvariantCulture, $"/cloture/{c.Statement.Number}"))),
                new XElement(Atom + "title", t["{0}, {1} : chiffres signés", Typography.French(c.Statement.TerritoryName), PeriodWords.Of(t, c.Statement.Period)]),
                new XElement(Atom + "updated", Written(c.ClosedAt)),
                new XElement(Atom + "link", new XAttribute("rel", "alternate"), new XAttribute("type", "text/html"), new XAttribute("href", $"{page}/clotures")),
                new XElement(Atom + "link", new XAttribute("rel", "related"), new XAttribute("type", "text/plain"), new XAttribute("href", string.Create(CultureInfo.InvariantCulture, $"{links.Base}/api/v1/closed-periods/{c.Statement.Number}.txt"))),
                new XElement(Atom + "content", new XAttribute("type", "text"), Content(c.Statement.Figures, t) + " " + t["Ces chiffres ne changent plus. Empreinte SHA-256 du fichier signé : {0}", c.Hash]))),
            months.Months.Select(m => new XElement(
                Atom + "entry",
                new XElement(Atom + "id", Id("/" + ImpactGroup.Month((m.Month.Year * 100) + m.Month.Month))),
                new XElement(Atom + "title", $"{months.TerritoryName}, {t.Display.Month(m.Month)}{(m.IsOver ? "" : " " + t["(mois en cours)"])}"),
                new XElement(Atom + "updated", Written(m.UpdatedAt)),
                new XElement(Atom + "link", new XAttribute("rel", "alternate"), new XAttribute("type", "text/html"), new XAttribute("href", string.Create(CultureInfo.InvariantCulture, $"{page}?annee={m.Month.Year:0000}"))),
                new XElement(Atom + "content", new XAttribute("type", "text"), Content(m.Figures, t)))));
        return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + feed;
    }

    private static string Content(ImpactFigures figures, Texts t)
    {
        var kg = figures.EWasteDiverted.Kg;
        var co2e = figures.Co2e.Kg;
        return string.Join(
            " ",
            t.Plural(figures.Repairs.Total, "{1}, sur {0} objet apporté.", "{1}, sur {0} objets apportés.", ImpactWords.Repaired(figures, t)),
            t["Déchets électriques évités : {0}.", t.Display.Estimate(kg.Low, kg.Central, kg.High)],
            t["CO₂e évité : {0}.", t.Display.Estimate(co2e.Low, co2e.Central, co2e.High)]);
    }

    private static string Written(Instant instant) => InstantPattern.General.Format(instant);
}
