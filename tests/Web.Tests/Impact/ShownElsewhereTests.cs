using System.Net;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using AngleSharp;
using AngleSharp.Dom;
using NodaTime;
using NodaTime.Text;
using RepairNet.Domain.Territories;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Sylvan.Data.Csv;
using Xunit;

namespace RepairNet.Web.Tests.Impact;

/// <summary>The figures of a territory on other sites: badge, fragment, feed, catalogue.</summary>
public sealed class ShownElsewhereTests
{
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    private static async Task<TestInstance> TownAsync()
    {
        var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite, new TestOptions
        {
            Settings = new Dictionary<string, string?> { ["Instance:BaseUrl"] = "https://reparer.example", ["Instance:HomeTerritory"] = "epci:200040715", ["Instance:Publisher"] = "La <Métropole>" },
        });
        var workshop = await instance.Given.WorkshopAsync(communeCode: Given.Echirolles);
        await ImpactApiTests.RecordAsync(instance, workshop, "kettle", new LocalDate(2026, 5, 2), weighed: 1.5m);
        for (var i = 0; i < 5; i++)
        {
            await ImpactApiTests.RecordAsync(instance, workshop, "washing-machine", new LocalDate(2027, 2, 3 + i), i == 4 ? "end-of-life" : "fixed", 60m);
        }

