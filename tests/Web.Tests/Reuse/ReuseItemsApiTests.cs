using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using RepairNet.Domain.Directory;
using RepairNet.TestSupport;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Reuse;

/// <summary>Items by the API: a workshop's own, those on offer, and what is kept for someone.</summary>
public sealed class ReuseItemsApiTests
{
    private static async Task<JsonElement> ReadAsync(Task<HttpResponseMessage> sent, HttpStatusCode expected)
    {
        using var answer = await sent;
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(expected, text);
        return JsonDocument.Parse(text).RootElement.Clone();
    }

    [Theory, BothDatabases]
    public async Task A_till_follows_sells_and_takes_back_and_anyone_finds_and_reserves(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(name: "La Remise", kinds: OrganisationKinds.ReuseWorkshop);
        using var till = await instance.BearerFor(workshop.Member);
        using var reader = await instance.BearerFor(workshop.Reader);
        using var anyone = instance.NewClient(cookies: false);
        var items = $"/api/v1/organisations/{workshop.Organisation.Id}/items";
        Task<HttpResponseMessage> Act(string code, object body) => till.PostAsJsonAsync($"/api/v1/items/{code}/acts", body);

        var wrong = await ReadAsync(till.PostAsJsonAsync(items, new { category = "none", name = "", weighedKg = -1 }), HttpStatusCode.UnprocessableEntity);
        wrong.GetProperty("errors").EnumerateObject().Select(e => e.Name).ShouldBe(["category", "name", "weighedKg"], ignoreOrder: true);
        (await ReadAsync(reader.PostAsJsonAsync(items, new { category = "laptop", name = "Portable", weighedKg = 1.6 }), HttpStatusCode.Forbidden)).GetProperty("type").GetString().ShouldBe("/problems/forbidden");
        var added = await ReadAsync(till.PostAsJsonAsync(items, new { category = "laptop", name = "Portable", brand = "Lenovo", weighedKg = 1.6, channel = "business" }), HttpStatusCode.Created);
        var code = added.GetProperty("code").GetString()!;
        added.GetProperty("state").GetString().ShouldBe("taken-in");

        (await ReadAsync(Act(code, new { act = "sell" }), HttpStatusCode.Conflict)).GetProperty("type").GetString().ShouldBe("/problems/data-not-erased");
        (await ReadAsync(Act(code, new { act = "dance" }), HttpStatusCode.UnprocessableEntity)).GetProperty("errors").TryGetProperty("act", out _).ShouldBeTrue();
        (await ReadAsync(Act(code, new { act = "wipe", method = "overwritten", accountsRemoved = true, verified = true }), HttpStatusCode.OK)).GetProperty("certificate").GetString().ShouldBe($"EFF-{code}-1");
        (await ReadAsync(Act(code, new { act = "offer", priceEur = 120, guaranteeMonths = 6, words = "Batterie neuve." }), HttpStatusCode.OK)).GetProperty("state").GetString().ShouldBe("offered");

        var found = await ReadAsync(anyone.GetAsync("/api/v1/reuse-items?commune=38185&q=lenovo&maxEur=150"), HttpStatusCode.OK);
        var card = found.GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        (card.GetProperty("priceEur").GetDecimal(), card.GetProperty("distanceKm").GetDouble(), found.GetProperty("next").ValueKind).ShouldBe((120m, 0d, JsonValueKind.Null));
        var id = card.GetProperty("id").GetString();
        var reserved = await ReadAsync(anyone.PostAsJsonAsync($"/api/v1/reuse-items/{id}/reservations", new { contact = new { name = "Nora", email = "nora@exemple.fr" } }), HttpStatusCode.Created);
        reserved.GetProperty("until").GetString().ShouldBe("2027-03-04T09:00:00+01:00");
        var late = await ReadAsync(anyone.PostAsJsonAsync($"/api/v1/reuse-items/{id}/reservations", new { contact = new { name = "Paul", phone = "04 65 71 20 10" } }), HttpStatusCode.Conflict);
        late.GetProperty("type").GetString().ShouldBe("/problems/item-taken");
        (await ReadAsync(anyone.GetAsync("/api/v1/reuse-items?territory=commune:38185"), HttpStatusCode.OK)).GetProperty("items").GetArrayLength().ShouldBe(0);
        (await ReadAsync(anyone.PostAsync($"/api/v1/reservations/{reserved.GetProperty("secret").GetString()}/give-up", null), HttpStatusCode.OK)).GetProperty("status").GetString().ShouldBe("given-up");

        (await ReadAsync(Act(code, new { act = "sell" }), HttpStatusCode.OK)).GetProperty("state").GetString().ShouldBe("sold");
        (await ReadAsync(Act(code, new { act = "sell" }), HttpStatusCode.Conflict)).GetProperty("type").GetString().ShouldBe("/problems/not-so-now");
        await ReadAsync(anyone.GetAsync($"/api/v1/reuse-items/{id}"), HttpStatusCode.NotFound);
        (await ReadAsync(anyone.GetAsync("/api/v1/impact?territory=commune:38185"), HttpStatusCode.OK)).GetProperty("reuse").GetProperty("reusedKg").GetDecimal().ShouldBe(1.6m);
        var gone = await ReadAsync(reader.GetAsync(items + "?state=gone"), HttpStatusCode.OK);
        gone.GetProperty("items").EnumerateArray().ShouldHaveSingleItem().GetProperty("code").GetString().ShouldBe(code);
        var history = (await ReadAsync(reader.GetAsync("/api/v1/items/" + code.ToLowerInvariant()), HttpStatusCode.OK)).GetProperty("history");
        history.EnumerateArray().Select(h => h.GetProperty("deed").GetString()).ShouldBe(["sold", "released", "reserved", "offered", "wiped", "taken-in"]);
        (await ReadAsync(Act(code, new { act = "take-back", words = "Rendu" }), HttpStatusCode.OK)).GetProperty("certificate").ValueKind.ShouldBe(JsonValueKind.Null, "someone had it at home: it is erased again");
    }

