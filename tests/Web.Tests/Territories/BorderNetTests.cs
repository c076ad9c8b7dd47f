using System.Text;
using RepairNet.Domain.Territories;
using RepairNet.Web.Drawing;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Territories;

public sealed class BorderNetTests
{
    [Theory]
    [InlineData(0.5)]
    [InlineData(1.5)]
    [InlineData(4)]
    public void Neighbours_draw_one_line_so_no_gap_opens(double tolerance)
    {
        foreach (var epci in new[] { "200040715", "200054807", "200067106", "200054781", "200070118" })
        {
            var codes = Maps.Index.CommunesOf(TerritoryKey.Epci(epci));
            var topology = Maps.Contours.CommunesOf(Maps.Index.Commune(codes[0])!.RegionCode)!;
            var shapes = codes.Where(topology.Shapes.ContainsKey).Select((c, i) => (topology, topology.Shapes[c], i)).ToList();
            var bounds = shapes.Select(s => s.Item2.Bounds).Aggregate((a, b) => a.With(b));
            var net = new BorderNet(shapes, Projection.Fit(bounds, 300, 300, out _, out _), tolerance);

            // What the communes cover, counted twice in whole units, is what their outer line holds: neither gap nor overlap.
            var covered = shapes.Sum(s => net.Rings(s.i).Sum(Area));
            var outline = net.Lines((ahead, back) => back < 0).Sum(Along) - net.Lines((ahead, back) => ahead < 0).Sum(Along);
            covered.ShouldBe(outline);
            Math.Abs(covered).ShouldBeGreaterThan(10_000);
            net.Lines((a, b) => a >= 0 && b >= 0).ShouldNotBeEmpty();
        }
    }

    [Fact]
    public void Borders_inside_a_group_vanish()
    {
        var topology = Maps.Contours.CommunesOf("84")!;
        var codes = Maps.Index.CommunesOf(TerritoryKey.Epci("200040715"));
        var bounds = codes.Select(c => topology.Shapes[c].Bounds).Aggregate((a, b) => a.With(b));
        var net = new BorderNet(codes.Select(c => (topology, topology.Shapes[c], 0)), Projection.Fit(bounds, 300, 300, out _, out _), 1);
        net.Rings(0).Count().ShouldBe(1);
        net.Lines((a, b) => a == b).ShouldBeEmpty();
    }

    [Fact]
    public void Shared_borders_are_found_in_plain_polygons()
    {
        // Two squares side by side; the second has a hole filled by a third.
        var json = """
            {"type":"FeatureCollection","features":[
            {"type":"Feature","properties":{"code":"A"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[0,1],[1,1],[1,0],[0,0]]]}},
            {"type":"Feature","properties":{"code":"B"},"geometry":{"type":"MultiPolygon","coordinates":[[[[1,0],[1,1],[2,1],[2,0],[1,0]],[[1.4,0.4],[1.6,0.4],[1.6,0.6],[1.4,0.6],[1.4,0.4]]]]}},
            {"type":"Feature","properties":{"code":"C"},"geometry":{"type":"Polygon","coordinates":[[[1.6,0.6],[1.6,0.4],[1.4,0.4],[1.4,0.6],[1.6,0.6]]]}}]}
            """;
        var topology = Topology.ReadGeoJson(Encoding.UTF8.GetBytes(json));
        topology.ArcCount.ShouldBe(4); // left outline, shared side, right outline, the hole
        var flat = new Projection(new GeoPoint(0.5, 1), 100, 50, 0.9);
        var net = new BorderNet([(topology, topology.Shapes["A"], 0), (topology, topology.Shapes["B"], 1), (topology, topology.Shapes["C"], 2)], flat, 0.1);
        net.Rings(0).Count().ShouldBe(1);
        net.Rings(1).Count().ShouldBe(2);
        net.Rings(2).Count().ShouldBe(1);
        net.Lines((a, b) => a >= 0 && b >= 0).Count().ShouldBe(2);
        Enumerable.Range(0, 3).Sum(g => net.Rings(g).Sum(Area)).ShouldBe(net.Lines((_, b) => b < 0).Sum(Along) - net.Lines((a, _) => a < 0).Sum(Along));

        var whole = new BorderNet(topology.Shapes.Values.Select(s => (topology, s, 0)), flat, 0.1);
        whole.Rings(0).Single().Length.ShouldBe(4);
    }

    [Theory]
    [InlineData(0, 0, 10, 10, 4)] // all of it
    [InlineData(-5, -5, 5, 5, 4)] // a corner
    [InlineData(3, 3, 6, 6, 4)] // the box inside
    [InlineData(20, 20, 30, 30, 0)] // elsewhere
    public void A_ring_is_cut_to_its_frame(int left, int top, int right, int bottom, int corners)
    {
        var clipped = Outline.Clip([(0, 0), (10, 0), (10, 10), (0, 10)], left, top, right, bottom);
        clipped.Length.ShouldBe(corners);
        clipped.ShouldAllBe(p => p.X >= left && p.X <= right && p.Y >= top && p.Y <= bottom);
    }

    [Fact]
    public void Paths_are_written_short()
    {
        var text = new StringBuilder();
        Outline.Write(text, [(10, 20), (15, 20), (15, 25), (12, 27), (-9, 30)], closed: true);
        text.ToString().ShouldBe("M10 20h5v5l-3 2-21 3z");
    }

    [Fact]
    public void A_line_strays_no_farther_than_allowed()
    {
        var wave = Enumerable.Range(0, 1000).Select(i => (X: i / 5.0, Y: 20 * Math.Sin(i / 60.0))).ToList();
        var line = Outline.Simplify(wave, 1);
        line.Length.ShouldBeInRange(8, 60);
        line[0].ShouldBe((0, 0));
        // One unit of straying and up to 0.71 of rounding.
        wave.ShouldAllBe(p => Enumerable.Range(1, line.Length - 1).Min(i => Distance(p, line[i - 1], line[i])) <= 1.75);
    }

    private static double Distance((double X, double Y) p, (int X, int Y) a, (int X, int Y) b)
    {
        var (dx, dy) = ((double)(b.X - a.X), (double)(b.Y - a.Y));
        var t = Math.Clamp((((p.X - a.X) * dx) + ((p.Y - a.Y) * dy)) / Math.Max(1e-9, (dx * dx) + (dy * dy)), 0, 1);
        return Math.Sqrt(Math.Pow(p.X - a.X - (t * dx), 2) + Math.Pow(p.Y - a.Y - (t * dy), 2));
    }

    private static long Area((int X, int Y)[] ring) => Along([.. ring, ring[0]]);

    private static long Along((int X, int Y)[] line)
    {
        var sum = 0L;
        for (var i = 1; i < line.Length; i++)
        {
            sum += ((long)line[i - 1].X * line[i].Y) - ((long)line[i].X * line[i - 1].Y);
        }

        return sum;
    }
}
