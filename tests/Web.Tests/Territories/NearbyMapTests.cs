using System.Globalization;
using System.Xml.Linq;
using RepairNet.Domain.Territories;
using RepairNet.Web.Drawing;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Territories;

public sealed class NearbyMapTests
{
    [Theory]
    [InlineData("38151", 5)]
    [InlineData("38151", 25)]
    [InlineData("75056", 5)]
    [InlineData("75056", 25)]
    [InlineData("80021", 50)] // many small communes
    [InlineData("71270", 12)] // on a border of régions
    [InlineData("59183", 18)] // sea and Belgium
    [InlineData("2A004", 25)]
    [InlineData("97353", 12)] // inside one commune of 18,000 km²
    [InlineData("97411", 100)]
    [InlineData("97608", 12)]
    [InlineData("14666", 5)] // no contour of its own
    [InlineData("29083", 8)] // an island smaller than a dot
    [InlineData("69123", 200)]
    public void A_map_is_light_whole_and_inside_its_frame(string code, double radius)
    {
        var svg = Maps.Parse(Draw(code, radius, Around(code, radius, 10)));
        Maps.ViewBox(svg).ShouldBe([0, 0, NearbyMap.Width, NearbyMap.Height]);
        foreach (var path in svg.Elements("path").Where(p => p.Attribute("class")!.Value.StartsWith("land", StringComparison.Ordinal)))
        {
            Maps.Points(path).SelectMany(l => l).ShouldAllBe(p => p.X >= -4 && p.X <= NearbyMap.Width + 4 && p.Y >= -4 && p.Y <= NearbyMap.Height + 4);
        }

        Svg.CompressedSize(Maps.Nearby.Background(Maps.Index, Maps.Index.Commune(code)!, radius)!.Markup).ShouldBeLessThanOrEqualTo(2000);
        svg.Elements("path").Any(p => p.Attribute("class")!.Value == "axis").ShouldBeTrue();
        svg.Elements("circle").Select(c => Number(c, "cx")).ShouldAllBe(x => x >= 11 && x <= NearbyMap.Width - 11);
        svg.Elements("circle").Select(c => Number(c, "cy")).ShouldAllBe(y => y >= 11 && y <= NearbyMap.Height - 11);
    }

    [Fact]
    public void Communes_all_over_france_are_drawn()
    {
        foreach (var commune in Maps.Index.Communes.Where((c, i) => i % 400 == 0 && c.Centre is not null))
        {
            var svg = Maps.Parse(Draw(commune.Code, 8, Around(commune.Code, 8, 3)));
            svg.Elements("path").ShouldContain(p => p.Attribute("class")!.Value == "land", commune.Name);
            svg.Elements("text").ShouldContain(t => t.Value == FrenchPlaceName.Typographic(commune.Name), commune.Name);
        }
    }

    [Fact]
    public void The_readers_commune_is_washed_and_named_and_others_too()
    {
        var svg = Maps.Parse(Draw("38151", 5, []));
        var own = svg.Elements("path").Single(p => p.Attribute("class")!.Value == "land here");
        var points = Maps.Points(own).SelectMany(l => l).ToList();
        points.Min(p => p.X).ShouldBeLessThan(NearbyMap.Width / 2);
        points.Max(p => p.X).ShouldBeGreaterThan(NearbyMap.Width / 2);
        var names = svg.Elements("text").Where(t => t.Attribute("class")!.Value == "town").Select(t => t.Value).ToList();
        names.ShouldContain("Échirolles");
        names.ShouldContain("Grenoble");
        names.ShouldContain("2 km");
        names.ShouldContain("Le Pont-de-Claix");
    }

    [Fact]
    public void North_is_up_and_east_to_the_right_and_the_scale_true()
    {
        var home = Maps.Index.Commune("38151")!;
        var centre = home.Centre!.Value;
        var svg = Maps.Parse(Draw("38151", 5, [new(1, centre), new(2, new(centre.Lat + 0.03, centre.Lon)), new(3, new(centre.Lat, centre.Lon + 0.04))]));
        var dots = svg.Elements("circle").Select(c => (X: Number(c, "cx"), Y: Number(c, "cy"))).ToList();
        dots[0].ShouldBe((NearbyMap.Width / 2, NearbyMap.Height / 2));
        dots[1].Y.ShouldBeLessThan(dots[0].Y);
        dots[2].X.ShouldBeGreaterThan(dots[0].X);
        var units = Maps.Points(svg.Elements("path").Single(p => p.Attribute("class")!.Value == "axis")).SelectMany(l => l).ToList();
        var perKm = (units.Max(p => p.X) - units.Min(p => p.X)) / 2.0;
        var km = centre.KilometresTo(new(centre.Lat + 0.03, centre.Lon));
        ((double)(dots[0].Y - dots[1].Y)).ShouldBe(km * perKm, tolerance: 2);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(30)]
    public void Places_at_one_address_do_not_hide_each_other(int count)
    {
        var centre = Maps.Index.Commune("38151")!.Centre!.Value;
        var svg = Maps.Parse(Draw("38151", 5, [.. Enumerable.Range(1, count).Select(n => new MapDot(n, centre))]));
        var dots = svg.Elements("circle").Select(c => (X: Number(c, "cx"), Y: Number(c, "cy"))).ToList();
        dots.Count.ShouldBe(count);
        svg.Elements("text").Where(t => t.Attribute("class")!.Value == "dot-n").Select(t => t.Value).ShouldBe(Enumerable.Range(1, count).Select(n => n.ToString(CultureInfo.InvariantCulture)));
        foreach (var (dot, i) in dots.Select((d, i) => (d, i)))
        {
            dots.Skip(i + 1).ShouldAllBe(other => Math.Pow(other.X - dot.X, 2) + Math.Pow(other.Y - dot.Y, 2) >= 20 * 20);
        }
    }

    [Fact]
    public void A_place_far_outside_is_brought_to_the_edge()
    {
        var svg = Maps.Parse(Draw("38151", 5, [new(1, new(-80, 170))]));
        Number(svg.Elements("circle").Single(), "cx").ShouldBeInRange(11, NearbyMap.Width - 11);
    }

    [Fact]
    public void Where_no_centre_is_known_there_is_no_map() =>
        Maps.Nearby.Draw(Maps.Index, Maps.Index.Commune("98818")!, 10, [], "Carte", null).ShouldBeNull();

    [Fact]
    public void Text_is_encoded()
    {
        var svg = Maps.Nearby.Draw(Maps.Index, Maps.Index.Commune("38151")!, 5, [], "<script>\"&", "l’été <b>", "x")!.ToString()!;
        svg.ShouldNotContain("<script>");
        svg.ShouldContain("l’été");
        Maps.Parse(svg).Element("title")!.Value.ShouldBe("<script>\"&");
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(2, 2)]
    [InlineData(2.1, 3)]
    [InlineData(24.9, 25)]
    [InlineData(10_000, 200)]
    public void The_radius_is_round_and_holds_the_farthest(double km, double radius) => NearbyMap.RadiusFor(km).ShouldBe(radius);

    private static object? Draw(string code, double radius, IReadOnlyList<MapDot> dots) =>
        Maps.Nearby.Draw(Maps.Index, Maps.Index.Commune(code)!, radius, dots, "Carte des lieux", "Les numéros sont ceux de la liste.");

    private static List<MapDot> Around(string code, double radius, int count) =>
        [.. Maps.Index.Near(Maps.Index.Commune(code)!.Centre!.Value, radius).Take(count).Select((n, i) => new MapDot(i + 1, n.Commune.Centre!.Value))];

    private static int Number(XElement element, string attribute) => int.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);
}
