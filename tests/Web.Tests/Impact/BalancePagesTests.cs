using System.Globalization;
using System.Net;
using AngleSharp;
using AngleSharp.Dom;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using RepairNet.Application.Impact;
using RepairNet.Application.Imports.Contract;
using RepairNet.Application.Repairs;
using RepairNet.Application.Repairs.Contract;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Territories;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using RepairNet.Web.Shell;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Impact;

public sealed class BalancePagesTests
{
    private static async Task<(TestInstance Instance, Workshop Workshop)> TownAsync(DatabaseKind kind = DatabaseKind.Sqlite)
    {
        var instance = await TestInstance.ServeAsync(kind);
        var grenoble = await instance.Given.WorkshopAsync("Atelier <b>de</b> Grenoble");
        var echirolles = await instance.Given.WorkshopAsync(communeCode: Given.Echirolles);
        var families = new[] { "kettle", "vacuum", "coffee-maker", "washing-machine", "fridge", "laptop", "mobile", "toaster", "lamp", "microwave", "iron", "bicycle" };
        for (var i = 0; i < 24; i++)
        {
            await ImpactApiTests.RecordAsync(
                instance, i % 3 == 0 ? echirolles : grenoble, families[i % families.Length], new LocalDate(2027, 1 + (i % 2), 3 + i), i % 5 == 4 ? "end-of-life" : "fixed", i % 4 == 0 ? 2.5m : null);
        }

        return (instance, grenoble);
    }

