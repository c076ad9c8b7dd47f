using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using AngleSharp;
using AngleSharp.Dom;
using Microsoft.Extensions.DependencyInjection;
using MiniExcelLibs;
using NodaTime;
using RepairNet.Application.Impact;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Territories;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using RepairNet.Web.Pages.Impact;
using Shouldly;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Tokens;
using Xunit;

namespace RepairNet.Web.Tests.Impact;

public sealed class ReportPagesTests
{
    private const string Address = "/territoires/epci:200040715/rapport/2027";
    private static readonly TerritoryKey Metropole = TerritoryKey.From("epci:200040715");

    private static async Task<(TestInstance Instance, Workshop Workshop)> TownAsync(DatabaseKind kind = DatabaseKind.Sqlite, TestOptions? options = null)
    {
        var instance = await TestInstance.ServeAsync(kind, options);
        var grenoble = await instance.Given.WorkshopAsync("=L’Établi <b>électrique</b>");
        var echirolles = await instance.Given.WorkshopAsync("Écrous & boulons", communeCode: Given.Echirolles);
        var families = new[] { "kettle", "washing-machine", "fridge", "mobile", "toaster", "bicycle", "e-bike-scooter" };
        for (var i = 0; i < 21; i++)
        {
            await ImpactApiTests.RecordAsync(instance, i % 3 == 0 ? echirolles : grenoble, families[i % families.Length], new LocalDate(i % 4 == 3 ? 2026 : 2027, 1 + (i % 2), 3 + i), i % 5 == 4 ? "end-of-life" : "fixed", i % 4 == 0 ? 2.5m : null);
        }

        (await instance.SendAsync(new SetObjectives("epci:200040715", 2027, 20, 500, null), Given.AgentOf(Metropole))).IsT0.ShouldBeTrue();
        return (instance, grenoble);
    }

    private static async Task<IDocument> ReadAsync(HttpClient client, string path, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var answer = await client.GetAsync(path);
        answer.StatusCode.ShouldBe(status, path);
        return await BrowsingContext.New().OpenAsync(async r => r.Content(await answer.Content.ReadAsStringAsync()));
    }

