using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using AngleSharp;
using AngleSharp.Dom;
using Microsoft.Extensions.DependencyInjection;
using RepairNet.Application.Common;
using RepairNet.Infrastructure.Seeding;
using RepairNet.TestSupport;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Impact;

/// <summary>
/// However the figures of a territory are asked for, they are the same. A new way of showing them is a line of <see cref="Sources"/>: it reads the
/// repairs and the kilograms as it writes them, and is held to what the API says.
/// </summary>
public sealed class SameNumbersTests
{
    private const int Year = 2026;

    /// <summary>Communes with repairs and without, and all that holds them.</summary>
    private static readonly string[] Territories =
    [
        "commune:38151", "commune:38158", "commune:38185", "commune:38317", "commune:38421", "commune:38169", "commune:38229", "commune:38382",
        "epci:200040715", "departement:38", "region:84", "country:FRA",
    ];

    /// <summary>What a source says of a territory in a year: objects repaired and electrical waste avoided, as people read them.</summary>
    private sealed record Said(string Repaired, string Avoided);

    private static readonly (string Name, Func<HttpClient, string, Task<Said>> Read)[] Sources =
    [
        ("page", async (client, key) =>
        {
            var page = await ReadAsync(client, $"/territoires/{key}?annee={Year}");
            var figures = page.QuerySelectorAll(".figures .big");
            return figures.Length == 0 ? Nothing : new Said(figures[0].TextContent, figures[1].TextContent.Replace(' ', Typography.NoBreak));
        }),
        ("badge", async (client, key) => InWords(XDocument.Parse(await client.GetStringAsync($"/territoires/{key}/badge.svg?annee={Year}")).Descendants().Last(e => e.Name.LocalName == "desc").Value)),
        ("fragment", async (client, key) => InWords(string.Join(", ", (await ReadAsync(client, $"/territoires/{key}/fragment.html?annee={Year}")).QuerySelectorAll("p").Take(2).Select(p => p.TextContent)))),
        ("inclusion", async (client, key) => InWords((await ReadAsync(client, $"/territoires/{key}/fragment.html?annee={Year}&forme=inclusion")).QuerySelector("p")!.TextContent)),
        ("objects", async (client, key) =>
        {
            var page = await ReadAsync(client, $"/territoires/{key}/objets?annee={Year}");
            return new Said(page.QuerySelector("dl.facts dd")?.TextContent ?? "0", "");
        }),
        ("csv", async (client, key) => FromCsv(await client.GetStringAsync($"/api/v1/impact.csv?territory={key}&from={Year}-01-01&to={Year}-12-31"))),
        ("csv by day", async (client, key) => FromCsv(await client.GetStringAsync($"/api/v1/impact.csv?territory={key}&from={Year}-01-01&to={Year}-12-31&groupBy=day"))),
        ("csv by organisation", async (client, key) => FromCsv(await client.GetStringAsync($"/api/v1/impact.csv?territory={key}&from={Year}-01-01&to={Year}-12-31&groupBy=organisation"))),
        ("csv by commune", async (client, key) => FromCsv(await client.GetStringAsync($"/api/v1/impact.csv?territory={key}&from={Year}-01-01&to={Year}-12-31&groupBy=commune"))),
        ("csv by barrier", async (client, key) => FromCsv(await client.GetStringAsync($"/api/v1/impact.csv?territory={key}&from={Year}-01-01&to={Year}-12-31&groupBy=barrier"))),
        ("feed", async (client, key) =>
        {
            XNamespace atom = "http://www.w3.org/2005/Atom";
            var entries = XDocument.Parse(await client.GetStringAsync($"/feeds/{key}.atom")).Root!.Elements(atom + "entry").Where(e => e.Element(atom + "id")!.Value.Contains($"/{Year}-", StringComparison.Ordinal));
            return new Said(Display.In(Language.French).Number(entries.Sum(e => Number(e.Element(atom + "content")!.Value.Split(" objet")[0]))), "");
        }),
    ];

    private static Said Nothing => new("0", Display.In(Language.French).Weight(0));

    [Theory, BothDatabases]
    public async Task A_territory_has_the_same_figures_wherever_they_are_read(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        await using (var scope = instance.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<Seeder>().DemoAsync(withPasswords: false, TestContext.Current.CancellationToken);
        }

        var repaired = 0L;
        foreach (var key in Territories)
        {
            var impact = (await instance.Client.GetFromJsonAsync<JsonNode>($"/api/v1/impact?territory={key}&from={Year}-01-01&to={Year}-12-31"))!;
            var items = impact["repairs"]!["fixed"]!.GetValue<long>();
            var expected = new Said(Display.In(Language.French).Number(items), Display.In(Language.French).Weight(impact["eWasteDiverted"]!["kg"]!["central"]!.GetValue<decimal>()));
            repaired += items;
            foreach (var (name, read) in Sources)
            {
                var said = await read(instance.Client, key);
                said.Repaired.ShouldBe(expected.Repaired, $"{name} of {key}");
                if (said.Avoided.Length > 0)
                {
                    said.Avoided.ShouldBe(expected.Avoided, $"{name} of {key}");
                }
            }

            // All that there can be on this page is in the demo network: repairs by family and class, communes, reuse and mutual help.
            foreach (var path in new[] { $"/territoires/{key}", $"/en/territoires/{key}", $"/territoires/{key}/objets" })
            {
                (await instance.Client.PageAsync(path)).QuerySelectorAll("*").Count(e => e.ParentElement?.Closest("svg") is null).ShouldBeLessThan(300, path);
            }
        }

        repaired.ShouldBeGreaterThan(500, "the demo network has few repairs: nothing was compared");
    }

    /// <summary>« 1 234 objets réparés, 5 600 kg de déchets électriques évités en 2026 ».</summary>
    private static Said InWords(string sentence)
    {
        var repaired = sentence.IndexOf(" objet", StringComparison.Ordinal);
        var digits = sentence[..repaired];
        var avoided = sentence[(sentence.IndexOf(", ", repaired, StringComparison.Ordinal) + 2)..];
        return new Said(new string([.. digits.Reverse().TakeWhile(c => char.IsAsciiDigit(c) || c == Typography.NarrowNoBreak).Reverse()]), avoided[..avoided.IndexOf(" de ", StringComparison.Ordinal)]);
    }

    private static Said FromCsv(string csv)
    {
        var lines = csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(Cells).ToList();
        decimal Sum(string column) => lines.Skip(1).Sum(l => decimal.Parse(l[Array.IndexOf(lines[0], column)], CultureInfo.InvariantCulture));
        return new Said(Display.In(Language.French).Number((long)Sum("fixed")), Display.In(Language.French).Weight(Sum("ewaste_diverted_kg")));
    }

    private static string[] Cells(string line)
    {
        var (cells, cell, quoted) = (new List<string>(), new System.Text.StringBuilder(), false);
        foreach (var c in line)
        {
            quoted = c == '"' ? !quoted : quoted;
            if (c == ',' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
            {
                cell.Append(c);
            }
        }

        return [.. cells, cell.ToString()];
    }

    private static long Number(string text) => long.Parse(string.Concat(text.Where(char.IsAsciiDigit)), CultureInfo.InvariantCulture);

    private static async Task<IDocument> ReadAsync(HttpClient client, string path)
    {
        var content = await client.GetStringAsync(path);
        return await BrowsingContext.New().OpenAsync(r => r.Content(content));
    }
}