    private static async Task<IDocument> ReadAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        return await BrowsingContext.New().OpenAsync(async r => r.Content(await answer.Content.ReadAsStringAsync()));
    }

    /// <summary>A phone of 150 kg in a year that is closed, corrected in this one: what is taken back has its rows, so that tables add up to the whole.</summary>
    [Theory, BothDatabases]
    public async Task What_a_correction_takes_back_from_a_closed_year_is_in_the_tables_of_this_one(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        await ImpactApiTests.RecordAsync(instance, workshop, "mobile", new LocalDate(2026, 12, 20), "fixed", 150m);
        await ImpactApiTests.RecordAsync(instance, workshop, "kettle", new LocalDate(2027, 2, 10), "fixed", 1m);
        (await instance.SendAsync(new ClosePeriod("commune:38185", "2026"), workshop.Agent)).IsT0.ShouldBeTrue();
        var phone = await instance.ReadAsync(db => db.Repairs.SingleAsync(r => r.CategoryCode == "mobile"));
        (await instance.SendAsync(new CorrectRepair(phone.Id, f => f with { WeighedKg = 0.15m }, "Virgule oubliée"), workshop.Member)).IsT0.ShouldBeTrue();

        var page = await ReadAsync(instance.Client, "/territoires/commune:38185?annee=2027");

        foreach (var section in new[] { "familles", "classes", "mois" })
        {
            var rows = page.QuerySelectorAll($"section[aria-labelledby={section}] tbody tr").Select(r => r.Children[2].TextContent.Split('(')[0].Trim()).ToList();
            rows.Sum(kg => decimal.Parse(kg.Replace("\u202F", "", StringComparison.Ordinal).Replace("\u00A0", "", StringComparison.Ordinal).Replace('−', '-').Replace(',', '.'), CultureInfo.InvariantCulture))
                .ShouldBe(-148.85m, 0.2m, section);
        }

        page.Body!.TextContent.ShouldNotContain("de ce poids vient de la balance");

        // With nothing else that year, it is not said to be empty.
        var kettle = await instance.ReadAsync(db => db.Repairs.SingleAsync(r => r.CategoryCode == "kettle"));
        (await instance.SendAsync(new CorrectRepair(kettle.Id, f => f with { Date = new LocalDate(2026, 2, 10) }), workshop.Member)).IsT0.ShouldBeTrue();
        (await ReadAsync(instance.Client, "/territoires/commune:38185?annee=2027")).Body!.TextContent.ShouldNotContain("Aucune réparation enregistrée");
    }

    /// <summary>Repaired in a year that is closed, then said to be at its end: this year counts one repaired less and one more brought to its end, of nothing brought.</summary>
    [Theory, BothDatabases]
    public async Task An_outcome_corrected_in_a_closed_year_has_no_share_in_this_one(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        await ImpactApiTests.RecordAsync(instance, workshop, "mobile", new LocalDate(2026, 12, 20));
        await ImpactApiTests.RecordAsync(instance, workshop, "kettle", new LocalDate(2027, 2, 10));
        (await instance.SendAsync(new ClosePeriod("commune:38185", "2026"), workshop.Agent)).IsT0.ShouldBeTrue();
        var phone = await instance.ReadAsync(db => db.Repairs.SingleAsync(r => r.CategoryCode == "mobile"));
        (await instance.SendAsync(new CorrectRepair(phone.Id, f => f with { Outcome = "end-of-life" }, "Elle ne s’allume plus"), workshop.Member)).IsT0.ShouldBeTrue();

        foreach (var territory in new[] { "commune:38185", "departement:38" })
        {
            var rows = (await ReadAsync(instance.Client, $"/territoires/{territory}/objets?annee=2027")).QuerySelectorAll("section[aria-labelledby=familles] tbody tr").Select(r => (r.Children[1].TextContent, r.Children[3].TextContent));
            rows.ShouldBe([("1", "100\u00A0%"), ("0", "–")]);
        }

        using var agent = await instance.SignInAs(workshop.Agent);
        (await ReadAsync(agent, "/mairie/bilan?territoire=commune:38185&annee=2027")).QuerySelectorAll("#ateliers ~ div tbody tr").ShouldHaveSingleItem();
    }

    /// <summary>What nobody had said of a phone of a closed year is said now: this year counts one more of that barrier, and one less without any.</summary>
    [Theory, BothDatabases]
    public async Task A_barrier_corrected_in_a_closed_year_is_taken_back_in_the_tables_of_this_one(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        await ImpactApiTests.RecordAsync(instance, workshop, "mobile", new LocalDate(2025, 12, 20), "end-of-life");
        await ImpactApiTests.RecordAsync(instance, workshop, "kettle", new LocalDate(2027, 2, 10));
        (await instance.SendAsync(new ClosePeriod("commune:38185", "2025"), workshop.Agent)).IsT0.ShouldBeTrue();
        var phone = await instance.ReadAsync(db => db.Repairs.SingleAsync(r => r.CategoryCode == "mobile"));
        (await instance.SendAsync(new CorrectRepair(phone.Id, f => f with { Barrier = "worn-out" }, "La batterie"), workshop.Member)).IsT0.ShouldBeTrue();

        var page = await ReadAsync(instance.Client, "/territoires/commune:38185/objets?annee=2027");
        page.QuerySelectorAll("section[aria-labelledby=obstacles] tbody tr").Select(r => r.Children[1].TextContent).ShouldBe(["1", "−1"]);
        var report = TableFile.Rows(await instance.Client.GetStringAsync("/territoires/commune:38185/rapport/2027.csv"));
        report.Where(r => r["section"] == "barriers" && r["measure"] == "year_items").Select(r => r["value"]).ShouldBe(["1", "-1"]);
        using var agent = await instance.SignInAs(workshop.Agent);
        var board = await ReadAsync(agent, "/mairie/bilan?territoire=commune:38185&annee=2027");
        board.QuerySelectorAll("section[aria-labelledby=par-barrier] tbody tr").Select(r => r.Children[1].TextContent.Trim()).ShouldBe(["1", "−1"], ignoreOrder: true);
    }

    /// <summary>Objectives are set for the year to come: what leads there shows its zeros, and no report of a year that has not begun.</summary>
    [Theory, BothDatabases]
    public async Task A_year_to_come_has_a_dashboard_of_zeros_and_no_report(DatabaseKind kind)
    {
        var (instance, workshop) = await TownAsync(kind);
        await using var disposed = instance;
        using var agent = await instance.SignInAs(workshop.Agent);

        var objectives = await ReadAsync(agent, "/mairie/objectifs?territoire=commune:38185&annee=2028");
        objectives.QuerySelectorAll("main a[href*='/rapport/']").ShouldBeEmpty();
        (await ReadAsync(agent, "/mairie/objectifs?territoire=commune:38185&annee=2027")).QuerySelectorAll("main a[href*='/rapport/2027']").ShouldHaveSingleItem();

        var page = await ReadAsync(agent, objectives.QuerySelector("main .back a")!.GetAttribute("href")!);
        page.QuerySelector("h1")!.TextContent.ShouldContain("Bilan");
        page.QuerySelector("#du")!.GetAttribute("value").ShouldBe("2028-01-01");
        page.QuerySelectorAll("#ateliers").ShouldBeEmpty("there is nothing to tell of its months");
        var files = page.QuerySelectorAll("main p.note a[href*='.csv']").Select(a => a.GetAttribute("href")!).ToList();
        files.Count.ShouldBe(6);
        files.ShouldAllBe(file => file.Contains("annee=2028&", StringComparison.Ordinal) || file.Contains("from=2028-01-01&to=2028-12-31", StringComparison.Ordinal));
        (await ReadAsync(agent, "/mairie/bilan?territoire=commune:38185&du=2029-01-01&au=2029-03-31")).QuerySelector("#au")!.GetAttribute("value").ShouldBe("2029-03-31");
    }

    /// <summary>The oldest that can be imported: the list of years leads there.</summary>
    [Fact]
    public async Task Years_before_2000_that_an_import_may_hold_have_their_page()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);

        (await ReadAsync(instance.Client, "/territoires/country:FRA?annee=1970")).QuerySelector("h1").ShouldNotBeNull();

        var workshop = await instance.Given.WorkshopAsync();
        await ImpactApiTests.RecordAsync(instance, workshop, "kettle", new LocalDate(2001, 2, 10), "fixed", 1m);
        foreach (var address in (await ReadAsync(instance.Client, "/territoires/commune:38185?annee=1999")).QuerySelectorAll("main a").Select(a => a.GetAttribute("href")!).Where(a => a.StartsWith("/territoires", StringComparison.Ordinal)))
        {
            (await instance.Client.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.OK, address);
        }
    }

    /// <summary>A bicycle is in the total and in no class of electrical waste; an electric one is there, in none of the six.</summary>
    [Fact]
    public async Task What_has_no_electricity_is_told_beside_and_counted_in_no_class_of_its_waste()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();
        foreach (var day in Enumerable.Range(3, 3))
        {
            await ImpactApiTests.RecordAsync(instance, workshop, "bicycle", new LocalDate(2027, 1, day), "fixed", 14m);
        }

        (await TextAsync()).ShouldContain("Et 3 objets sans électricité réparés : 42,0 kg");

        await ImpactApiTests.RecordAsync(instance, workshop, "e-bike-scooter", new LocalDate(2027, 1, 20), "fixed", 22m);
        (await TextAsync()).ShouldContain("Et 3 objets sans électricité réparés : 42,0 kg");
        (await ReadAsync(instance.Client, "/territoires/commune:38185?annee=2027")).QuerySelector("section[aria-labelledby=classes] tbody tr")!.Children[1].TextContent.ShouldBe("1", "of four objects, one is such waste");

        async Task<string> TextAsync() => (await ReadAsync(instance.Client, "/territoires/commune:38185?annee=2027")).QuerySelectorAll("p.hint").Select(p => p.TextContent.Replace('\u00A0', ' ').Replace('\u202F', ' ')).SingleOrDefault(t => t.Contains("sans électricité", StringComparison.Ordinal)) ?? "";
    }

    /// <summary>What is imported is seen at once, as what is recorded by hand is.</summary>
    [Fact]
    public async Task An_import_makes_the_pages_that_are_kept_ready_again()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        await using var scope = instance.Services.CreateAsyncScope();

        foreach (var handlers in new IEnumerable<object>[] { scope.ServiceProvider.GetServices<INotificationHandler<ImportedRepairsWritten>>(), scope.ServiceProvider.GetServices<INotificationHandler<RepairsWritten>>() })
        {
            handlers.ShouldContain(h => h is FreshPages);
        }
    }

    [Theory, BothDatabases]
    public async Task The_page_of_a_territory_says_what_the_api_says(DatabaseKind kind)
    {
        var (instance, _) = await TownAsync(kind);
        await using var disposed = instance;

        var page = await ReadAsync(instance.Client, "/territoires/epci:200040715");

        page.Title.ShouldBe("Bilan 2027\u00A0: Grenoble-Alpes-Métropole – RepairNet");
        var figures = page.QuerySelectorAll(".figures > div").ToList();
        figures.Count.ShouldBe(3);
        figures[0].QuerySelector(".big")!.TextContent.ShouldBe("20");
        figures[0].TextContent.ShouldContain("Sur 24 objets apportés");
        figures[1].QuerySelector("svg.range").ShouldNotBeNull();
        figures[1].TextContent.ShouldContain("Entre ");
        page.QuerySelectorAll("section > h2").Select(h => h.TextContent).ShouldBe(["Mois par mois", "Famille par famille", "Par catégorie européenne de déchets électriques", "Commune par commune"]);
        foreach (var section in page.QuerySelectorAll("main section"))
        {
            section.QuerySelector("svg[role=img] > title")!.TextContent.Trim().ShouldNotBeEmpty();
            section.QuerySelector("details table caption")!.TextContent.Trim().ShouldNotBeEmpty();
        }

        page.QuerySelectorAll("#mois ~ details tbody tr").Select(r => r.QuerySelector("th")!.TextContent).ShouldBe(["Janvier", "Février"]);
        page.QuerySelector("#communes ~ details")!.TextContent.ShouldContain("Échirolles");
        page.QuerySelectorAll("a[href*='impact.csv']").Length.ShouldBe(4);
        foreach (var link in page.QuerySelectorAll("a[href*='impact.csv']"))
        {
            using var csv = await instance.Client.GetAsync(link.GetAttribute("href"));
            csv.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task Where_nobody_lives_there_is_no_rate_and_what_was_avoided_is_said()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        // Bezonvaux, one of six villages of the Great War without inhabitants.
        var unpeopled = await instance.Given.WorkshopAsync(communeCode: "55050", epciCode: "200049187");
        await ImpactApiTests.RecordAsync(instance, unpeopled, "washing-machine", new LocalDate(2027, 1, 5), weighed: 80m);
        await ImpactApiTests.RecordAsync(instance, unpeopled, "washing-machine", new LocalDate(2027, 1, 6), weighed: 50m);

        var page = await ReadAsync(instance.Client, "/territoires/departement:55");

        var classes = page.QuerySelectorAll("#communes ~ details tbody tr").ToDictionary(r => r.QuerySelector("th")!.TextContent, r => r.QuerySelector("td")!.TextContent);
        classes["Sans habitants, donc sans taux"].ShouldBe("Bezonvaux 130\u00A0kg");
        classes["Rien d’évité"].ShouldBe("498");
        page.QuerySelector("main")!.TextContent.ShouldContain("C’est à peu près le poids de 2 lave-linge.", Case.Sensitive, "130 kg are 1.8 times 72.5 kg");
        page.QuerySelector("#communes ~ details caption")!.TextContent.ShouldContain("pour 1\u202F000 habitants");
    }

    [Fact]
    public async Task A_full_year_keeps_to_the_budget_of_a_public_page()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite, new TestOptions
        {
            Settings = new Dictionary<string, string?> { ["Instance:Phone"] = "0465712010", ["Instance:PhoneHours"] = "du lundi au vendredi", ["Instance:TerritoryName"] = "Grenoble-Alpes-Métropole" },
        });
        var workshops = new List<Workshop>();
        foreach (var commune in new[] { Given.Grenoble, Given.Echirolles, "38421", "38229", "38382" })
        {
            workshops.Add(await instance.Given.WorkshopAsync(communeCode: commune));
        }

        var families = instance.Services.GetRequiredService<EquipmentCatalogue>().Categories.Select(c => c.Code).ToList();
        for (var i = 0; i < 60; i++)
        {
            await ImpactApiTests.RecordAsync(instance, workshops[i % workshops.Count], families[i % families.Count], new LocalDate(2026 - (i % 2), 1 + (i % 12), 3));
            await ImpactApiTests.RecordAsync(instance, workshops[i % workshops.Count], families[i % families.Count], new LocalDate(2026, 1 + (i % 12), 4));
        }

        foreach (var key in new[] { "epci:200040715", "departement:38", "country:FRA" })
        {
            var page = await ReadAsync(instance.Client, "/territoires/" + key);
            page.QuerySelectorAll("#mois ~ details tbody tr").Length.ShouldBe(12);
            page.All.Count(e => e.Ancestors<IElement>().All(a => a.LocalName != "svg")).ShouldBeLessThanOrEqualTo(300, key);
        }
    }

    [Fact]
    public async Task Every_kind_of_territory_has_its_page_in_both_languages()
    {
        var (instance, _) = await TownAsync();
        await using var disposed = instance;
        foreach (var key in new[] { "commune:38185", "epci:200040715", "departement:38", "region:84", "country:FRA", "departement:971", "region:11", "country:DEU" })
        {
            (await ReadAsync(instance.Client, $"/territoires/{key}")).QuerySelectorAll("h1").Length.ShouldBe(1);
            (await ReadAsync(instance.Client, $"/en/territoires/{key}")).QuerySelector("html")!.GetAttribute("lang").ShouldBe("en");
        }

        (await ReadAsync(instance.Client, "/territoires/commune:38185?annee=2020")).QuerySelector("main")!.TextContent.ShouldContain("Aucune réparation enregistrée en 2020.");
        var english = await ReadAsync(instance.Client, "/en/territoires/epci:200040715");
        english.QuerySelectorAll("section > h2")[0].TextContent.ShouldBe("Month by month");
        english.QuerySelectorAll("svg desc").Select(d => d.TextContent).ShouldContain(d => d.StartsWith("From ", StringComparison.Ordinal) && d.Contains(" in January ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_address_that_names_nothing_is_not_found_and_an_old_one_leads_to_the_new()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        foreach (var path in new[] { "/territoires/commune:99999", "/territoires/nowhere", "/territoires/country:FRA?annee=99999", "/territoires/country:FRA?annee=1" })
        {
            using var missing = await instance.Client.GetAsync(path);
            missing.StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }

        // Paris 11e is an arrondissement of Paris.
        using var old = await instance.Client.GetAsync("/territoires/commune:75111?annee=2027");
        old.StatusCode.ShouldBe(HttpStatusCode.MovedPermanently);
        old.Headers.Location!.ToString().ShouldBe("/territoires/commune:75056?annee=2027");
    }

    [Fact]
    public async Task A_repair_is_in_the_page_at_once()
    {
        var (instance, workshop) = await TownAsync();
        await using var disposed = instance;
        (await ReadAsync(instance.Client, "/territoires/commune:38185")).QuerySelector(".big")!.TextContent.ShouldBe("13");

        await ImpactApiTests.RecordAsync(instance, workshop, "mobile", new LocalDate(2027, 3, 1));

        (await ReadAsync(instance.Client, "/territoires/commune:38185")).QuerySelector(".big")!.TextContent.ShouldBe("14");
    }

    [Fact]
    public async Task The_town_hall_sees_its_own_territories_workshop_by_workshop()
    {
        var (instance, workshop) = await TownAsync();
        await using var disposed = instance;
        using var agent = await instance.SignInAs(Given.AgentOf(TerritoryKey.From("epci:200040715")));

        var page = await ReadAsync(agent, "/mairie/bilan");

        page.QuerySelector("h1")!.TextContent.ShouldContain("Grenoble-Alpes-Métropole");
        var rows = page.QuerySelectorAll("#ateliers ~ div tbody tr").ToList();
        rows.Count.ShouldBe(2);
        rows.Select(r => r.QuerySelector("th")!.TextContent).ShouldContain("Atelier <b>de</b> Grenoble");
        (await ReadAsync(agent, "/mairie/bilan?territoire=commune:38185")).QuerySelector("h1")!.TextContent.ShouldContain("Grenoble");
        foreach (var foreign in new[] { "commune:69123", "departement:38", "country:FRA", "nowhere" })
        {
            using var refused = await agent.GetAsync($"/mairie/bilan?territoire={foreign}");
            refused.StatusCode.ShouldBe(HttpStatusCode.NotFound, foreign);
        }

        using var member = await instance.SignInAs(workshop.Member);
        using var forbidden = await member.GetAsync("/mairie/bilan");
        forbidden.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var anonymous = await instance.Client.GetAsync("/mairie/bilan");
        anonymous.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        anonymous.Headers.Location!.ToString().ShouldContain("/connexion");
    }
}