    [Theory, BothDatabases]
    public async Task Page_pdf_workbook_csv_and_api_say_the_same_numbers(DatabaseKind kind)
    {
        var (instance, _) = await TownAsync(kind);
        await using var disposed = instance;

        var api = (await instance.Client.GetFromJsonAsync<JsonNode>("/api/v1/impact?territory=epci:200040715&from=2027-01-01&to=2027-12-31&groupBy=r543172"))!;
        var csv = TableFile.Rows(await instance.Client.GetStringAsync(Address + ".csv"));
        var page = await ReadAsync(instance.Client, Address);
        var pdf = await instance.Client.GetByteArrayAsync(Address + ".pdf");
        var xlsx = await instance.Client.GetByteArrayAsync(Address + ".xlsx");

        // CSV and API: the same exact numbers.
        decimal Value(string section, string key, string measure) => decimal.Parse(csv.Single(r => r["section"] == section && r["key"] == key && r["measure"] == measure)["value"], CultureInfo.InvariantCulture);
        Value("figures", "repaired", "year").ShouldBe(api["repairs"]!["fixed"]!.GetValue<decimal>());
        Value("figures", "brought", "year").ShouldBe(api["repairs"]!["total"]!.GetValue<decimal>());
        Value("figures", "ewaste", "year").ShouldBe(api["eWasteDiverted"]!["kg"]!["central"]!.GetValue<decimal>() / 1000);
        Value("figures", "ewaste", "year_low").ShouldBe(api["eWasteDiverted"]!["kg"]!["low"]!.GetValue<decimal>() / 1000);
        Value("figures", "diverted", "year_high").ShouldBe(api["diverted"]!["kg"]!["high"]!.GetValue<decimal>() / 1000);
        Value("figures", "co2e", "year").ShouldBe(api["co2e"]!["kg"]!["central"]!.GetValue<decimal>() / 1000);
        foreach (var group in api["groups"]!.AsArray().Where(g => g!["repairs"]!["fixed"]!.GetValue<int>() > 0))
        {
            Value("r543172", (string)group!["key"]!, "year_items").ShouldBe(group["repairs"]!["fixed"]!.GetValue<decimal>());
            Value("r543172", (string)group["key"]!, "year_t").ShouldBe(group["diverted"]!["kg"]!["central"]!.GetValue<decimal>() / 1000);
        }

        api["groups"]!.AsArray().Select(g => (string)g!["key"]!).ShouldContain("8");

        // The workbook: numbers as numbers, the same.
        using var workbook = new MemoryStream(xlsx);
        var sheets = workbook.GetSheetNames();
        sheets.Count.ShouldBeGreaterThan(6);
        workbook.Position = 0;
        var figures = workbook.Query(useHeaderRow: true, sheetName: sheets[1]).Cast<IDictionary<string, object>>().ToList();
        figures[1]["2027"].ShouldBeOfType<double>().ShouldBe((double)Value("figures", "repaired", "year"));
        ((double)figures[2]["2027"]).ShouldBe((double)Value("figures", "ewaste", "year"), 1e-12);
        // A text is a text, whatever it begins with, and as it is; nothing is a formula.
        workbook.Position = 0;
        workbook.Query(sheetName: sheets.Single(name => name.StartsWith("L’inventaire", StringComparison.Ordinal))).Cast<IDictionary<string, object?>>().SelectMany(r => r.Values).ShouldContain("=L’Établi <b>électrique</b>");
        using (var zip = new ZipArchive(new MemoryStream(xlsx)))
        {
            foreach (var sheet in zip.Entries.Where(e => e.FullName.StartsWith("xl/worksheets/", StringComparison.Ordinal)))
            {
                await using var content = await sheet.OpenAsync(TestContext.Current.CancellationToken);
                XDocument.Load(content).Descendants().Where(e => e.Name.LocalName == "f").ShouldBeEmpty(sheet.FullName);
            }
        }

        // The page and the PDF: what is written is written in both.
        using var read = PdfDocument.Open(pdf);
        var text = Flat(string.Concat(read.GetPages().SelectMany(p => p.Letters).Select(l => l.Value)));
        foreach (var table in page.QuerySelectorAll("section > .scroll table"))
        {
            foreach (var cell in table.QuerySelectorAll("tbody th, tbody td.n"))
            {
                text.ShouldContain(Flat(cell.TextContent));
            }
        }

        page.QuerySelectorAll("h2").Select(h => h.TextContent).ShouldBe([
            "Les chiffres de l’année", "Par catégorie européenne de déchets électriques", "Par catégorie du code de l’environnement", "Par acteur", "Ce qui empêche de réparer", "D’où viennent les poids",
            "Les facteurs utilisés", "Les objectifs du territoire", "Les acteurs du territoire", "L’inventaire des acteurs", "La méthode", "Signature"]);
        page.QuerySelector("#inventory ~ div tbody th")!.TextContent.ShouldBe("=L’Établi <b>électrique</b>");
        text.ShouldContain(Flat("=L’Établi <b>électrique</b>"));
        csv.ShouldAllBe(r => !r["label"].StartsWith('='));

        // One print for all.
        var print = page.QuerySelector("#signature ~ p code")!.TextContent;
        print.Length.ShouldBe(64);
        csv[^1]["value"].ShouldBe(print);
        text.ShouldContain(print);
        read.Information.Subject!.ShouldContain(print);
        workbook.Position = 0;
        workbook.Query(sheetName: sheets[0]).Cast<IDictionary<string, object?>>().SelectMany(r => r.Values).ShouldContain(print);
        (await ReadAsync(instance.Client, "/en" + Address)).QuerySelector("#signature ~ p code")!.TextContent.ShouldBe(print);
    }

