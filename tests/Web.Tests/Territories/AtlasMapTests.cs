using System.Xml.Linq;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Territories;
using RepairNet.Web.Drawing;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Territories;

public sealed class AtlasMapTests
{
    private static TerritoryIndex Index => Maps.Index;

    [Fact]
    public void Every_group_of_communes_is_drawn_with_all_its_communes()
    {
        foreach (var epci in Index.Epcis.OrderBy(e => e.Code).Where((_, i) => i % 9 == 0))
        {
            var codes = AtlasMap.AreasOf(Index, epci.Key);
            var drawn = codes.Where(c => Maps.Contours.CommunesOf(Index.Commune(c)!.RegionCode)!.Shapes.ContainsKey(c)).ToList();
            var svg = Maps.Parse(Maps.Atlas.Draw(Index, epci.Key, codes.Select((c, i) => new AtlasArea(c, i % 5)), [codes[0]], "Titre", "Description"));
            CheckFrame(svg);
            if (drawn.Count <= 130)
            {
                svg.Descendants("path").Where(IsArea).Sum(p => Maps.Points(p).Count).ShouldBeGreaterThanOrEqualTo(drawn.Count, epci.Name);
            }
        }
    }

    [Fact]
    public void Every_departement_and_region_is_drawn_where_there_are_contours()
    {
        foreach (var key in Index.Departements.Select(d => d.Key).Concat(Index.Regions.Select(r => r.Key)))
        {
            var areas = AtlasMap.AreasOf(Index, key);
            areas.ShouldNotBeEmpty();
            var drawing = Maps.Atlas.Draw(Index, key, areas.Select((c, i) => new AtlasArea(c, i % 7 == 0 ? 3 : 0)), [.. areas.Take(4)], "Titre", null);
            if (key.Code is "975" or "977" or "978" or "984" or "986" or "987" or "988" or "989")
            {
                drawing.ShouldBeNull();
            }
            else
            {
                CheckFrame(Maps.Parse(drawing));
            }
        }
    }

    [Fact]
    public void France_is_drawn_by_departement_with_its_five_overseas_ones()
    {
        var areas = AtlasMap.AreasOf(Index, TerritoryKey.France);
        AtlasMap.PartsOf(Index, TerritoryKey.France).ShouldBe(TerritoryLevel.Departement);
        areas.ShouldContain("974");
        var svg = Maps.Parse(Maps.Atlas.Draw(Index, TerritoryKey.France, areas.Select(c => new AtlasArea(c, 2)), ["38", "59", "2A"], "Titre", null));
        CheckFrame(svg);
        var names = svg.Elements("text").Select(t => t.Value).ToList();
        names.ShouldBe(["Guadeloupe", "Martinique", "Guyane", "La Réunion", "Mayotte", "Nord", "Isère", "Corse-du-Sud"]);
        Svg.CompressedSize(svg.ToString()).ShouldBeLessThan(3000);
    }

    [Fact]
    public void Steps_are_kept_apart_in_their_own_path()
    {
        var metropole = TerritoryKey.Epci("200040715");
        var svg = Maps.Parse(Maps.Atlas.Draw(Index, metropole, [new("38151", 4), new("38185", 1), new("75056", 2), new("38421", 99)], ["38151"], "Titre", null));
        svg.Descendants("path").Where(IsArea).Select(p => p.Attribute("class")!.Value).ShouldBe(["k0", "k1", "k4"]);
        Maps.Points(svg.Descendants("path").Single(p => p.Attribute("class")!.Value == "k4")).Count.ShouldBe(2);
        svg.Elements("text").Single().Value.ShouldBe("Échirolles");
        Svg.CompressedSize(svg.ToString()).ShouldBeLessThan(2000);
    }

    [Theory]
    [InlineData("commune:38151")]
    [InlineData("country:CAN")]
    [InlineData("departement:988")]
    [InlineData("epci:999999999")]
    public void Where_there_is_nothing_to_compare_there_is_no_atlas(string key) =>
        Maps.Atlas.Draw(Index, TerritoryKey.From(key), [], [], "Titre", null).ShouldBeNull();

    [Fact]
    public void Names_do_not_overlap()
    {
        var key = TerritoryKey.Epci("200040715");
        // Four neighbours, whose centres are at almost one height.
        var svg = Maps.Parse(Maps.Atlas.Draw(Index, key, [], ["38151", "38421", "38158", "38485"], "Titre", null));
        var heights = svg.Elements("text").Select(t => int.Parse(t.Attribute("y")!.Value, System.Globalization.CultureInfo.InvariantCulture)).ToList();
        heights.Count.ShouldBe(4);
        heights.Zip(heights.Skip(1), (a, b) => b - a).ShouldAllBe(gap => gap >= 12);
    }

    private static bool IsArea(XElement path) => path.Attribute("class")!.Value is ['k', _];

    private static void CheckFrame(XElement svg)
    {
        var box = Maps.ViewBox(svg);
        box[2].ShouldBeInRange(50, 300);
        box[3].ShouldBeInRange(20, 400);
        foreach (var group in svg.Descendants("g"))
        {
            var scale = group.Attribute("transform") is null ? 1 : 2;
            group.Elements("path").ShouldNotBeEmpty();
            group.Elements("path").SelectMany(Maps.Points).SelectMany(l => l).ShouldAllBe(p =>
                p.X >= (box[0] - 2) * scale && p.X <= (box[0] + box[2] + 2) * scale && p.Y >= (box[1] - 2) * scale && p.Y <= (box[1] + box[3] + 2) * scale);
        }
    }
}
