using Microsoft.Extensions.DependencyInjection;
using RepairNet.Application.Agenda;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Directory;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Agenda;

/// <summary>What is pinned on the board of the home page: the repair cafés of its territory, whatever its level.</summary>
public sealed class UpcomingRepairCafesTests
{
    /// <summary>INSEE code of Cran-Gevrier, merged into Annecy in 2017.</summary>
    private const string CranGevrier = "74093";

    [Theory, BothDatabases]
    public async Task The_board_shows_the_cafes_of_its_territory_and_no_other(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var index = await instance.App.Services.GetRequiredService<ITerritories>().GetAsync(TestContext.Current.CancellationToken);
        async Task CafeAsync(string name, string commune, OrganisationKinds kinds = OrganisationKinds.RepairCafe, AccreditationStatus? decision = AccreditationStatus.Approved) =>
            await instance.Given.WorkshopAsync(name, kinds, decision, commune, index.Commune(commune)!.EpciCode);
        await CafeAsync("Café de Grenoble", Given.Grenoble);
        await CafeAsync("Café d’Échirolles", Given.Echirolles);
        await CafeAsync("Café de Vienne", "38544");
        await CafeAsync("Café d’Annecy", "74010");
        await CafeAsync("Café de Paris", "75056");
        await CafeAsync("Un atelier", Given.Grenoble, OrganisationKinds.Repairer);
        await CafeAsync("Pas encore agréé", Given.Grenoble, decision: null);

        (await BoardAsync($"commune:{Given.Grenoble}")).ShouldBe(["Café de Grenoble, Grenoble"]);
        (await BoardAsync($"epci:{Given.MetropoleGrenoble}")).ShouldBe(["Café d’Échirolles, Échirolles", "Café de Grenoble, Grenoble"], ignoreOrder: true);
        (await BoardAsync("departement:38")).ShouldBe(["Café d’Échirolles, Échirolles", "Café de Grenoble, Grenoble", "Café de Vienne, Vienne"], ignoreOrder: true);
        (await BoardAsync("region:84")).ShouldBe(["Café d’Annecy, Annecy", "Café d’Échirolles, Échirolles", "Café de Grenoble, Grenoble", "Café de Vienne, Vienne"], ignoreOrder: true);
        (await BoardAsync("country:FRA")).Count.ShouldBe(5);
        (await BoardAsync("country:DEU")).ShouldBeEmpty();

        index.Commune(CranGevrier)!.Code.ShouldBe("74010");
        (await BoardAsync($"commune:{CranGevrier}")).ShouldBe(["Café d’Annecy, Annecy"]);
        (await BoardAsync("commune:99999")).ShouldBeEmpty();
        (await BoardAsync("n’importe quoi")).ShouldBeEmpty();

        async Task<IReadOnlyList<string>> BoardAsync(string territory) =>
            [.. (await instance.SendAsync(new GetUpcomingRepairCafes(territory, Take: 10))).Select(u => $"{u.PlaceName}, {u.CommuneName}")];
    }

    [Theory, BothDatabases]
    public async Task Refused_by_a_territory_a_cafe_is_missing_on_its_board_and_on_those_of_what_lies_there(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var cafe = await instance.Given.WorkshopAsync(kinds: OrganisationKinds.RepairCafe);
        await instance.Given.RefusedByAsync(cafe, "departement:38");
        (await CountAsync($"commune:{Given.Grenoble}")).ShouldBe(0);
        (await CountAsync($"epci:{Given.MetropoleGrenoble}")).ShouldBe(0);
        (await CountAsync("departement:38")).ShouldBe(0);
        (await CountAsync("region:84")).ShouldBe(1);
        (await CountAsync("country:FRA")).ShouldBe(1);

        await instance.Given.RefusedByAsync(cafe, "country:FRA");
        (await CountAsync("region:84")).ShouldBe(0);

        async Task<int> CountAsync(string territory) => (await instance.SendAsync(new GetUpcomingRepairCafes(territory))).Count;
    }
}