    [Theory, BothDatabases]
    public async Task A_report_says_whether_its_year_is_closed_and_how_to_check_it(DatabaseKind kind)
    {
        var (instance, _) = await TownAsync(kind);
        await using var disposed = instance;
        const string Before = "/territoires/epci:200040715/rapport/2026";
        var open = await ReadAsync(instance.Client, Before);
        open.QuerySelector("main")!.TextContent.ShouldContain("Chiffres provisoires");
        (await ReadAsync(instance.Client, Address)).QuerySelector("main")!.TextContent.ShouldContain("Chiffres provisoires\u00A0: l’année n’est pas finie.");

        var closed = (await instance.SendAsync(new ClosePeriod("epci:200040715", "2026"), Given.AgentOf(Metropole))).AsT0;

        var page = await ReadAsync(instance.Client, Before);
        var said = page.QuerySelector("main")!.TextContent;
        said.ShouldNotContain("provisoires");
        said.ShouldContain($"Exercice clos le 1er mars 2027 par Grenoble-Alpes-Métropole, empreinte {closed.Hash}.");
        said.ShouldContain("repairnet verify --report 1.txt");
        var signed = await instance.Client.GetStringAsync(page.QuerySelector("#signature ~ p a")!.GetAttribute("href"));
        signed.ShouldEndWith($"sha256: {closed.Hash}\n");
        using var pdf = PdfDocument.Open(await instance.Client.GetByteArrayAsync(Before + ".pdf"));
        var text = Flat(string.Concat(pdf.GetPages().SelectMany(p => p.Letters).Select(l => l.Value)));
        text.ShouldContain(Flat("Exercice clos le 1er mars 2027 par Grenoble-Alpes-Métropole"));
        text.ShouldContain(closed.Hash);
        text.ShouldContain("repairnetverify--report1.txt");
        using var workbook = new MemoryStream(await instance.Client.GetByteArrayAsync(Before + ".xlsx"));
        workbook.Query(sheetName: workbook.GetSheetNames()[0]).Cast<IDictionary<string, object?>>().SelectMany(r => r.Values).OfType<string>().ShouldContain(cell => cell.Contains(closed.Hash, StringComparison.Ordinal));
        var csv = TableFile.Rows(await instance.Client.GetStringAsync(Before + ".csv"));
        csv.Single(r => r["key"] == "closing" && r["measure"] == "sha256")["value"].ShouldBe(closed.Hash);
        csv.Single(r => r["key"] == "state")["value"].ShouldBe("closed");
        (await ReadAsync(instance.Client, "/en" + Before)).QuerySelector("main")!.TextContent.ShouldContain("Year closed on 1 March 2027 by Grenoble-Alpes-Métropole");

        // A commune of it reads that its year is closed too.
        (await ReadAsync(instance.Client, "/territoires/commune:38185/rapport/2026")).QuerySelector("main")!.TextContent.ShouldContain("a clos cet exercice pour toutes ses communes");
    }

    [Fact]
    public async Task The_pdf_is_tagged_for_whoever_has_it_read_aloud()
    {
        var (instance, _) = await TownAsync();
        await using var disposed = instance;
        foreach (var (path, language) in new[] { (Address, "fr-FR"), ("/en" + Address, "en-GB") })
        {
            using var pdf = PdfDocument.Open(await instance.Client.GetByteArrayAsync(path + ".pdf"));
            var catalogue = pdf.Structure.Catalog.CatalogDictionary;
            catalogue.Data["Lang"].ToString()!.ShouldContain(language);
            catalogue.Data.Keys.ShouldContain("MarkInfo");
            pdf.Information.Title.ShouldNotBeNullOrWhiteSpace();

            var kinds = Tags(pdf, catalogue.Data["StructTreeRoot"]).ToList();
            kinds.Count(k => k == "H1").ShouldBe(1);
            kinds.Count(k => k == "H2").ShouldBeGreaterThan(8);
            kinds.Count(k => k == "Table").ShouldBeGreaterThan(6);
            kinds.Count(k => k == "TR").ShouldBeGreaterThan(40);
            kinds.Count(k => k == "TH").ShouldBeGreaterThan(kinds.Count(k => k == "TR"));
            kinds.Count(k => k == "TD").ShouldBeGreaterThan(100);

            // Whatever is on a page is in the tree, or is said not to be.
            foreach (var page in pdf.GetPages())
            {
                var marked = page.GetMarkedContents().SelectMany(m => m.Letters).Count();
                marked.ShouldBe(page.Letters.Count);
            }
        }
    }

    /// <summary>The structure types of a tree of tags, from its root.</summary>
    private static IEnumerable<string> Tags(PdfDocument pdf, IToken token)
    {
        switch (token)
        {
            case IndirectReferenceToken reference:
                return Tags(pdf, pdf.Structure.GetObject(reference.Data).Data);
            case ArrayToken array:
                return array.Data.SelectMany(t => Tags(pdf, t));
            case DictionaryToken element:
                var own = element.Data.TryGetValue("S", out var kind) && kind is NameToken name ? new[] { name.Data } : [];
                return element.Data.TryGetValue("K", out var kids) ? own.Concat(Tags(pdf, kids)) : own;
            default:
                return [];
        }
    }

