using System.Globalization;
using System.Text;
using System.Xml.Linq;
using NodaTime;
using RepairNet.Application.Identity.Contract;
using RepairNet.Web.Identity;

namespace RepairNet.Web.Shell;

/// <summary>The small files that programs look for at a known address.</summary>
internal static class PlainFiles
{
    // Pages worth finding from a search engine; those that need something after them are found through their links.
    private static readonly string[] Indexed = ["", "reemploi", "reemploi/deposer", "formations", "formations/offres", "entraide", "donnees", "stats", "accessibilite", "ecoconception", "mentions-legales", "confidentialite", "conditions", "plan-du-site", "contact"];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/robots.txt", (HttpContext context, InstanceSettings instance) => Text(
            $"""
            User-agent: *
            Disallow: /rendez-vous/
            Disallow: /attente
            Disallow: /objet-laisse/
            Disallow: /collecte/
            Disallow: /mes-donnees/
            Disallow: /api/
            Disallow: /pro/
            Disallow: /mairie/
            Disallow: /admin/
            Disallow: /en/rendez-vous/
            Disallow: /en/attente
            Disallow: /en/objet-laisse/
            Disallow: /en/collecte/
            Disallow: /en/mes-donnees/

            Sitemap: {Base(context, instance)}/sitemap.xml

            """)).AllowedTo(Permission.ReadInPublic).ExcludeFromDescription();

        routes.MapGet("/sitemap.xml", (HttpContext context, InstanceSettings instance, Menu menu) =>
        {
            XNamespace sitemap = "http://www.sitemaps.org/schemas/sitemap/0.9";
            XNamespace xhtml = "http://www.w3.org/1999/xhtml";
            var root = Base(context, instance);
            var pages = Indexed.Where(menu.Has).Select(route => "/" + route)
                .Concat(instance.HomeTerritory.Length > 0 && menu.Has("territoires/{key}") ? ["/territoires/" + instance.HomeTerritory] : Array.Empty<string>());
            var document = new XElement(sitemap + "urlset", new XAttribute(XNamespace.Xmlns + "x", xhtml), pages.Select(path => new XElement(sitemap + "url",
                new XElement(sitemap + "loc", root + path),
                new XElement(xhtml + "link", new XAttribute("rel", "alternate"), new XAttribute("hreflang", "fr"), new XAttribute("href", root + path)),
                new XElement(xhtml + "link", new XAttribute("rel", "alternate"), new XAttribute("hreflang", "en"), new XAttribute("href", root + RequestLanguage.EnglishPrefix + path)))));
            return Results.Text("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + document, "application/xml", Encoding.UTF8);
        }).AllowedTo(Permission.ReadInPublic).ExcludeFromDescription();

        routes.MapGet("/.well-known/security.txt", (HttpContext context, InstanceSettings instance, IClock clock) =>
        {
            var root = Base(context, instance);
            var contact = instance.ContactEmail.Length > 0 ? "mailto:" + instance.ContactEmail : root + "/contact";

            // RFC 9116 asks for a date less than a year away; a running service renews its word each month.
            var today = clock.GetCurrentInstant().InUtc().Date;
            var expires = new LocalDate(today.Year, today.Month, 1).PlusMonths(6);
            return Text($"""
                Contact: {contact}
                Expires: {expires.ToString("uuuu'-'MM'-'dd", CultureInfo.InvariantCulture)}T00:00:00Z
                Preferred-Languages: fr, en
                Canonical: {root}/.well-known/security.txt

                """);
        }).AllowedTo(Permission.ReadInPublic).ExcludeFromDescription();
    }

    private static string Base(HttpContext context, InstanceSettings instance) =>
        instance.BaseUrl.Length > 0 ? instance.BaseUrl.TrimEnd('/') : $"{context.Request.Scheme}://{context.Request.Host}{RequestLanguage.Root(context)}";

    private static IResult Text(string content) => Results.Text(content, "text/plain", Encoding.UTF8);
}
