using RepairNet.Application.Common;
using RepairNet.Application.Territories;
using RepairNet.TestSupport;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Territories;

public sealed class SearchCommunesTests
{
    [Theory, BothDatabases]
    public async Task A_commune_comes_with_all_that_is_around_it(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var page = await instance.SendAsync(new SearchCommunes("echirolles"));
        var commune = page.Items[0];
        commune.ShouldSatisfyAllConditions(
            c => c.Code.ShouldBe("38151"),
            c => c.Name.ShouldBe("Échirolles"),
            c => c.Postcodes.ShouldBe(["38130"]),
            c => c.Population.ShouldBeGreaterThan(30_000),
            c => c.Epci.ShouldBe(new TerritoryName("200040715", "Grenoble-Alpes-Métropole")),
            c => c.Departement.ShouldBe(new TerritoryName("38", "Isère")),
            c => c.Region.ShouldBe(new TerritoryName("84", "Auvergne-Rhône-Alpes")),
            c => c.Lat!.Value.ShouldBe(45.14, 0.05),
            c => c.Lon!.Value.ShouldBe(5.71, 0.05),
            c => c.TimeZone.ShouldBe("Europe/Paris"),
            c => c.MatchedName.ShouldBeNull());
        (await instance.SendAsync(new SearchCommunes(null))).Items[0].Name.ShouldBe("Paris");
        (await instance.SendAsync(new SearchCommunes("saint", "38400"))).Items.Select(i => i.Name).ShouldBe(["Saint-Martin-d'Hères"]);
        (await instance.SendAsync(new SearchCommunes("   ", "38130"))).Items.Select(i => i.Code).ShouldBe(["38151"]);
        (await instance.SendAsync(new SearchCommunes("Nouméa"))).Items[0].ShouldSatisfyAllConditions(
            c => c.Epci.ShouldBeNull(),
            c => c.Lat.ShouldBeNull(),
            c => c.TimeZone.ShouldBe("Pacific/Noumea"));

        // Pages follow each other without a hole and without an overlap.
        var all = (await instance.SendAsync(new SearchCommunes("saint-jean", Limit: 25))).Items.Select(i => i.Code);
        var first = await instance.SendAsync(new SearchCommunes("saint-jean", Limit: 10));
        var second = await instance.SendAsync(new SearchCommunes("saint-jean", Limit: 15, After: first.NextAfter!.Value));
        first.Items.Concat(second.Items).Select(i => i.Code).ShouldBe(all);
        (await instance.SendAsync(new SearchCommunes("Échirolles"))).NextAfter.ShouldBeNull();

        (await instance.SendAsync(new GetCommune("75111"))).AsT0.ShouldSatisfyAllConditions(
            c => c.Code.ShouldBe("75056"),
            c => c.MatchedName.ShouldBe("Paris 11e Arrondissement"));
        (await instance.SendAsync(new GetCommune("2a004"))).AsT0.Name.ShouldBe("Ajaccio");
        (await instance.SendAsync(new GetCommune("00000"))).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new GetCommune("Grenoble"))).IsT1.ShouldBeTrue();
    }

    [Theory]
    [BothDatabases(101, null, 20, 0, "q")]
    [BothDatabases(0, "abc", 20, 0, "postcode")]
    [BothDatabases(0, "381300", 20, 0, "postcode")]
    [BothDatabases(0, null, 0, 0, "limit")]
    [BothDatabases(0, null, 101, 0, "limit")]
    [BothDatabases(0, null, -1, 0, "limit")]
    [BothDatabases(0, null, 20, -1, "after")]
    [BothDatabases(0, null, 20, int.MaxValue, "after")]
    public async Task Each_bad_field_is_named(DatabaseKind kind, int letters, string? postcode, int limit, int after, string field)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var refused = await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new SearchCommunes(new string('a', letters), postcode, limit, after)));
        refused.Errors.Keys.ShouldBe([field]);
    }
}