    /// <summary>Without spaces of any kind: a PDF keeps none at the ends of lines.</summary>
    private static string Flat(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    [Fact]
    public async Task The_national_schema_is_followed_field_by_field()
    {
        var (instance, _) = await TownAsync();
        await using var disposed = instance;
        var schema = TableFile.Schema("schema-impact-service-public-numerique.json");
        foreach (var (territory, level, code) in new[] { ("commune:38185", "COM", "38185"), ("epci:200040715", "", ""), ("departement:38", "DEP", "38"), ("region:84", "REG", "84"), ("country:FRA", "", "") })
        {
            using var answer = await instance.Client.GetAsync($"/territoires/{territory}/rapport/2027/impact-service-numerique.csv");
            answer.Content.Headers.ContentType!.ToString().ShouldBe("text/csv; charset=utf-8");
            var csv = await answer.Content.ReadAsStringAsync();
            csv.Split("\r\n")[0].Split(',').ShouldBe(schema.Select(f => (string)f!["name"]!));
            var rows = TableFile.Rows(csv);
            rows.Count.ShouldBeGreaterThanOrEqualTo(14);
            foreach (var row in rows)
            {
                TableFile.Check(row, schema);

                (row["denom_insee"], row["code_insee"]).ShouldBe((level, code));
            }

            rows.Any(r => r["est_cible"] == "true").ShouldBe(territory == "epci:200040715");
        }

        var repaired = TableFile.Rows(await instance.Client.GetStringAsync(Address + "/impact-service-numerique.csv")).Where(r => r["indicateur"] == "Nombre d’objets réparés").ToList();
        repaired.Select(r => (r["est_cible"], r["date_debut"])).ShouldBe([("false", "2027-01-01"), ("false", "2026-01-01"), ("true", "2027-01-01")]);
        repaired[2]["valeur"].ShouldBe("20");
    }

    [Fact]
    public async Task What_names_no_report_is_not_found_and_an_old_code_leads_to_the_new()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        foreach (var path in new[] { "commune:99999/rapport/2027", "country:FRA/rapport/0", "country:FRA/rapport/99999", "country:FRA/rapport/2099", "country:FRA/rapport/deux", "country:FRA/rapport/2027.exe", "country:FRA/rapport/1.pdf", "nowhere/rapport/2027.csv", "country:FRA/rapport/x/impact-service-numerique.csv" })
        {
            using var missing = await instance.Client.GetAsync("/territoires/" + path);
            missing.StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }

        using var old = await instance.Client.GetAsync("/territoires/commune:75111/rapport/2027");
        old.Headers.Location!.ToString().ShouldBe("/territoires/commune:75056/rapport/2027");

        // A year without a repair has its report, and its files.
        foreach (var end in new[] { "", ".pdf", ".xlsx", ".csv", "/impact-service-numerique.csv" })
        {
            using var empty = await instance.Client.GetAsync("/territoires/country:DEU/rapport/2026" + end);
            empty.StatusCode.ShouldBe(HttpStatusCode.OK, end);
        }
    }

