using System.Net;
using System.Text.Json;
using RepairNet.Application.Territories;
using RepairNet.Domain.Territories;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Territories;

/// <summary>Other programs read how a territory is reached.</summary>
public sealed class TerritoriesApiTests
{
    private const string Town = "commune:" + Given.Grenoble;

    [Fact]
    public async Task A_territory_is_reached_by_its_own_words_else_by_those_around_it()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        using var client = instance.NewClient();
        var silent = await ReadAsync("/api/v1/territories/" + Town + "/contact");
        silent.EnumerateObject().Select(p => p.Name).ShouldBe(["territory", "saidBy", "name", "phone", "hours", "email", "address", "welcome"]);
        (silent.GetProperty("name").GetString(), silent.GetProperty("saidBy").ValueKind, silent.GetProperty("welcome").GetArrayLength()).ShouldBe(("Grenoble", JsonValueKind.Null, 0));

        var epci = TerritoryKey.Epci(Given.MetropoleGrenoble);
        (await instance.SendAsync(
            new SetTerritoryContact(epci.ToString(), "La Métro", "04 76 00 00 00", "metro@exemple.fr", "1 place des Arts", "du lundi au vendredi", "Monday to Friday", "Bienvenue.\n\nÀ bientôt.", "Welcome."), Given.AgentOf(epci))).IsT0.ShouldBeTrue();

        var read = await ReadAsync("/api/v1/territories/" + Town + "/contact");
        (read.GetProperty("territory").GetString(), read.GetProperty("saidBy").GetString(), read.GetProperty("name").GetString()).ShouldBe((Town, epci.ToString(), "La Métro"));
        (read.GetProperty("phone").GetString(), read.GetProperty("email").GetString(), read.GetProperty("hours").GetString()).ShouldBe(("+33476000000", "metro@exemple.fr", "du lundi au vendredi"));
        read.GetProperty("welcome").EnumerateArray().Select(p => p.GetString()).ShouldBe(["Bienvenue.", "À bientôt."]);
        (await ReadAsync("/api/v1/territories/" + Town + "/contact?lang=en")).GetProperty("hours").GetString().ShouldBe("Monday to Friday");
        (await client.GetAsync("/api/v1/territories/commune:00000/contact")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await client.GetAsync("/api/v1/territories/rien/contact")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        async Task<JsonElement> ReadAsync(string address)
        {
            using var document = JsonDocument.Parse(await client.GetStringAsync(address));
            return document.RootElement.Clone();
        }
    }
}
