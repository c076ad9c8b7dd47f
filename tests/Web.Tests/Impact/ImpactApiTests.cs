using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NodaTime;
using RepairNet.Application.Repairs;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Impact;

public sealed class ImpactApiTests
{
    internal static async Task RecordAsync(TestInstance instance, Workshop workshop, string category, LocalDate date, string outcome = "fixed", decimal? weighed = null) =>
        (await instance.SendAsync(new RecordRepair(null, workshop.Organisation.Id, workshop.Place.Id, new RepairFields(date, new RepairedItem(category), outcome, WeighedKg: weighed)), workshop.Member))
            .IsT0.ShouldBeTrue();

    [Theory, BothDatabases]
    public async Task Figures_have_the_shape_of_the_contract(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        await RecordAsync(instance, workshop, "kettle", new LocalDate(2027, 2, 10), weighed: 1.1m);
        await RecordAsync(instance, workshop, "bicycle", new LocalDate(2027, 2, 11));
        await RecordAsync(instance, workshop, "misc-powered", new LocalDate(2027, 3, 1), "end-of-life");

        var impact = (await instance.Client.GetFromJsonAsync<JsonNode>("/api/v1/impact?territory=commune:38185&from=2027-01-01&to=2027-12-31&groupBy=weee6"))!;

        impact["territory"]!["key"]!.GetValue<string>().ShouldBe("commune:38185");
        impact["territory"]!["name"]!.GetValue<string>().ShouldBe("Grenoble");
        impact["territory"]!["population"]!.GetValue<long>().ShouldBeGreaterThan(150_000);
        impact["period"]!.ToJsonString().ShouldBe("""{"from":"2027-01-01","to":"2027-12-31"}""");
        impact["factors"]!.GetValue<string>().ShouldBe("rn-2026");
        impact["repairs"]!.ToJsonString().ShouldBe("""{"total":3,"fixed":2,"repairable":0,"endOfLife":1,"unknown":0}""");
        impact["diverted"]!.ToJsonString().ShouldBe("""{"kg":{"low":13.18,"central":16.2,"high":19.22},"weighedKg":1.1,"declaredKg":0,"averagedKg":15.1,"itemsWithoutWeight":0}""");
        impact["eWasteDiverted"]!.ToJsonString().ShouldBe("""{"kg":{"low":1.1,"central":1.1,"high":1.1},"weighedKg":1.1,"declaredKg":0,"averagedKg":0,"itemsWithoutWeight":0}""");
        impact["co2e"]!.ToJsonString().ShouldBe("""{"kg":{"low":37.14,"central":96.96,"high":232.704},"itemsWithoutFootprint":0}""");
        impact["reuse"]!["intakeKg"]!.GetValue<decimal>().ShouldBe(0);
        impact["groups"]!.AsArray().Select(g => (string)g!["key"]!).ShouldBe(["5", "none"]);
        impact["groups"]![1]!["repairs"]!["fixed"]!.GetValue<int>().ShouldBe(1);

        (await instance.Client.GetFromJsonAsync<JsonNode>("/api/v1/impact?territory=commune:38185&factors=restart-2021"))!["co2e"]!["kg"]!["central"]!.GetValue<decimal>()
            .ShouldBe(0.5m * (44.32m + 149.6m));
        (await instance.Client.GetFromJsonAsync<JsonNode>("/api/v1/impact?territory=commune:38185"))!["period"]!.ToJsonString().ShouldBe("""{"from":null,"to":null}""");
    }

    [Theory]
    [InlineData("territory=commune:99999", HttpStatusCode.NotFound, "/problems/not-found")]
    [InlineData("territory=nowhere", HttpStatusCode.NotFound, "/problems/not-found")]
    [InlineData("", HttpStatusCode.UnprocessableEntity, "/problems/invalid")]
    [InlineData("territory=country:FRA&from=01/02/2027", HttpStatusCode.UnprocessableEntity, "/problems/invalid")]
    [InlineData("territory=country:FRA&from=2027-02-01&to=2027-01-01", HttpStatusCode.UnprocessableEntity, "/problems/invalid")]
    [InlineData("territory=country:FRA&groupBy=week", HttpStatusCode.UnprocessableEntity, "/problems/invalid")]
    [InlineData("territory=country:FRA&groupBy=1", HttpStatusCode.UnprocessableEntity, "/problems/invalid")]
    [InlineData("territory=country:FRA&factors=magic", HttpStatusCode.UnprocessableEntity, "/problems/invalid")]
    public async Task What_makes_no_sense_is_said(string query, HttpStatusCode status, string type)
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        foreach (var path in new[] { "/api/v1/impact", "/api/v1/impact.csv" })
        {
            using var answer = await instance.Client.GetAsync($"{path}?{query}");
            answer.StatusCode.ShouldBe(status);
            ((string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["type"]!).ShouldBe(type);
        }
    }

    [Fact]
    public async Task The_table_has_one_row_for_each_part_and_no_formula()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var plain = await instance.Given.WorkshopAsync("Atelier, le vrai");
        var tricky = await instance.Given.WorkshopAsync("=HYPERLINK(\"x\")");
        for (var i = 0; i < 3; i++)
        {
            await RecordAsync(instance, plain, "kettle", new LocalDate(2027, 2, 10), weighed: 0.5m);
            await RecordAsync(instance, tricky, "kettle", new LocalDate(2027, 2, 10), weighed: 0.25m);
        }

        using var answer = await instance.Client.GetAsync("/api/v1/impact.csv?territory=commune:38185&groupBy=organisation");

        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/csv; charset=utf-8");
        var lines = (await answer.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(3);
        lines[0].ShouldStartWith("territory,from,to,factors,key,label,repairs,fixed,");
        lines[1].ShouldContain($"{plain.Organisation.Id},\"Atelier, le vrai\",3,3,0,0,0,1.5,1.5,1.5,1.5,0,0,0,");
        lines[2].ShouldContain("\"'=HYPERLINK(\"\"x\"\")\"");
        lines.ShouldAllBe(l => !l.StartsWith('='));
        var whole = await instance.Client.GetStringAsync("/api/v1/impact.csv?territory=commune:38185&from=2027-02-10&to=2027-02-10");
        whole.Split("\r\n")[1].ShouldStartWith("commune:38185,2027-02-10,2027-02-10,rn-2026,total,Grenoble,6,6,0,0,0,2.25,2.25,2.25,2.25,0,0,0,");
    }
}