    [Fact]
    public async Task The_dashboard_shows_two_periods_and_each_number_leads_to_its_lines()
    {
        var (instance, _) = await TownAsync();
        await using var disposed = instance;
        using var agent = await instance.SignInAs(Given.AgentOf(Metropole));

        var page = await ReadAsync(agent, "/mairie/bilan?du=2027-01-01&au=2027-02-28&comparer=year");

        page.QuerySelectorAll("#chiffres ~ div thead th").Select(h => h.TextContent).ShouldBe(["Mesure", "période", "comparée", "écart"]);
        var links = page.QuerySelectorAll("main td a[href*='/mairie/lignes']").ToList();
        links.Count.ShouldBeGreaterThan(30);
        foreach (var link in links.Take(40))
        {
            var lines = await ReadAsync(agent, link.GetAttribute("href")!);
            lines.QuerySelectorAll("h1").Length.ShouldBe(1);
        }

        // In the cut tables the kilograms lead there too.
        foreach (var row in page.QuerySelectorAll("section[aria-labelledby^=par-] tbody tr"))
        {
            row.QuerySelectorAll("td.n").Where(cell => cell.TextContent.Any(char.IsDigit) && !cell.TextContent.StartsWith('+') && !cell.TextContent.StartsWith('−') && cell.TextContent != "0")
                .ShouldAllBe(cell => cell.QuerySelector("a") != null, row.TextContent);
        }

        var place = page.QuerySelectorAll("select[name=lieu] option").First(o => o.GetAttribute("value")!.Length > 0);
        var narrow = await ReadAsync(agent, $"/mairie/bilan?du=2027-01-01&au=2027-12-31&lieu={place.GetAttribute("value")}");
        narrow.QuerySelector("#chiffres ~ p")!.TextContent.ShouldContain("au lieu");
        narrow.QuerySelector("main td a[href*='/mairie/lignes']")!.GetAttribute("href")!.ShouldContain("lieu=");

        var repaired = page.QuerySelectorAll("#chiffres ~ div tbody tr")[1];
        var behind = await ReadAsync(agent, repaired.QuerySelector("td a")!.GetAttribute("href")!);
        behind.QuerySelectorAll("tbody tr").Length.ShouldBe(int.Parse(repaired.QuerySelector("td a")!.TextContent, CultureInfo.InvariantCulture));
        behind.QuerySelector("main")!.TextContent.ShouldNotContain("marie");

        using var part = await agent.GetAsync($"/mairie/tableau.csv?du=2027-01-01&au=2027-12-31&commune=38185&lieu={place.GetAttribute("value")}&categorie=kettle");
        TableFile.Rows(await part.Content.ReadAsStringAsync()).ShouldAllBe(r => r["filter_commune"] == "Grenoble" && r["filter_place"].Length > 0 && r["filter_organisation"] == "" && r["filter_category"] == "Bouilloire");

        using var table = await agent.GetAsync("/mairie/tableau.csv?du=2027-01-01&au=2027-02-28");
        table.StatusCode.ShouldBe(HttpStatusCode.OK);
        var total = TableFile.Rows(await table.Content.ReadAsStringAsync())[0];
        total["fixed"].ShouldBe(repaired.QuerySelector("td a")!.TextContent);
        var api = (await instance.Client.GetFromJsonAsync<JsonNode>("/api/v1/impact?territory=epci:200040715&from=2027-01-01&to=2027-02-28"))!;
        decimal.Parse(total["ewaste_kg"], CultureInfo.InvariantCulture).ShouldBe(api["eWasteDiverted"]!["kg"]!["central"]!.GetValue<decimal>());
    }

    /// <summary>Bars count objects: the most numerous are drawn, not the heaviest, and those left out are said, in no bar beside which the others vanish.</summary>
    [Fact]
    public async Task The_chart_of_categories_draws_the_most_numerous_and_says_the_others()
    {
        var (instance, workshop) = await TownAsync();
        await using var disposed = instance;
        var known = instance.Services.GetRequiredService<EquipmentCatalogue>();
        var once = known.Categories.Select(c => c.Code).Where(c => c is not ("mobile" or "misc-powered" or "misc-unpowered")).Take(20).ToList();
        foreach (var category in once)
        {
            await ImpactApiTests.RecordAsync(instance, workshop, category, new LocalDate(2027, 2, 10), "fixed", null);
        }

        for (var day = 11; day < 20; day++)
        {
            await ImpactApiTests.RecordAsync(instance, workshop, "mobile", new LocalDate(2027, 2, day), "fixed", null);
        }

        using var agent = await instance.SignInAs(Given.AgentOf(Metropole));
        var page = await ReadAsync(agent, "/mairie/bilan?du=2027-02-01&au=2027-02-28&comparer=none");

        var texts = page.QuerySelectorAll("#par-category ~ figure svg text").Select(t => t.TextContent).ToList();
        var values = texts.Where((_, i) => i % 2 == 1).Select(v => long.Parse(v, CultureInfo.InvariantCulture)).ToList();
        texts[0].ShouldBe("Téléphone mobile");
        values.Count.ShouldBe(DashboardBars.Most);
        values.ShouldBeInOrder(SortDirection.Descending);
        var cells = page.QuerySelectorAll("#par-category ~ details tbody tr").Select(r => long.Parse(r.QuerySelector("td")!.TextContent, CultureInfo.InvariantCulture)).ToList();
        page.QuerySelector("#par-category ~ figure figcaption")!.TextContent.ShouldBe(
            $"Hors du dessin, les {cells.Count(c => c > 0) - DashboardBars.Most} autres\u00A0: {cells.Sum() - values.Sum()} objets ensemble.", "the bars and what is said together are the whole");
        values.Min().ShouldBeGreaterThanOrEqualTo(cells.OrderDescending().ElementAt(DashboardBars.Most - 1));

        // The same days, typed as people write them.
        var typed = await ReadAsync(agent, "/mairie/bilan?du=01/02/2027&au=28/02/2027&comparer=none");
        typed.QuerySelectorAll("#par-category ~ figure svg text").Select(t => t.TextContent).ShouldBe(texts);
        (typed.QuerySelector("#du")!.GetAttribute("value"), typed.QuerySelector("#au")!.GetAttribute("value")).ShouldBe(("2027-02-01", "2027-02-28"));

        // On the page for everyone too, what is left out is no bar; its table keeps it.
        foreach (var (path, said, row) in new[] { ("", "^Hors du dessin, [0-9]+ autres familles.: .+ ensemble[.]$", "Autres appareils"), ("/en", "^Not drawn, [0-9]+ other families: .+ together[.]$", "Other appliances") })
        {
            var open = await ReadAsync(instance.Client, path + "/territoires/epci:200040715");
            open.QuerySelectorAll("#familles ~ figure path.bar").Length.ShouldBe(BalanceView.MostFamilies);
            open.QuerySelector("#familles ~ figure figcaption")!.TextContent.ShouldMatch(said);
            open.QuerySelectorAll("#familles ~ details tbody th")[^1].TextContent.ShouldBe(row);
        }
    }

