using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RepairNet.TestSupport;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Equipment;

public sealed class EquipmentApiTests
{
    [Fact]
    public async Task The_categories_are_those_of_the_file_and_answer_to_everyday_words()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);

        var all = (await instance.Client.GetFromJsonAsync<JsonNode>("/api/v1/equipment-categories"))!;
        all["items"]!.AsArray().Count.ShouldBe(55);
        all["items"]!.AsArray().Single(c => (string)c!["code"]! == "fridge")!.ToJsonString().ShouldBe(
            JsonNode.Parse("""{"code":"fridge","name":{"fr":"Réfrigérateur","en":"Fridge"},"powered":true,"ordsCategoryId":17,"unuKey":"0108","weee6":1,"frR543172":1}""")!.ToJsonString());

        var found = (await instance.Client.GetFromJsonAsync<JsonNode>("/api/v1/equipment-categories?q=frigo"))!;
        found["items"]!.AsArray().Select(c => (string)c!["code"]!).ShouldBe(["fridge"]);
        (await instance.Client.GetFromJsonAsync<JsonNode>("/api/v1/equipment-categories?q=licorne"))!["items"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task The_bonus_of_a_category_comes_with_its_date_and_its_source()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);

        var laptop = (await instance.Client.GetFromJsonAsync<JsonNode>("/api/v1/repair-bonuses?category=laptop&date=2026-03-01"))!;
        ((string)laptop["date"]!).ShouldBe("2026-03-01");
        var bonus = laptop["items"]!.AsArray().ShouldHaveSingleItem()!;
        (bonus["amountEur"]!.GetValue<decimal>(), bonus["leastInvoiceEur"]!.GetValue<decimal>(), (string)bonus["from"]!, bonus["toBeChecked"]!.GetValue<bool>()).ShouldBe((50, 150, "2024-01-01", true));
        ((string)bonus["source"]!).ShouldNotBeEmpty();
        laptop["schemes"]!.AsArray().Count.ShouldBe(10);
        (await instance.Client.GetFromJsonAsync<JsonNode>("/api/v1/repair-bonuses?category=furniture"))!["items"]!.AsArray().ShouldBeEmpty();
        (await instance.Client.GetFromJsonAsync<JsonNode>("/api/v1/repair-bonuses"))!["items"]!.AsArray().Count.ShouldBeGreaterThan(40);
    }

    [Theory]
    [InlineData("category=licorne", "category")]
    [InlineData("category=laptop&date=01/03/2026", "date")]
    [InlineData("date=2026-02-30", "date")]
    public async Task A_category_or_a_day_that_does_not_exist_is_named(string query, string field)
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        using var refused = await instance.Client.GetAsync("/api/v1/repair-bonuses?" + query);
        ((int)refused.StatusCode).ShouldBe(422);
        JsonNode.Parse(await refused.Content.ReadAsStringAsync())!["errors"]!.AsObject().Select(e => e.Key).ShouldBe([field]);
    }

    [Fact]
    public async Task A_labelled_workshop_says_so_and_what_comes_off_the_bill()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync(categories: ["laptop", "furniture"]);
        var place = $"/lieux/{workshop.Place.Slug}?objet=laptop";
        var booking = $"/rendez-vous/nouveau?service={workshop.Service.Id}&debut=2027-03-02T09:00:00%2B01:00&objet=laptop";
        (await instance.Client.GetStringAsync(place)).ShouldNotContain("QualiRépar");
        (await instance.Client.GetStringAsync(booking)).ShouldNotContain("Bonus réparation");

        using var manager = await instance.BearerFor(workshop.Manager);
        using (var refused = await manager.PutAsJsonAsync($"/api/v1/organisations/{workshop.Organisation.Id}/quality", new { qualiRepar = false, qualiReparNumber = "QR 12" }))
        {
            ((int)refused.StatusCode).ShouldBe(422);
        }

        using var declared = await manager.PutAsJsonAsync($"/api/v1/organisations/{workshop.Organisation.Id}/quality", new { qualiRepar = true, qualiReparNumber = "QR 12" });
        ((int)declared.StatusCode).ShouldBe(204);
        var quality = (await instance.Client.GetFromJsonAsync<JsonNode>($"/api/v1/organisations/{workshop.Organisation.Id}"))!["quality"]!;
        quality.ToJsonString().ShouldBe("{\"qualiRepar\":true,\"qualiReparNumber\":\"QR 12\"}");

        var page = System.Net.WebUtility.HtmlDecode(await instance.Client.GetStringAsync(place));
        page.ShouldContain("Labellisé QualiRépar sous le numéro QR 12, selon l’atelier.");
        page.ShouldContain("Bonus réparation\u00A0: 50\u00A0€ de moins sur la facture. Il faut 150\u00A0€ de réparation au moins. Montant de janvier 2024, à vérifier auprès de l’atelier.");
        (await instance.Client.GetStringAsync(booking)).ShouldContain("à vérifier auprès de l’atelier.");
        (await instance.Client.GetStringAsync(place.Replace("laptop", "furniture", StringComparison.Ordinal))).ShouldNotContain("Bonus réparation");
        (await instance.Client.GetStringAsync("/en" + place)).ShouldContain("Repair bonus: €50 off the bill.");
        (await instance.Client.GetStringAsync("/reparer?commune=commune:38185&objet=laptop")).ShouldContain("Labellisé QualiRépar, selon l’atelier.");
    }
}