    [Theory, BothDatabases]
    public async Task What_is_kept_for_someone_is_sold_to_them_alone(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(name: "La Remise", kinds: OrganisationKinds.ReuseWorkshop);
        using var till = await instance.BearerFor(workshop.Member);
        using var anyone = instance.NewClient(cookies: false);
        var added = await ReadAsync(till.PostAsJsonAsync($"/api/v1/organisations/{workshop.Organisation.Id}/items", new { category = "toaster", name = "Grille-pain", weighedKg = 1.4, channel = "drop-off" }), HttpStatusCode.Created);
        var (id, path) = (added.GetProperty("id").GetString(), $"/api/v1/items/{added.GetProperty("code").GetString()}");
        Task<HttpResponseMessage> Act(object body) => till.PostAsJsonAsync(path + "/acts", body);
        await ReadAsync(Act(new { act = "offer", priceEur = 8 }), HttpStatusCode.OK);
        var reserved = await ReadAsync(anyone.PostAsJsonAsync($"/api/v1/reuse-items/{id}/reservations", new { contact = new { name = "Nora", email = "nora@exemple.fr" } }), HttpStatusCode.Created);

        foreach (var act in new object[] { new { act = "sell" }, new { act = "donate" }, new { act = "sell", reservation = "nobody" }, new { act = "release", reservation = "nobody" } })
        {
            (await ReadAsync(Act(act), HttpStatusCode.Conflict)).GetProperty("type").GetString().ShouldBe("/problems/kept-for-someone");
        }

        var kept = (await ReadAsync(till.GetAsync(path), HttpStatusCode.OK)).GetProperty("reservation").GetString();
        kept.ShouldBe(reserved.GetProperty("id").GetString());
        var sold = await ReadAsync(Act(new { act = "sell", reservation = kept }), HttpStatusCode.OK);
        (sold.GetProperty("state").GetString(), sold.GetProperty("reservation").ValueKind).ShouldBe(("sold", JsonValueKind.Null));
        (await ReadAsync(anyone.GetAsync($"/api/v1/reservations/{reserved.GetProperty("secret").GetString()}"), HttpStatusCode.OK)).GetProperty("status").GetString().ShouldBe("picked-up");
    }

    [Theory, BothDatabases]
    public async Task Sent_again_with_its_key_it_is_one_item_and_one_reservation(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(name: "La Remise", kinds: OrganisationKinds.ReuseWorkshop);
        using var till = await instance.BearerFor(workshop.Member);
        using var anyone = instance.NewClient(cookies: false);
        var items = $"/api/v1/organisations/{workshop.Organisation.Id}/items";
        static async Task<JsonElement> SendAsync(HttpClient client, string path, string key, object body, HttpStatusCode expected)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
            request.Headers.Add("Idempotency-Key", key);
            return await ReadAsync(client.SendAsync(request), expected);
        }

