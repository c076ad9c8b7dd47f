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
}
