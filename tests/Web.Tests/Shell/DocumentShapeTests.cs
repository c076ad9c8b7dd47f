using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using NodaTime;
using RepairNet.Application.Bookings;
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
        var problems = new List<string>();
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
            problems.AddRange(Problems(path, source, page));
            if (who != "anyone" && answer.StatusCode == HttpStatusCode.OK && page.QuerySelector("footer") is not null && page.QuerySelector("a[href$='/deconnexion'], form[action$='/deconnexion']") is null)
            {
                problems.Add($"{path}: no way to sign out");
            }

            if (answer.StatusCode == HttpStatusCode.OK)
            {
                var bare = path.Split('?')[0];
                var section = string.Join('/', bare.Split('/').Take(bare.StartsWith("/en", StringComparison.Ordinal) ? 3 : 2));
                var key = $"{section}: {page.Title}";
                titles.TryAdd(key, bare);
                if (titles[key] != bare)
                {
                    problems.Add($"{bare} and {titles[key]}: one title, {page.Title}");
                }
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

        problems.Distinct().ShouldBeEmpty();
        looked.ShouldBeGreaterThanOrEqualTo(least);
    }

    /// <summary>An address without what changes from one to the next.</summary>
    private static string Kind(string address) => System.Text.RegularExpressions.Regex.Replace(address.Split('?')[0], @"[0-9][0-9A-Za-z:_-]*|GRE-\w+", "n");

    private static IEnumerable<string> Problems(string path, string source, IHtmlDocument page)
    {
        var found = new List<string>();
        void Ask(bool sound, string what)
        {
            if (!sound)
            {
                found.Add($"{path}: {what}");
            }
        }

        Ask(source.TrimStart().StartsWith("<!DOCTYPE html>", StringComparison.Ordinal), "no type of document");
        Ask(page.DocumentElement.GetAttribute("lang") == (path == "/en" || path.StartsWith("/en/", StringComparison.Ordinal) ? "en" : "fr"), "another language");
        Ask((page.Title ?? "").Trim().Length > 3, "no title");

        Ask(page.QuerySelectorAll("h1").Length == 1, $"{page.QuerySelectorAll("h1").Length} h1");
        var levels = page.QuerySelectorAll("h1, h2, h3, h4, h5, h6").Where(h => h.Closest("footer, header") is null).Select(h => h.LocalName[1] - '0').ToList();
        Ask(levels.Zip(levels.Skip(1)).All(p => p.Second <= p.First + 1), $"a level of heading is left out: {string.Join(' ', levels)}");

        var ids = page.All.Select(e => e.Id).OfType<string>().Where(id => id.Length > 0).ToList();
        Ask(ids.Distinct().Count() == ids.Count, $"said twice: {string.Join(' ', ids.GroupBy(id => id).Where(g => g.Count() > 1).Select(g => g.Key))}");
        foreach (var named in page.QuerySelectorAll("[aria-labelledby], [aria-describedby], label[for]"))
        {
            foreach (var id in $"{named.GetAttribute("aria-labelledby")} {named.GetAttribute("aria-describedby")} {named.GetAttribute("for")}".Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                Ask(ids.Contains(id), $"nothing is called {id}");
            }
        }

        Ask(page.QuerySelectorAll("main").Length == 1, "main");

        // A sheet to print is a document without what surrounds pages.
        if (!page.Body!.ClassList.Contains("a4"))
        {
            Ask(page.QuerySelectorAll("body > header").Length == 1, "header");
            Ask(page.QuerySelectorAll("body > footer").Length == 1, "footer");
            Ask(page.Body!.FirstElementChild is { LocalName: "a" } skip && skip.GetAttribute("href") == "#contenu", "no way past the menu");
            Ask(page.GetElementById("contenu") is not null, "the way past the menu leads nowhere");
            Ask(page.QuerySelector("body > footer a[href$='/plan-du-site']") is not null, "no site map");
        }

        foreach (var table in page.QuerySelectorAll("table"))
        {
            Ask(table.QuerySelectorAll("caption").Length == 1, "a table without a caption");
            Ask(table.GetAttribute("role") is null, "a table that is none");
            Ask(table.QuerySelectorAll("th").Length > 0 && table.QuerySelectorAll("th").All(th => th.HasAttribute("scope")), "a table without headers");
        }

        foreach (var mute in page.QuerySelectorAll("a[href], button").Where(a => (a.TextContent + a.GetAttribute("aria-label")).Trim().Length == 0))
        {
            Ask(false, mute.OuterHtml);
        }

        foreach (var bare in page.QuerySelectorAll("section:not([aria-label])").Where(section => section.QuerySelector("h2, h3, h4, h5, h6") is null))
        {
            Ask(false, $"a section without a heading: {bare.OuterHtml[..Math.Min(120, bare.OuterHtml.Length)]}");
        }

        // « <text> » is for the template: between two tags it is sent as it is.
        Ask(!page.QuerySelectorAll("text").Any(text => text.Closest("svg") is null), "an element of the template");

        foreach (var odd in page.QuerySelectorAll("[target], font, center, big, tt, marquee, blink, strike, basefont, iframe, frame, object, embed, script:not([src^='/passkeys.'][defer]), img:not([alt]), svg:not([aria-hidden]):not([role])"))
        {
            Ask(false, odd.OuterHtml[..Math.Min(120, odd.OuterHtml.Length)]);
        }

        foreach (var (first, second) in Touching(page.Body!))
        {
            Ask(false, $"« {first}{second} » is read as one word");
        }

        return found;
    }

    /// <summary>Texts of one line with nothing between them, seen apart by the style sheet only: browsers in text, voices and copies join them.</summary>
    private static IEnumerable<(string First, string Second)> Touching(IElement body)
    {
        INode? last = null;
        foreach (var node in body.Descendants())
        {
            if (node is IElement element && !Inline.Contains(element.LocalName))
            {
                last = null;
            }
            else if (node is IText { Data.Length: > 0 } text && text.ParentElement!.Closest("svg, script, style, select, textarea") is null)
            {
                if (last is IText { Data: [.., var end] } before && char.IsLetterOrDigit(text.Data[0]) && !char.IsWhiteSpace(end) && end is not ('\'' or '’' or '«' or '(' or '/' or '-' or '@' or '.') && Block(before) == Block(text))
                {
                    yield return (before.Data, text.Data);
                }

                last = text;
            }
        }
    }

    private static readonly HashSet<string> Inline = ["a", "abbr", "b", "button", "code", "em", "i", "label", "mark", "output", "small", "span", "strong", "time"];

    private static IElement? Block(INode node) => node.Ancestors<IElement>().FirstOrDefault(ancestor => !Inline.Contains(ancestor.LocalName));

    /// <summary>An element of the template's own language, written where it is not read, is sent to browsers as it is: no literal of a compiled page has one.</summary>
    [Fact]
    public void No_page_sends_an_element_of_the_template()
    {
        using var program = new PEReader(File.OpenRead(typeof(RepairNet.Web.Shell.ShellServices).Assembly.Location));
        var metadata = program.GetMetadataReader();
        var literals = 0;
        for (var handle = MetadataTokens.UserStringHandle(1); !handle.IsNil; handle = metadata.GetNextHandle(handle))
        {
            var literal = metadata.GetUserString(handle);
            literals += literal.Contains("<p", StringComparison.Ordinal) ? 1 : 0;
            literal.ShouldNotContain("<text>");
        }

        literals.ShouldBeGreaterThan(200);
    }
}