    /// <summary>The tables lead to what is looked at: its days, its commune; and say so where they hold more.</summary>
    [Fact]
    public async Task Tables_of_the_dashboard_hold_the_days_and_the_commune_chosen_and_say_what_they_leave_out()
    {
        var (instance, _) = await TownAsync();
        await using var disposed = instance;
        using var agent = await instance.SignInAs(Given.AgentOf(Metropole));

        var page = await ReadAsync(agent, "/mairie/bilan?du=2027-02-01&au=2027-02-28&commune=38185&categorie=kettle");

        var links = page.QuerySelectorAll("main p.note a[href*='.csv']").Select(a => a.GetAttribute("href")!).ToList();
        links.Count.ShouldBe(7);
        foreach (var link in links.Where(l => !l.Contains("tableau", StringComparison.Ordinal)))
        {
            link.ShouldContain("commune:38185");
            var rows = TableFile.Rows(await agent.GetStringAsync(link));
            rows.ShouldNotBeEmpty(link);
            rows.ShouldAllBe(r => r["territory"] == "commune:38185" && r["from"] == "2027-02-01" && r["to"] == "2027-02-28", link);
        }

        page.QuerySelector("main p.note")!.TextContent.ShouldContain("pas le lieu, l’acteur ni la catégorie");
        links[^1].ShouldBe("/mairie/tableau.csv?territoire=epci:200040715&du=2027-02-01&au=2027-02-28&commune=38185&categorie=kettle");
        var wide = await ReadAsync(agent, "/mairie/bilan?du=2027-02-01&au=2027-02-28");
        wide.QuerySelector("main p.note")!.TextContent.ShouldNotContain("pas le lieu");
        foreach (var wrong in new[] { "du=2027-02-28&au=2027-02-01", "du=2027-02-01", "du=hier&au=2027-02-01", "annee=2027x&du=2027-02-01&au=2027-02-02" })
        {
            using var refused = await agent.GetAsync($"/mairie/bilan.csv?territoire=commune:38185&par=day&{wrong}");
            refused.StatusCode.ShouldBe(HttpStatusCode.NotFound, wrong);
        }
    }

    [Fact]
    public async Task The_source_of_the_factors_is_said_in_the_language_of_the_page()
    {
        var (instance, _) = await TownAsync();
        await using var disposed = instance;
        using var agent = await instance.SignInAs(Given.AgentOf(Metropole));

        foreach (var (client, path) in new[] { (instance.Client, Address), (agent, "/mairie/bilan") })
        {
            var french = (await ReadAsync(client, path)).QuerySelector("main")!.TextContent;
            french.ShouldContain("une réparation évite\u00A0: 0,5 (The Restart Project)");
            french.ShouldNotContain("compiled from");
            var english = (await ReadAsync(client, "/en" + path)).QuerySelector("main")!.TextContent;
            english.ShouldContain("displacement 0.5 (The Restart Project)");
            english.ShouldNotContain("réparation évite");
        }
    }