        var kettle = new { category = "kettle", name = "Bouilloire", weighedKg = 1.2, channel = "drop-off" };
        var added = await SendAsync(till, items, "caisse-1", kettle, HttpStatusCode.Created);
        var id = added.GetProperty("id").GetString();
        (await SendAsync(till, items, "caisse-1", kettle, HttpStatusCode.Created)).GetProperty("id").GetString().ShouldBe(id);
        (await SendAsync(till, items, "caisse-2", kettle, HttpStatusCode.Created)).GetProperty("id").GetString().ShouldNotBe(id);
        await SendAsync(till, items, new string('x', 201), kettle, HttpStatusCode.UnprocessableEntity);
        (await ReadAsync(anyone.GetAsync("/api/v1/impact?territory=commune:38185"), HttpStatusCode.OK)).GetProperty("reuse").GetProperty("intakeKg").GetDecimal().ShouldBe(2.4m);

        await ReadAsync(till.PostAsJsonAsync($"/api/v1/items/{added.GetProperty("code").GetString()}/acts", new { act = "offer", priceEur = 8, guaranteeMonths = 6 }), HttpStatusCode.OK);
        var path = $"/api/v1/reuse-items/{id}/reservations";
        var nora = new { contact = new { name = "Nora", phone = "04 65 71 20 10" } };
        var secret = (await SendAsync(anyone, path, "cle-1", nora, HttpStatusCode.Created)).GetProperty("secret").GetString();
        (await SendAsync(anyone, path, "cle-1", nora, HttpStatusCode.Created)).GetProperty("secret").GetString().ShouldBe(secret, "by telephone, the answer is all there is of it");
        var other = await SendAsync(anyone, path, "cle-1", new { contact = new { name = "Paul", phone = "04 65 71 20 11" } }, HttpStatusCode.Conflict);
        other.GetProperty("type").GetString().ShouldBe("/problems/item-taken", "a key is of one person");
    }

    [Theory, BothDatabases]
    public async Task An_outflow_line_with_the_code_of_a_repaired_item_is_not_counted_again(DatabaseKind kind)
    {
        await using var instance = await TestInstance.ServeAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(name: "La Remise", kinds: OrganisationKinds.ReuseWorkshop | OrganisationKinds.Repairer);
        using var till = await instance.BearerFor(workshop.Member);
        using var anyone = instance.NewClient(cookies: false);
        var repair = await ReadAsync(
            till.PostAsJsonAsync("/api/v1/repairs", new { organisationId = workshop.Organisation.Id.ToString(), placeId = workshop.Place.Id.ToString(), date = "2027-03-01", item = new { category = "kettle" }, outcome = "fixed", weighedKg = 1.5 }), HttpStatusCode.Created);
        var of = $"/api/v1/organisations/{workshop.Organisation.Id}/";
        await ReadAsync(till.PostAsJsonAsync(of + "intakes", new { date = "2027-03-01", lines = new[] { new { category = "kettle", weighedKg = 4 } } }), HttpStatusCode.Created);
        await ReadAsync(
            till.PostAsJsonAsync(of + "outflows", new { date = "2027-03-01", destination = "sold", lines = new object[] { new { category = "kettle", weighedKg = 1.5, itemCode = repair.GetProperty("itemCode").GetString() }, new { category = "kettle", weighedKg = 1 } } }), HttpStatusCode.Created);
        await ReadAsync(till.PostAsJsonAsync(of + "outflows", new { date = "2027-03-01", destination = "sold", lines = new[] { new { category = "kettle", weighedKg = 1, itemCode = "!" } } }), HttpStatusCode.UnprocessableEntity);

        var impact = await ReadAsync(anyone.GetAsync("/api/v1/impact?territory=epci:200040715"), HttpStatusCode.OK);
        impact.GetProperty("diverted").GetProperty("kg").GetProperty("central").GetDecimal().ShouldBe(1.5m);
        var reuse = impact.GetProperty("reuse");
        (reuse.GetProperty("intakeKg").GetDecimal(), reuse.GetProperty("reusedKg").GetDecimal(), reuse.GetProperty("alreadyRepairedKg").GetDecimal(), reuse.GetProperty("stockKg").GetDecimal()).ShouldBe((4m, 1m, 1.5m, 1.5m));
    }
}
