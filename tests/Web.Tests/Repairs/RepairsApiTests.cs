using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using RepairNet.Application.Repairs;
using RepairNet.Domain.Common;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using RepairNet.Web.Tests.Bookings;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Repairs;

public sealed class RepairsApiTests
{
    private static JsonObject Body(Workshop workshop, string category = "kettle", string outcome = "fixed") => new()
    {
        ["organisationId"] = workshop.Organisation.Id.ToString(),
        ["placeId"] = workshop.Place.Id.ToString(),
        ["date"] = "2027-03-01",
        ["item"] = new JsonObject { ["category"] = category },
        ["outcome"] = outcome,
    };

    [Theory, BothDatabases]
    public async Task A_repair_is_recorded_read_and_corrected(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        using var client = await instance.BearerFor(workshop.Member);
        var body = Body(workshop);
        body["weighedKg"] = 1.1;
        body["parts"] = new JsonArray("joint");

        using var created = await client.PostAsJsonAsync("/api/v1/repairs", body);

        created.StatusCode.ShouldBe(HttpStatusCode.Created);
        var recorded = (await created.Content.ReadFromJsonAsync<JsonNode>())!;
        created.Headers.Location!.ToString().ShouldBe($"/api/v1/repairs/{recorded["id"]}");
        recorded["itemCode"]!.GetValue<string>().Length.ShouldBe(9);
        recorded["impact"]!["diverted"]!["kg"]!["central"]!.GetValue<decimal>().ShouldBe(1.1m);
        recorded["impact"]!["diverted"]!["weighedKg"]!.GetValue<decimal>().ShouldBe(1.1m);
        recorded["impact"]!["co2e"]!["kg"]!["high"]!.GetValue<decimal>().ShouldBe(53.184m);
        recorded["impact"]!["counted"]!.GetValue<bool>().ShouldBeTrue();

        using var corrected = await client.PatchAsJsonAsync(created.Headers.Location, new JsonObject { ["weighedKg"] = null, ["Item"] = new JsonObject { ["Brand"] = "Seb" } });
        corrected.StatusCode.ShouldBe(HttpStatusCode.OK);
        var read = (await client.GetFromJsonAsync<JsonNode>(created.Headers.Location))!;
        read["weighedKg"].ShouldBeNull();
        read["item"]!["brand"]!.GetValue<string>().ShouldBe("Seb");
        read["item"]!["category"]!.GetValue<string>().ShouldBe("kettle");
        read["parts"]![0]!.GetValue<string>().ShouldBe("joint");
        read["version"]!.GetValue<int>().ShouldBe(2);

        var impact = (await instance.Client.GetFromJsonAsync<JsonNode>("/api/v1/impact?territory=commune:38185"))!;
        impact["repairs"]!["fixed"]!.GetValue<int>().ShouldBe(1);
        impact["diverted"]!["kg"]!["central"]!.GetValue<decimal>().ShouldBe(1.25m);
    }

    /// <summary>Grams read as kilograms: whoever means them says so.</summary>
    [Fact]
    public async Task A_part_without_a_name_is_asked_for_it()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();
        using var client = await instance.BearerFor(workshop.Member);
        var body = Body(workshop, "mobile");
        body["parts"] = new JsonArray("Batterie", null);

