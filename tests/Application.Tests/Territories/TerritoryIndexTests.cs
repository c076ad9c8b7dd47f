using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Territories;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Territories;

public sealed class TerritoryIndexTests
{
    private static TerritoryIndex Index => RealTerritories.Index;

    [Fact]
    public void All_of_france_is_there()
    {
        Index.Communes.Count.ShouldBe(34_969);
        Index.Epcis.Count.ShouldBe(1_255);
        Index.Departements.Count.ShouldBe(109);
        Index.Regions.Count.ShouldBe(26);
        Index.CommunesOf(TerritoryKey.France).Count.ShouldBe(34_969);
    }

    [Theory]
    [InlineData("38185", "38185")]
    [InlineData("75111", "75056")] // an arrondissement
    [InlineData("69383", "69123")]
    [InlineData("59355", "59350")] // Lomme, associated with Lille
    [InlineData("01033", "01033")] // old code of Bellegarde and live code of Valserhône
    [InlineData("2a004", "2A004")]
    [InlineData("99999", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_code_of_yesterday_gives_the_commune_of_today(string? code, string? today) =>
        (Index.Commune(code)?.Code).ShouldBe(today);

    [Fact]
    public void An_old_code_that_lives_again_is_the_live_commune()
    {
        var live = RealTerritories.Data.Communes.Select(c => c.Code).ToHashSet();
        var both = RealTerritories.Data.FormerCommunes.Where(f => live.Contains(f.Code)).ToArray();
        both.Length.ShouldBe(584);
        both.ShouldAllBe(f => Index.Commune(f.Code)!.Code == f.Code);
    }

    [Fact]
    public void Every_old_code_answers() =>
        RealTerritories.Data.FormerCommunes.ShouldAllBe(f => Index.Commune(f.Code) != null);

    [Fact]
    public void A_commune_has_its_whole_ladder()
    {
        Index.ParentsOf(TerritoryKey.Commune("38151")).Select(k => k.ToString())
            .ShouldBe(["epci:200040715", "departement:38", "region:84", "country:FRA"]);
        Index.ParentsOf(TerritoryKey.Commune("98818")).Select(k => k.ToString())
            .ShouldBe(["departement:988", "region:988", "country:FRA"]);
        Index.ParentsOf(TerritoryKey.France).ShouldBeEmpty();
    }

    [Fact]
    public void A_group_across_a_border_is_in_neither_side()
    {
        // Redon Agglomération: Ille-et-Vilaine, Morbihan and Loire-Atlantique, so two régions.
        var redon = TerritoryKey.Epci(Index.Search("Redon")[0].Commune.EpciCode!);
        Index.ParentsOf(redon).ShouldBe([TerritoryKey.France]);
        Index.ParentsOf(TerritoryKey.Epci("200040715")).Select(k => k.ToString()).ShouldBe(["departement:38", "region:84", "country:FRA"]);
        Index.Holds(TerritoryKey.Departement("35"), redon).ShouldBeFalse();
        Index.Holds(TerritoryKey.France, redon).ShouldBeTrue();
    }

    [Fact]
    public void Each_level_adds_up_to_the_next()
    {
        var all = RealTerritories.Data.Communes.Sum(c => (long)c.Population);
        Index.PopulationOf(TerritoryKey.France).ShouldBe(all);
        Index.Regions.Sum(r => Index.PopulationOf(r.Key)).ShouldBe(all);
        Index.Departements.Sum(d => Index.PopulationOf(d.Key)).ShouldBe(all);
        Index.Epcis.Sum(e => Index.PopulationOf(e.Key)!.Value).ShouldBe(RealTerritories.Data.Communes.Where(c => c.EpciCode != null).Sum(c => (long)c.Population));
        Index.PopulationOf(TerritoryKey.Epci("200040715")).ShouldBe(RealTerritories.Data.Communes.Where(c => c.EpciCode == "200040715").Sum(c => (long)c.Population));
        Index.CommunesOf(TerritoryKey.Epci("200040715")).Count.ShouldBe(49);
    }

    [Fact]
    public void A_foreign_country_exists_without_people_or_communes()
    {
        var canada = TerritoryKey.Country("CAN");
        Index.Exists(canada).ShouldBeTrue();
        Index.NameOf(canada).ShouldBe("Canada");
        Index.PopulationOf(canada).ShouldBeNull();
        Index.CommunesOf(canada).ShouldBeEmpty();
        Index.Exists(TerritoryKey.Country("XYZ")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("commune:38185", "commune:38185")]
    [InlineData("commune:75111", "commune:75056")]
    [InlineData("epci:200040715", "epci:200040715")]
    [InlineData("epci:999999999", null)]
    [InlineData("departement:20", null)]
    [InlineData("region:99", null)]
    [InlineData("commune:99999", null)]
    [InlineData("country:ZZZ", "country:ZZZ")]
    [InlineData("country:QQQ", null)]
    [InlineData("bonjour", null)]
    public void A_key_typed_is_brought_up_to_date(string typed, string? today) => (Index.Find(typed)?.ToString()).ShouldBe(today);

    [Fact]
    public void A_territory_holds_its_communes_by_any_of_their_codes()
    {
        Index.Holds(TerritoryKey.Commune("75056"), "75111").ShouldBeTrue();
        Index.Holds(TerritoryKey.Epci("200040715"), "38151").ShouldBeTrue();
        Index.Holds(TerritoryKey.Epci("200040715"), "75056").ShouldBeFalse();
        Index.Holds(TerritoryKey.Commune("38151"), TerritoryKey.Epci("200040715")).ShouldBeFalse();
        Index.Holds(TerritoryKey.Country("CAN"), TerritoryKey.Country("CAN")).ShouldBeTrue();
    }

    [Fact]
    public void Only_the_overseas_collectivities_lack_a_centre()
    {
        Index.Communes.Where(c => c.Centre is null).Select(c => c.Code[..2]).Distinct().Order().ShouldBe(["97", "98"]);
        Index.Communes.Count(c => c.Centre is null).ShouldBe(94);
    }

    /// <summary>Nobody knows what is near there: all of the collectivity is around, and only the commune itself has a distance.</summary>
    [Fact]
    public void Around_a_commune_without_a_centre_lies_its_collectivity()
    {
        var around = Index.CodesAround(Index.Commune("98818")!, 25);
        around.Keys.ShouldBe(Index.CodesOf(TerritoryKey.Departement("988")), ignoreOrder: true);
        around.Where(a => a.Value is not null).ShouldHaveSingleItem().ShouldBe(KeyValuePair.Create("98818", (double?)0));
        Index.CodesAround(Index.Commune("98818")!, 0).Keys.ShouldBe(["98818"]);
        Index.CodesAround(Index.Commune("38151")!, 25).Values.ShouldAllBe(km => km <= 25);
    }

    [Fact]
    public void Neighbours_come_nearest_first()
    {
        var near = Index.Near(Index.Commune("38151")!.Centre!.Value, 5);
        near[0].Commune.Code.ShouldBe("38151");
        near.Select(n => n.Kilometres).ShouldBeInOrder();
        near.ShouldAllBe(n => n.Kilometres <= 5);
        near.Select(n => n.Commune.Name).ShouldContain("Eybens");
        near.Count.ShouldBe(Index.Communes.Count(c => c.Centre is { } p && p.KilometresTo(Index.Commune("38151")!.Centre!.Value) <= 5));
    }
}
