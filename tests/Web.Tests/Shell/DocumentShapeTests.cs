using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Repairs;
using RepairNet.Domain.Bookings;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Shell;

/// <summary>
/// Every page that links reach, for passers-by and for each role: a document with its language, its title, one heading of the first
/// level and no step left out, landmarks, tables with their headers, links with words. What RGAA asks of the source of a page.
/// </summary>
public sealed class DocumentShapeTests
{
    private const int Most = 120;

    [Theory]
    [InlineData("anyone", 25)]
    [InlineData("manager", 40)]
    [InlineData("agent", 20)]
    [InlineData("operator", 15)]
    public async Task Every_page_has_the_shape_of_a_document(string who, int least)
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync(benches: 3);
        await instance.Given.SessionAsync(workshop);
        var booked = (await instance.SendAsync(new BookSlot(
            workshop.Service.Id, Instant.FromUtc(2027, 3, 2, 8, 0), new ContactDetails("Marie Blanc", "marie@exemple.fr", null), new ItemDetails("mobile", null, null, "Écran noir"), null, BookingChannel.Web, null, "fr"))).AsT0;
        await instance.SendAsync(new LeaveItem(null, workshop.Place.Id, new LeftBy("Paul Roux", null, "06 12 34 56 78", "mobile", null, "Ne charge plus."), null, null, "fr"), workshop.Member);
        await Impact.ImpactApiTests.RecordAsync(instance, workshop, "kettle", new LocalDate(2027, 2, 10), weighed: 1.1m);
        var (client, starts) = who switch
        {
            "manager" => (await instance.SignInAs(workshop.Manager), new[] { "/pro", "/pro/agenda?jour=2027-03-02", "/pro/atelier", "/pro/organisation", "/pro/objets-laisses", "/compte" }),
            "agent" => (await instance.SignInAs(workshop.Agent), ["/mairie", "/mairie/bilan"]),
            "operator" => (await instance.SignInAs(Given.Operator), ["/admin", "/compte"]),
            _ => (instance.NewClient(), ["/", "/en", "/plan-du-site", "/reparer?commune=commune:38185&objet=mobile", $"/rendez-vous/{booked.Secret}", "/territoires/commune:38185?annee=2027", "/donnees", "/attente?commune=38185&objet=mobile", "/connexion", "/nulle-part"]),
        };

        var titles = new Dictionary<string, string>();
        var seen = new HashSet<string>();
        var waiting = new Queue<string>(starts);
        var looked = 0;
        while (waiting.TryDequeue(out var path) && looked < Most)
        {
            if (!seen.Add(path))
            {
                continue;
            }

            using var answer = await client.GetAsync(path);
            ((int)answer.StatusCode).ShouldBeLessThan(500, path);
            if (answer.Headers.Location is { IsAbsoluteUri: false } next)
            {
                waiting.Enqueue(next.ToString());
            }

            if (answer.Content.Headers.ContentType?.MediaType != "text/html" || path.Contains("fragment.html", StringComparison.Ordinal))
            {
                continue;
            }

            looked++;
            var source = await answer.Content.ReadAsStringAsync();
            var page = await answer.PageAsync();
            Check(path, source, page);
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                var bare = path.Split('?')[0];
                var section = string.Join('/', bare.Split('/').Take(bare.StartsWith("/en", StringComparison.Ordinal) ? 3 : 2));
                var key = $"{section}: {page.Title}";
                titles.TryAdd(key, bare);
                titles[key].ShouldBe(bare, $"two pages have one title: {page.Title}");
            }

            // One of each kind of address is enough: what differs by a number or a day has one shape.
            foreach (var href in page.QuerySelectorAll("a[href]").Select(a => a.GetAttribute("href")!).Where(h => h.StartsWith('/') && !h.Contains("deconnexion", StringComparison.Ordinal)))
            {
                var address = href.Split('#')[0];
                if (!seen.Any(s => Kind(s) == Kind(address)) && waiting.All(w => Kind(w) != Kind(address)))
                {
                    waiting.Enqueue(address);
                }
            }
        }

        looked.ShouldBeGreaterThanOrEqualTo(least);
    }

    /// <summary>An address without what changes from one to the next.</summary>
    private static string Kind(string address) => System.Text.RegularExpressions.Regex.Replace(address.Split('?')[0], @"[0-9][0-9A-Za-z:_-]*|GRE-\w+", "n");

    private static void Check(string path, string source, IHtmlDocument page)
    {
        source.TrimStart().ShouldStartWith("<!DOCTYPE html>", Case.Sensitive, path);
        page.DocumentElement.GetAttribute("lang").ShouldBe(path == "/en" || path.StartsWith("/en/", StringComparison.Ordinal) ? "en" : "fr", path);
        (page.Title ?? "").Trim().Length.ShouldBeGreaterThan(3, path);

        page.QuerySelectorAll("h1").Length.ShouldBe(1, path);
        var levels = page.QuerySelectorAll("h1, h2, h3, h4, h5, h6").Where(h => h.Closest("footer, header") is null).Select(h => h.LocalName[1] - '0').ToList();
        levels.Zip(levels.Skip(1)).Where(p => p.Second > p.First + 1).ShouldBeEmpty($"{path}: a level of heading is left out: {string.Join(' ', levels)}");

        var ids = page.All.Select(e => e.Id).Where(id => !string.IsNullOrEmpty(id)).ToList();
        ids.GroupBy(id => id).Where(g => g.Count() > 1).Select(g => g.Key).ShouldBeEmpty($"{path}: said twice");
        foreach (var named in page.QuerySelectorAll("[aria-labelledby], [aria-describedby], label[for]"))
        {
            foreach (var id in $"{named.GetAttribute("aria-labelledby")} {named.GetAttribute("aria-describedby")} {named.GetAttribute("for")}".Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                ids.ShouldContain(id, $"{path}: {named.OuterHtml}");
            }
        }

        page.QuerySelectorAll("main").Length.ShouldBe(1, path);
        page.QuerySelectorAll("body > header").Length.ShouldBe(1, path);
        page.QuerySelectorAll("body > footer").Length.ShouldBe(1, path);
        var skip = page.Body!.FirstElementChild!;
        (skip.LocalName, skip.GetAttribute("href")).ShouldBe(("a", "#contenu"), path);
        page.GetElementById("contenu").ShouldNotBeNull(path);
        page.QuerySelector("body > footer a[href$='/plan-du-site']").ShouldNotBeNull(path);

        foreach (var table in page.QuerySelectorAll("table"))
        {
            table.QuerySelectorAll("caption").Length.ShouldBe(1, path);
            table.GetAttribute("role").ShouldBeNull(path);
            table.QuerySelectorAll("th").ShouldAllBe(th => th.GetAttribute("scope") != null, path);
            table.QuerySelectorAll("th").Length.ShouldBeGreaterThan(0, path);
        }

        page.QuerySelectorAll("a[href], button").Where(a => (a.TextContent + a.GetAttribute("aria-label")).Trim().Length == 0).Select(a => a.OuterHtml).ShouldBeEmpty(path);
        page.QuerySelectorAll("[target], font, center, big, tt, marquee, blink, strike, basefont, iframe, frame, object, embed, script").Select(e => e.OuterHtml).ShouldBeEmpty(path);
        page.QuerySelectorAll("img:not([alt]), svg:not([aria-hidden]):not([role])").Select(e => e.OuterHtml[..Math.Min(120, e.OuterHtml.Length)]).ShouldBeEmpty(path);
    }
}