        using var refused = await client.PostAsJsonAsync("/api/v1/repairs", body);

        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        ((string?)(await refused.Content.ReadFromJsonAsync<JsonNode>())!["errors"]!["parts"]![0]).ShouldBe("Donnez le nom de chaque pièce.");
    }

    [Theory, BothDatabases]
    public async Task A_telephone_of_150_kg_is_asked_about(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        using var client = await instance.BearerFor(workshop.Member);
        foreach (var field in new[] { "weighedKg", "declaredKg" })
        {
            var body = Body(workshop, "mobile");
            body[field] = 150;
            using var refused = await client.PostAsJsonAsync("/api/v1/repairs", body);
            refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            ((string?)(await refused.Content.ReadFromJsonAsync<JsonNode>())!["errors"]![field]![0])!.ShouldContain("en grammes");
        }

        var repair = Body(workshop, "mobile");
        repair["weighedKg"] = 0.15;
        using var created = await client.PostAsJsonAsync("/api/v1/repairs", repair);
        created.StatusCode.ShouldBe(HttpStatusCode.Created);
        using var heavier = await client.PatchAsJsonAsync(created.Headers.Location, new JsonObject { ["weighedKg"] = 150 });
        heavier.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await instance.Client.GetFromJsonAsync<JsonNode>("/api/v1/impact?territory=commune:38185"))!["diverted"]!["kg"]!["central"]!.GetValue<decimal>().ShouldBe(0.15m);

        using var sure = await client.PatchAsJsonAsync(created.Headers.Location, new JsonObject { ["weighedKg"] = 150, ["sure"] = true });
        sure.StatusCode.ShouldBe(HttpStatusCode.OK);

        // What is known to be so is not asked about again.
        using var other = await client.PatchAsJsonAsync(created.Headers.Location, new JsonObject { ["minutes"] = 20 });
        other.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory, BothDatabases]
    public async Task A_correction_may_say_again_which_appointment_it_was_and_not_change_it(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(benches: 2);
        using var client = await instance.BearerFor(workshop.Member);
        var reference = (await BookingsApiTests.JsonAsync(await BookingsApiTests.PostAsync(instance.Client, BookingsApiTests.Body(workshop, "2027-03-01T14:00:00+01:00")))).GetProperty("reference").GetString()!;
        using var booked = await client.PostAsJsonAsync("/api/v1/repairs", new { bookingReference = reference, outcome = "fixed" });
        booked.StatusCode.ShouldBe(HttpStatusCode.Created);
        using var walkIn = await client.PostAsJsonAsync("/api/v1/repairs", Body(workshop));
        walkIn.StatusCode.ShouldBe(HttpStatusCode.Created);

        foreach (var said in new[] { reference, reference.ToLowerInvariant(), null })
        {
            using var corrected = await client.PatchAsJsonAsync(booked.Headers.Location, new JsonObject { ["bookingReference"] = said, ["minutes"] = 20 });
            corrected.StatusCode.ShouldBe(HttpStatusCode.OK, said);
        }

        foreach (var (repair, said) in new[] { (booked, "GRE-2222"), (booked, "x"), (booked, ""), (walkIn, reference) })
        {
            using var refused = await client.PatchAsJsonAsync(repair.Headers.Location, new JsonObject { ["bookingReference"] = said, ["minutes"] = 30 });
            refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, said);
            (await refused.Content.ReadFromJsonAsync<JsonNode>())!["errors"]!["bookingReference"].ShouldNotBeNull();
        }
    }

    [Fact]
    public async Task Nothing_is_recorded_of_a_day_to_come()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();
        using var client = await instance.BearerFor(workshop.Member);
        var reference = (await BookingsApiTests.JsonAsync(await BookingsApiTests.PostAsync(instance.Client, BookingsApiTests.Body(workshop, "2027-03-02T09:00:00+01:00")))).GetProperty("reference").GetString();

        foreach (var date in new[] { null, "2027-03-01", "2027-03-02" })
        {
            using var answer = await client.PostAsJsonAsync("/api/v1/repairs", new { bookingReference = reference, date, outcome = "fixed" });
            answer.StatusCode.ShouldBe(date == "2027-03-02" ? HttpStatusCode.UnprocessableEntity : HttpStatusCode.Conflict, date);
            var problem = (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
            problem["type"]!.GetValue<string>().ShouldBe(date == "2027-03-02" ? "/problems/invalid" : "/problems/not-the-day");
            (problem["day"]?.GetValue<string>()).ShouldBe(date == "2027-03-02" ? null : "2027-03-02");
        }

        foreach (var note in new[] { "check-in", "no-show" })
        {
            (await client.PostAsync($"/api/v1/bookings/by-reference/{reference}/{note}", null)).StatusCode.ShouldBe(HttpStatusCode.Conflict, note);
        }

        var walkIn = Body(workshop);
        walkIn["date"] = "2027-03-02";
        using var tomorrow = await client.PostAsJsonAsync("/api/v1/repairs", walkIn);
        tomorrow.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await tomorrow.Content.ReadFromJsonAsync<JsonNode>())!["errors"]!["date"].ShouldNotBeNull();
        (await client.GetFromJsonAsync<JsonNode>($"/api/v1/impact?territory=commune:38185"))!["repairs"]!["total"]!.GetValue<int>().ShouldBe(0);
    }

    [Theory, BothDatabases]
    public async Task A_repeated_request_gets_the_same_answer(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        using var client = await instance.BearerFor(workshop.Member);
        client.DefaultRequestHeaders.Add("Idempotency-Key", "tablet-1-17");

        using var first = await client.PostAsJsonAsync("/api/v1/repairs", Body(workshop));
        using var second = await client.PostAsJsonAsync("/api/v1/repairs", Body(workshop));

        second.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await second.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
        (await instance.Client.GetFromJsonAsync<JsonNode>("/api/v1/impact?territory=country:FRA"))!["repairs"]!["total"]!.GetValue<int>().ShouldBe(1);
    }

    [Theory, BothDatabases]
    public async Task A_request_repeated_after_its_repair_was_withdrawn_writes_nothing(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        using var client = await instance.BearerFor(workshop.Member);
        client.DefaultRequestHeaders.Add("Idempotency-Key", "tablet-1-18");
        using var first = await client.PostAsJsonAsync("/api/v1/repairs", Body(workshop));
        var id = (await first.Content.ReadFromJsonAsync<JsonNode>())!["id"]!.GetValue<string>();
        (await instance.SendAsync(new WithdrawRepair(RepairId.From(Guid.Parse(id)), "Notée deux fois"), workshop.Member)).IsT0.ShouldBeTrue();

        using var second = await client.PostAsJsonAsync("/api/v1/repairs", Body(workshop));

        second.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var problem = (await second.Content.ReadFromJsonAsync<JsonNode>())!;
        (problem["type"]!.GetValue<string>(), problem["id"]!.GetValue<string>()).ShouldBe(("/problems/repair-withdrawn", id));
        (await instance.Client.GetFromJsonAsync<JsonNode>("/api/v1/impact?territory=country:FRA"))!["repairs"]!["total"]!.GetValue<int>().ShouldBe(0);
    }

    [Fact]
    public async Task Every_role_gets_its_own_refusal()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();
        var other = await instance.Given.WorkshopAsync();

        async Task<HttpStatusCode> As(HttpClient client)
        {
            using var answer = await client.PostAsJsonAsync("/api/v1/repairs", Body(workshop));
            return answer.StatusCode;
        }

        (await As(instance.Client)).ShouldBe(HttpStatusCode.Unauthorized);
        (await As(await instance.BearerFor(Given.SignedIn))).ShouldBe(HttpStatusCode.Forbidden);
        (await As(await instance.BearerFor(workshop.Agent))).ShouldBe(HttpStatusCode.Forbidden);
        (await As(await instance.BearerFor(other.Member))).ShouldBe(HttpStatusCode.NotFound);
        (await As(await instance.BearerFor(workshop.Member))).ShouldBe(HttpStatusCode.Created);
        (await As(await instance.BearerFor(Given.Operator))).ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task What_cannot_be_read_is_told_from_what_is_wrong()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();
        using var client = await instance.BearerFor(workshop.Member);
        using var created = await client.PostAsJsonAsync("/api/v1/repairs", Body(workshop));

        async Task<(HttpStatusCode, string?, string)> Send(HttpMethod method, string path, string json)
        {
            using var request = new HttpRequestMessage(method, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
            using var answer = await client.SendAsync(request);
            var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
            return (answer.StatusCode, (string?)problem["type"], string.Join(',', (problem["errors"] as JsonObject)?.Select(e => e.Key) ?? []));
        }

        var repair = created.Headers.Location!.ToString();
        foreach (var json in new[] { "{", "[]", "{\"weighedKg\":\"1,2\"}", "{\"minutes\":3.5}", "{\"item\":7}", "{\"parts\":\"joint\"}" })
        {
            (await Send(HttpMethod.Post, "/api/v1/repairs", json)).ShouldBe((HttpStatusCode.BadRequest, "/problems/malformed", ""), json);
            (await Send(HttpMethod.Patch, repair, json)).ShouldBe((HttpStatusCode.BadRequest, "/problems/malformed", ""), json);
        }

        (await Send(HttpMethod.Post, "/api/v1/repairs", "{}")).ShouldBe((HttpStatusCode.UnprocessableEntity, "/problems/invalid", "organisationId,placeId"));
        (await Send(HttpMethod.Post, "/api/v1/repairs", Body(workshop, "unicorn").ToJsonString())).ShouldBe((HttpStatusCode.UnprocessableEntity, "/problems/invalid", "item.category"));
        (await Send(HttpMethod.Patch, repair, "{\"outcome\":\"mended\"}")).ShouldBe((HttpStatusCode.UnprocessableEntity, "/problems/invalid", "outcome"));
        (await Send(HttpMethod.Patch, repair, "{\"date\":\"29/03/2027\"}")).ShouldBe((HttpStatusCode.UnprocessableEntity, "/problems/invalid", "date"));
        (await Send(HttpMethod.Patch, repair, "{\"itemCode\":\"ABCD-2345\"}")).ShouldBe((HttpStatusCode.UnprocessableEntity, "/problems/invalid", "itemCode"));
        (await Send(HttpMethod.Patch, "/api/v1/repairs/nothing", "{}")).Item1.ShouldBe(HttpStatusCode.NotFound);
    }
}
