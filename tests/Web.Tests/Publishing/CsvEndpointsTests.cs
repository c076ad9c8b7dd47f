using System.Net;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using RepairNet.Application.Impact;
using RepairNet.Application.Reuse;
using RepairNet.Application.Training;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Imports;
using RepairNet.Domain.Reuse;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using RepairNet.Web.Tests.Impact;
using RepairNet.Web.Tests.Training;
using Shouldly;
using Sylvan.Data.Csv;
using Xunit;

namespace RepairNet.Web.Tests.Publishing;

/// <summary>Every table the program gives away, found among its routes: no cell of any of them is a formula, whatever names people chose.</summary>
public sealed class CsvEndpointsTests
{
    private const string Formula = "=HYPERLINK(\"http://exemple.fr\",\"x\")";

    /// <summary>Where each is read, by its route. A new table appears here, or the test fails.</summary>
    private static readonly Dictionary<string, string> Addresses = new()
    {
        ["/territoires/{key}/rapport/{annee}.{format}"] = "/territoires/commune:38185/rapport/2026.csv",
        ["/territoires/{key}/rapport/{annee}/impact-service-numerique.csv"] = "/territoires/commune:38185/rapport/2026/impact-service-numerique.csv",
        ["/mairie/bilan.csv"] = "/mairie/bilan.csv?territoire=commune:38185&annee=2026&par=organisation",
        ["/mairie/formations.csv"] = "/mairie/formations.csv?territoire=commune:38185&annee=2027",
        ["/mairie/achats.csv"] = "/mairie/achats.csv?territoire=commune:38185&annee=2026",
        ["/pro/stock.csv"] = "/pro/stock.csv?annee=2027&trimestre=1",
        ["/mairie/tableau.csv"] = "/mairie/tableau.csv?territoire=commune:38185&du=2026-01-01&au=2026-12-31",
        ["/mairie/clotures/{numero:long}/lignes.csv"] = "/mairie/clotures/1/lignes.csv",
        ["/api/v1/closed-periods/{number:long}/entries.csv"] = "/api/v1/closed-periods/1/entries.csv",
        ["/api/v1/courses.csv"] = "/api/v1/courses.csv?territory=commune:38185",
        ["/api/v1/job-offers.csv"] = "/api/v1/job-offers.csv?territory=commune:38185",
        ["/api/v1/impact.csv"] = "/api/v1/impact.csv?territory=commune:38185&groupBy=organisation",
        ["/api/v1/open-data/repairs.csv"] = "/api/v1/open-data/repairs.csv?territory=commune:38185",
        ["/api/v1/open-data/places.csv"] = "/api/v1/open-data/places.csv?territory=commune:38185",
        ["/api/v1/open-data/equipment-categories.csv"] = "/api/v1/open-data/equipment-categories.csv",
        ["/api/v1/open-data/repair-bonuses.csv"] = "/api/v1/open-data/repair-bonuses.csv",
        ["/api/v1/open-data/closed-periods.csv"] = "/api/v1/open-data/closed-periods.csv?territory=commune:38185",
    };

    /// <summary>Tables behind a button of a page of another name.</summary>
    private static readonly string[] Buttons = ["/mairie/journal", "/admin/journal"];

    [Fact]
    public async Task No_cell_of_any_table_is_a_formula()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite, new TestOptions { Settings = new Dictionary<string, string?> { ["Instance:Name"] = "@" + Formula } });
        var workshop = await instance.Given.WorkshopAsync(Formula, kinds: OrganisationKinds.Repairer | OrganisationKinds.ReuseWorkshop);
        var december = new LocalDate(2026, 12, 3);
        for (var i = 0; i < 4; i++)
        {
            await ImpactApiTests.RecordAsync(instance, workshop, "kettle", december, "fixed", 1.5m);
        }

        var centre = await TrainingFiguresPagesTests.TaughtAsync(instance, Formula);
        var offer = (await instance.SendAsync(new AddJobOffer(centre.Organisation.Id, new JobOfferDetails("job", "repair", "I1402", Formula, "-1+1", 35 * 60, "38185", Pay: "@pay", Phone: "04 65 71 22 34")), centre.Manager)).AsT0.Id;
        (await instance.SendAsync(new ActOnJobOffer(offer, JobOfferAct.Publish), centre.Manager)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(
            new RecordWeighing(workshop.Organisation.Id, null, new WeighingFields(WeighingDirection.In, new LocalDate(2027, 3, 1), [new WeighedLine(null, 2m)], Channel: "drop-off")), workshop.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new NameBuyer("commune:38185", "21380185500015", Formula), workshop.Agent)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new DeclarePurchase("commune:38185", 2026, "papier", 10, 5, null, null, "-1+1"), workshop.Agent)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new ClosePeriod("commune:38185", "2026"), workshop.Agent)).IsT0.ShouldBeTrue();
        using var agent = await instance.SignInAs(workshop.Agent);
        using var member = await instance.SignInAs(workshop.Member);
        using var program = await instance.BearerFor(workshop.Agent);
        var routes = instance.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.EndsWith(".csv", StringComparison.Ordinal) || e.RoutePattern.RawText.EndsWith(".{format}", StringComparison.Ordinal)
                || e.Metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>().Any(p => p.ContentTypes.Contains("text/csv")))
            .Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/')).Distinct().ToList();

        routes.Except(Addresses.Keys).ShouldBeEmpty("say here where these tables are read");
        Addresses.Keys.Except(routes).ShouldBeEmpty("these tables are gone");
        var withNames = 0;
        foreach (var address in Addresses.Values)
        {
            var client = address.StartsWith("/api", StringComparison.Ordinal) ? program : address.StartsWith("/pro", StringComparison.Ordinal) ? member : agent;
            using var answer = await client.GetAsync(address);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, address);
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv", address);
            withNames += Check(await answer.Content.ReadAsStringAsync(), address);
        }

        withNames.ShouldBeGreaterThanOrEqualTo(4, "the names that people chose are in several of them");
        using var head = await instance.SignInAs(Given.Operator);
        foreach (var page in Buttons)
        {
            using var answer = await (page.StartsWith("/admin", StringComparison.Ordinal) ? head : agent).SendFormAsync(page, [], page);
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv", page);
            Check(await answer.Content.ReadAsStringAsync(), page);
        }
    }

    /// <returns>1 when the name is in it, with what makes it harmless.</returns>
    private static int Check(string csv, string address)
    {
        using var reader = CsvDataReader.Create(new StringReader(csv), new CsvDataReaderOptions { HasHeaders = false });
        var (rows, found) = (0, 0);
        while (reader.Read())
        {
            rows++;
            for (var i = 0; i < reader.RowFieldCount; i++)
            {
                var cell = reader.GetString(i);
                OrdsCell.IsFormula(cell).ShouldBeFalse($"{address}: {cell}");
                found = OrdsCell.Bare(cell).Contains(Formula, StringComparison.Ordinal) ? 1 : found;
            }
        }

        rows.ShouldBeGreaterThan(1, address);
        return found;
    }
}