        await ImpactApiTests.RecordAsync(instance, workshop, "kettle", new LocalDate(2027, 3, 1), weighed: 1.5m);
        return instance;
    }

    private static async Task<IDocument> ReadAsync(TestInstance instance, string path)
    {
        var content = await instance.Client.GetStringAsync(path);
        return await BrowsingContext.New().OpenAsync(r => r.Content(content));
    }

    [Fact]
    public async Task The_badge_says_it_in_both_languages_and_is_not_sent_twice()
    {
        await using var instance = await TownAsync();

        using var answer = await instance.Client.GetAsync("/territoires/commune:38151/badge.svg");
        answer.Content.Headers.ContentType!.ToString().ShouldBe("image/svg+xml; charset=utf-8");
        answer.Headers.CacheControl!.ToString().ShouldBe("public, max-age=600");
        answer.Headers.GetValues("X-Frame-Options").ShouldBe(["DENY"]);
        var svg = XDocument.Parse(await answer.Content.ReadAsStringAsync()).Root!;
        svg.Attribute("role")!.Value.ShouldBe("img");
        svg.Elements().First().Value.ShouldBe("Échirolles\u00A0: 5 objets réparés");
        svg.Elements().ElementAt(1).Value.ShouldBe("5 objets réparés, 242\u00A0kg de déchets électriques évités en 2027.");
        svg.Descendants().ShouldAllBe(e => e.Name.LocalName != "script" && e.Name.LocalName != "style" && e.Attribute("style") == null);

        var english = await instance.Client.GetStringAsync("/territoires/commune:38151/badge.svg?lang=en&annee=toutes");
        english.ShouldContain("6 items repaired");
        WebUtility.HtmlDecode(english).ShouldContain("243\u00A0kg of electrical waste avoided in 2026–2027");

        using var again = new HttpRequestMessage(HttpMethod.Get, "/territoires/commune:38151/badge.svg");
        again.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
        using var same = await instance.Client.SendAsync(again);
        same.StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task The_fragment_alone_may_be_framed_and_holds_no_script()
    {
        await using var instance = await TownAsync();

        using var answer = await instance.Client.GetAsync("/territoires/commune:38151/fragment.html");
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("frame-ancestors *");
        answer.Headers.Contains("X-Frame-Options").ShouldBeFalse();
        answer.Headers.Contains("Set-Cookie").ShouldBeFalse();
        answer.Headers.ETag.ShouldNotBeNull();
        var page = await ReadAsync(instance, "/territoires/commune:38151/fragment.html");
        page.Scripts.Length.ShouldBe(0);
        page.QuerySelectorAll("h1").Length.ShouldBe(1);
        page.QuerySelector("main")!.TextContent.ShouldContain("5 objets réparés");
        page.QuerySelectorAll("a").ShouldAllBe(a => a.GetAttribute("href")!.StartsWith("https://reparer.example/", StringComparison.Ordinal));
        using var sheet = await instance.Client.GetAsync(page.QuerySelector("link[rel=stylesheet]")!.GetAttribute("href"));
        sheet.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await sheet.Content.ReadAsByteArrayAsync()).Length.ShouldBeLessThan(1500);

        var piece = await instance.Client.GetStringAsync("/territoires/commune:38151/fragment.html?forme=inclusion&lang=en");
        piece.Trim().ShouldStartWith("<section lang=\"en\"");
        piece.ShouldContain("5 items repaired");
        foreach (var path in new[] { "/territoires/commune:38151", "/territoires/commune:38151/partager", "/territoires/commune:99999/fragment.html" })
        {
            using var other = await instance.Client.GetAsync(path);
            other.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("frame-ancestors 'none'", Case.Sensitive, path);
            other.Headers.GetValues("X-Frame-Options").ShouldBe(["DENY"], path);
        }
    }

    [Fact]
    public async Task The_code_to_copy_leads_to_what_it_shows()
    {
        await using var instance = await TownAsync();
        var page = await ReadAsync(instance, "/territoires/commune:38151/partager");

        var codes = page.QuerySelectorAll("textarea").Select(t => t.TextContent).ToList();
        codes.Count.ShouldBe(2);
        foreach (var code in codes)
        {
            var copied = await BrowsingContext.New().OpenAsync(r => r.Content(code));
            var address = copied.QuerySelector("img, iframe")!.GetAttribute("src")!;
            address.ShouldStartWith("https://reparer.example/territoires/commune:38151/");
            using var shown = await instance.Client.GetAsync(new Uri(address).PathAndQuery);
            shown.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        page.QuerySelector("link[rel=alternate][type='application/atom+xml']")!.GetAttribute("href").ShouldBe("/feeds/commune:38151.atom");
        (await instance.Client.GetStringAsync("/territoires/commune:38151")).ShouldContain("application/atom+xml");
    }

    [Fact]
    public async Task The_code_to_copy_from_the_English_page_is_English()
    {
        await using var instance = await TownAsync();
        var page = await ReadAsync(instance, "/en/territoires/commune:38151/partager");

        var badge = await BrowsingContext.New().OpenAsync(r => r.Content(page.QuerySelectorAll("textarea")[0].TextContent));
        badge.QuerySelector("a")!.GetAttribute("href").ShouldBe("https://reparer.example/en/territoires/commune:38151");
        badge.QuerySelector("img")!.GetAttribute("src")!.ShouldEndWith("?lang=en");
        badge.QuerySelector("img")!.GetAttribute("alt")!.ShouldNotContain(" :");
    }

    [Theory]
    [InlineData("/feeds/commune:38151.atom")]
    [InlineData("/api/v1/feeds/commune:38151.atom")]
    public async Task The_feed_is_one_that_readers_take(string path)
    {
        await using var instance = await TownAsync();

        using var answer = await instance.Client.GetAsync(path);
        answer.Content.Headers.ContentType!.ToString().ShouldBe("application/atom+xml; charset=utf-8");
        var feed = XDocument.Parse(await answer.Content.ReadAsStringAsync()).Root!;
        feed.Name.ShouldBe(Atom + "feed");
        feed.Element(Atom + "id")!.Value.ShouldBe("tag:reparer.example,2026:territoires/commune:38151");
        feed.Element(Atom + "author")!.Element(Atom + "name")!.Value.ShouldBe("La <Métropole>");
        feed.Elements(Atom + "link").Select(l => l.Attribute("rel")!.Value).ShouldBe(["self", "alternate"]);
        feed.Element(Atom + "title")!.Value.ShouldNotBeEmpty();
        var entries = feed.Elements(Atom + "entry").ToList();
        entries.Select(e => e.Element(Atom + "id")!.Value[^7..]).ShouldBe(["2027-03", "2027-02", "2026-05"]);
        entries[0].Element(Atom + "title")!.Value.ShouldBe("Échirolles, mars 2027 (mois en cours)");
        entries[1].Element(Atom + "title")!.Value.ShouldBe("Échirolles, février 2027");
        entries[1].Element(Atom + "content")!.Value.ShouldStartWith("4 objets réparés, sur 5 objets apportés.");
        entries.ShouldAllBe(e => InstantPattern.General.Parse(e.Element(Atom + "updated")!.Value).Success);
        entries.Max(e => e.Element(Atom + "updated")!.Value).ShouldBe(feed.Element(Atom + "updated")!.Value);

        using var again = new HttpRequestMessage(HttpMethod.Get, path);
        again.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
        using var same = await instance.Client.SendAsync(again);
        same.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        (await instance.Client.GetStringAsync(path + "?lang=en")).ShouldContain("4 items repaired, out of 5 items brought.");
    }

    [Fact]
    public async Task The_catalogue_of_a_territory_that_is_none_is_not_found_and_that_of_another_has_identifiers_of_its_own()
    {
        await using var instance = await TownAsync();

        (await instance.Client.GetAsync("/donnees/catalogue.jsonld?territoire=zz")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var own = await CatalogueAsync("");
        var other = await CatalogueAsync("?territoire=commune:38185");
        (await CatalogueAsync("?territoire=epci:200040715")).ShouldBe(own);
        own.ShouldNotContain(id => id.Contains("territoire", StringComparison.Ordinal));
        other.ShouldAllBe(id => id.Contains("/donnees/catalogue.jsonld?territoire=commune:38185#", StringComparison.Ordinal));

        async Task<List<string>> CatalogueAsync(string query) =>
            [.. JsonNode.Parse(await instance.Client.GetStringAsync("/donnees/catalogue.jsonld" + query))!["dcat:dataset"]!.AsArray().Select(d => (string)d!["@id"]!)];
    }

    [Fact]
    public async Task The_catalogue_names_each_file_its_licence_and_its_place()
    {
        await using var instance = await TownAsync();

        using var answer = await instance.Client.GetAsync("/donnees/catalogue.jsonld");
        answer.Content.Headers.ContentType!.ToString().ShouldBe("application/ld+json; charset=utf-8");
        var catalogue = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        ((string)catalogue["@type"]!).ShouldBe("dcat:Catalog");
        var datasets = catalogue["dcat:dataset"]!.AsArray();
        datasets.Select(d => (string)d!["@id"]!).ShouldBeUnique();
        foreach (var dataset in datasets)
        {
            ((string)dataset!["dct:spatial"]!["@id"]!).ShouldBe("http://id.insee.fr/geo/intercommunalite/200040715");
            ((string)dataset["dct:temporal"]!["dcat:startDate"]!["@value"]!).ShouldBe("2026-01-01");
            dataset["dct:accrualPeriodicity"].ShouldNotBeNull();
            dataset["dct:publisher"].ShouldNotBeNull();
            var licence = dataset["dct:license"]!.ToJsonString();
            foreach (var distribution in dataset["dcat:distribution"]!.AsArray())
            {
                distribution!["dct:license"]!.ToJsonString().ShouldBe(licence);
                var address = new Uri((string)distribution["dcat:downloadURL"]!["@id"]!);
                using var file = await instance.Client.GetAsync(address.PathAndQuery);
                file.StatusCode.ShouldBe(HttpStatusCode.OK, address.ToString());
                ("https://www.iana.org/assignments/media-types/" + file.Content.Headers.ContentType!.MediaType).ShouldBe((string)distribution["dcat:mediaType"]!["@id"]!, address.ToString());
                var content = await file.Content.ReadAsStringAsync();
                content.ShouldNotContain("marie@", Case.Insensitive);
                if (file.Content.Headers.ContentType.MediaType == "application/json")
                {
                    JsonNode.Parse(content).ShouldNotBeNull(address.ToString());
                }
                else
                {
                    using var csv = CsvDataReader.Create(new StringReader(content));
                    csv.FieldCount.ShouldBeGreaterThan(5, address.ToString());
                    while (csv.Read())
                    {
                        csv.RowFieldCount.ShouldBe(csv.FieldCount, address.ToString());
                    }
                }
            }

            using var landing = await instance.Client.GetAsync(new Uri((string)dataset["dcat:landingPage"]!["@id"]!).PathAndQuery);
            landing.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        var places = JsonNode.Parse(await instance.Client.GetStringAsync("/api/v1/open-data/places.json"))!.AsArray();
        places.Count.ShouldBeGreaterThan(0);
        (await instance.Client.GetStringAsync("/api/v1/open-data/places.csv")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(places.Count + 1);
        (await instance.Client.GetAsync(new Uri((string)places[0]!["url"]!).PathAndQuery)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await instance.Client.GetAsync("/api/v1/open-data/places.csv?territory=commune:99999")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await instance.Client.GetAsync("/api/v1/open-data/closed-periods.csv?territory=nowhere")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        datasets.Single(d => ((string)d!["@id"]!).EndsWith("ords", StringComparison.Ordinal))!["dct:license"]!.ToJsonString().ShouldContain("by-sa");
        datasets.ShouldAllBe(d => d!["dcat:distribution"]!.AsArray().Count == 2);
        datasets.Count.ShouldBe(14);
    }

    [Theory]
    [InlineData("/territoires/commune:99999/badge.svg")]
    [InlineData("/territoires/nowhere/fragment.html")]
    [InlineData("/territoires/commune:99999/objets")]
    [InlineData("/territoires/commune:99999/partager")]
    [InlineData("/territoires/commune:38151?annee=hier")]
    [InlineData("/territoires/commune:38151/badge.svg?annee=1")]
    [InlineData("/feeds/commune:99999.atom")]
    [InlineData("/api/v1/feeds/nowhere.atom")]
    public async Task What_names_nothing_is_not_found(string path)
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        using var missing = await instance.Client.GetAsync(path);
        missing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        // Paris 11e is an arrondissement of Paris.
        using var old = await instance.Client.GetAsync("/territoires/commune:75111/badge.svg?annee=2027");
        old.Headers.Location!.ToString().ShouldBe("/territoires/commune:75056/badge.svg?annee=2027");
    }

    [Fact]
    public async Task Agents_take_every_day_apart_and_the_public_does_not()
    {
        await using var instance = await TownAsync();
        using var agent = await instance.SignInAs(Given.AgentOf(TerritoryKey.From("epci:200040715")));

        var theirs = await agent.GetStringAsync("/mairie/bilan.csv?territoire=commune:38151&annee=2027&par=day");
        theirs.ShouldContain(",2027-02-03,");
        var shown = await instance.Client.GetStringAsync("/api/v1/impact.csv?territory=commune:38151&from=2027-01-01&to=2027-12-31&groupBy=day");
        shown.ShouldNotContain(",2027-02-03,3");
        shown.ShouldContain(",2027-02,\"février 2027\u00A0: autres jours\",5,4,".Replace("\"", "", StringComparison.Ordinal));
        foreach (var foreign in new[] { "territoire=commune:69123&annee=2027&par=day", "territoire=commune:38151&annee=x&par=day", "territoire=commune:38151&annee=2027&par=heure" })
        {
            using var refused = await agent.GetAsync("/mairie/bilan.csv?" + foreign);
            refused.StatusCode.ShouldBe(HttpStatusCode.NotFound, foreign);
        }

        // An instance whose address begins with https makes its forms only there.
        await using var plain = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        using var there = await plain.SignInAs(Given.AgentOf(TerritoryKey.From("commune:38151")));
        (await there.GetStringAsync("/mairie/bilan?territoire=commune:38151&annee=2027")).ShouldContain("/mairie/bilan.csv?territoire=commune:38151&amp;annee=2027&amp;par=day");
    }

    [Fact]
    public async Task What_is_repaired_and_what_stands_in_the_way_have_a_chart_and_a_table()
    {
        await using var instance = await TownAsync();
        foreach (var path in new[] { "/territoires/commune:38151/objets", "/en/territoires/commune:38151/objets?annee=toutes" })
        {
            var page = await ReadAsync(instance, path);
            page.QuerySelectorAll("main section").Length.ShouldBe(2);
            foreach (var section in page.QuerySelectorAll("main section"))
            {
                section.QuerySelector("svg[role=img] > title")!.TextContent.Trim().ShouldNotBeEmpty();
                section.QuerySelector("details table caption")!.TextContent.Trim().ShouldNotBeEmpty();
            }
        }

        var all = await ReadAsync(instance, "/territoires/commune:38151?annee=toutes");
        all.QuerySelector("h1")!.TextContent.ShouldContain("2026–2027");
        all.QuerySelectorAll("#mois ~ details tbody tr").Select(r => r.QuerySelector("th")!.TextContent).ShouldBe(["2026", "2027"]);
    }
}