    /// <summary>What came in from elsewhere, and what weighs nothing for want of a source, have their lines too, as many as are shown.</summary>
    [Theory, BothDatabases]
    public async Task Numbers_of_imported_repairs_and_of_those_without_weight_lead_to_their_lines(DatabaseKind kind)
    {
        var (instance, workshop) = await TownAsync(kind, new TestOptions { Background = true });
        await using var disposed = instance;
        await ImpactApiTests.RecordAsync(instance, workshop, "misc-powered", new LocalDate(2027, 2, 3), "fixed", null);
        using var sender = await instance.BearerFor(Given.AgentOf(TerritoryKey.Commune("38185")));
        using var form = new MultipartFormDataContent { { new StringContent("ords"), "kind" }, { new StringContent("commune:38185"), "territory" }, { new StringContent("id,data_provider,country,product_category,repair_status,event_date\n1,Les voisins,FRA,Kettle,Fixed,2027-01-16\n2,Les voisins,FRA,Kettle,Fixed,2027-02-16\n"), "file", "voisins.csv" } };
        using var sent = await sender.PostAsync("/api/v1/imports", form);
        sent.StatusCode.ShouldBe(HttpStatusCode.Accepted, await sent.Content.ReadAsStringAsync());
        var report = sent.Headers.Location!.OriginalString;
        for (var tries = 0; tries < 300 && (string?)(await sender.GetFromJsonAsync<JsonNode>(report))!["state"] != "done"; tries++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        using var agent = await instance.SignInAs(Given.AgentOf(Metropole));
        var page = await ReadAsync(agent, "/mairie/bilan?du=2027-01-01&au=2027-02-28&comparer=none");
        page.QuerySelectorAll("select[name=acteur] option").Select(o => o.TextContent).ShouldContain("Les voisins (données importées)");
        var links = page.QuerySelectorAll("main td a[href*='/mairie/lignes']").Where(a => long.TryParse(a.TextContent, NumberStyles.None, CultureInfo.InvariantCulture, out _)).ToList();
        links.ShouldContain(a => a.GetAttribute("href")!.EndsWith("poids=none", StringComparison.Ordinal));
        links.ShouldContain(a => a.GetAttribute("href")!.EndsWith("poids=averaged", StringComparison.Ordinal));
        foreach (var link in links)
        {
            var address = link.GetAttribute("href")!;
            var words = (await ReadAsync(agent, address)).QuerySelector("h1 ~ p.text")!.TextContent;
            words.ShouldStartWith($"Ces lignes font {link.TextContent} objet", Case.Sensitive, address);
        }

        var theirs = links.First(a => a.GetAttribute("href")!.Contains("acteur=", StringComparison.Ordinal) && a.Closest("tr")!.TextContent.Contains("Les voisins", StringComparison.Ordinal));
        (await ReadAsync(agent, theirs.GetAttribute("href")!)).QuerySelector("tbody tr")!.TextContent.ShouldContain("Les voisins");
    }

    [Theory]
    [InlineData("du=2027-03-01&au=2027-01-01", "au")]
    [InlineData("annee=0", "du")]
    [InlineData("annee=99999", "du")]
    [InlineData("du=hier", "du")]
    [InlineData("commune=69123", "commune")]
    [InlineData("acteur=personne", "acteur")]
    [InlineData("lieu=ici", "lieu")]
    [InlineData("categorie=fus%C3%A9e", "categorie")]
    [InlineData("comparer=dates", "avec-du")]
    public async Task What_makes_no_sense_is_said_on_its_field_and_stays_typed(string query, string field)
    {
        var (instance, _) = await TownAsync();
        await using var disposed = instance;
        using var agent = await instance.SignInAs(Given.AgentOf(Metropole));

        var page = await ReadAsync(agent, "/mairie/bilan?" + query, HttpStatusCode.UnprocessableEntity);

        page.Title!.ShouldStartWith("Erreur");
        page.QuerySelector($".errors a[href='#{field}']").ShouldNotBeNull();
        page.QuerySelector($"[name='{field}']")!.GetAttribute("aria-invalid").ShouldBe("true");
        page.QuerySelector("details[open] form").ShouldNotBeNull();
        (await ReadAsync(agent, "/mairie/lignes?" + query, HttpStatusCode.UnprocessableEntity)).QuerySelector(".errors").ShouldNotBeNull();
        using var table = await agent.GetAsync("/mairie/tableau.csv?" + query);
        ((int)table.StatusCode).ShouldBeInRange(300, 499);
    }

    [Fact]
    public async Task A_view_is_saved_found_again_and_deleted()
    {
        var (instance, _) = await TownAsync();
        await using var disposed = instance;
        using var agent = await instance.SignInAs(Given.AgentOf(Metropole));
        const string Shown = "/mairie/bilan?territoire=epci:200040715&du=2027-01-01&au=2027-03-31&categorie=kettle";
        var page = await ReadAsync(agent, Shown);
        var form = page.QuerySelector("#garder ~ form")!;

        using var saved = await agent.PostAsync(form.GetAttribute("action"), Fields(form, ("nom", "Bouilloires de l’hiver")));
        saved.StatusCode.ShouldBe(HttpStatusCode.Redirect, await saved.Content.ReadAsStringAsync());
        var after = await ReadAsync(agent, saved.Headers.Location!.ToString().Split('#')[0]);
        after.QuerySelector("#vues ~ dl a")!.GetAttribute("href").ShouldBe(Shown);

        using var nameless = await agent.PostAsync(form.GetAttribute("action"), Fields(form, ("nom", " ")));
        nameless.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);

        var delete = after.QuerySelector("#vues ~ dl form")!;
        using var deleted = await agent.PostAsync(delete.GetAttribute("action"), Fields(delete));
        deleted.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await ReadAsync(agent, "/mairie/bilan")).QuerySelector("#vues").ShouldBeNull();
    }

    [Fact]
    public async Task Objectives_are_set_on_a_page_with_what_is_wrong_on_its_field()
    {
        var (instance, workshop) = await TownAsync();
        await using var disposed = instance;
        using var agent = await instance.SignInAs(Given.AgentOf(Metropole));
        var form = (await ReadAsync(agent, "/mairie/objectifs")).QuerySelector("main form")!;
        form.QuerySelector("[name=objets]")!.GetAttribute("value").ShouldBe("20");

        using var wrong = await agent.PostAsync(form.GetAttribute("action"), Fields(form, ("objets", "beaucoup"), ("kilos", "1 200"), ("kilos-par-habitant", "0,05")));
        wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var again = await BrowsingContext.New().OpenAsync(async r => r.Content(await wrong.Content.ReadAsStringAsync()));
        again.QuerySelector("[name=objets]")!.GetAttribute("value").ShouldBe("beaucoup");
        using var outside = await agent.PostAsync(form.GetAttribute("action"), Fields(form, ("objets", "1,5"), ("annee", "99999")));
        outside.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);

        using var right = await agent.PostAsync(form.GetAttribute("action"), Fields(form, ("objets", "1 000"), ("kilos", ""), ("kilos-par-habitant", "0,05")));
        right.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var recorded = await ReadAsync(agent, right.Headers.Location!.ToString());
        recorded.QuerySelector("[role=status]").ShouldNotBeNull();
        recorded.QuerySelectorAll("main figure").Length.ShouldBe(2);
        recorded.QuerySelectorAll("main section").ShouldAllBe(section => section.QuerySelector("h2, h3") != null);
        (await ReadAsync(instance.Client, Address)).QuerySelectorAll("#objectives ~ div tbody tr").Length.ShouldBe(2);

        using var member = await instance.SignInAs(workshop.Member);
        foreach (var path in new[] { "/mairie/objectifs", "/mairie/lignes", "/mairie/tableau.csv" })
        {
            using var forbidden = await member.GetAsync(path);
            forbidden.StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
            using var foreign = await agent.GetAsync(path + "?territoire=commune:69123");
            foreign.StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }
    }

    private static FormUrlEncodedContent Fields(IElement form, params (string Name, string Value)[] typed)
    {
        var fields = form.QuerySelectorAll("input[name]").ToDictionary(i => i.GetAttribute("name")!, i => i.GetAttribute("value") ?? "");
        foreach (var (name, value) in typed)
        {
            fields[name] = value;
        }

        return new FormUrlEncodedContent(fields);
    }
}
