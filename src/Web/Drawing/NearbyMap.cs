using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Html;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Territories;

namespace RepairNet.Web.Drawing;

/// <summary>A place on the map.</summary>
/// <param name="Number">Its number in the list.</param>
/// <param name="Point">Where it is; a place without coordinates lies at the centre of its commune.</param>
public sealed record MapDot(int Number, GeoPoint Point);

/// <summary>
/// The small map beside the results: communes around the reader's own, a scale, the numbers of the list. It is drawn here from the
/// contours shipped, so that no other host is asked. The background of each commune and radius is kept.
/// </summary>
public sealed class NearbyMap(Contours contours)
{
    /// <summary>Width of the drawing, in units; one is a pixel on a small phone.</summary>
    public const int Width = 320;

    /// <summary>Height of the drawing, in units.</summary>
    public const int Height = 290;

    /// <summary>What the background may weigh once compressed, in bytes.</summary>
    public const int Budget = 1500;

    private const int Edge = 16;
    private const int MostLabels = 8;
    private const int MostKept = 2000;

    private static readonly double[] Radii = [2, 3, 5, 8, 12, 18, 25, 35, 50, 75, 100, 150, 200];

    private readonly ConcurrentDictionary<(string Commune, double Radius, TerritoryIndex Index), Background> kept = new();

    /// <summary>The smallest round radius, in kilometres, that holds places up to this distance.</summary>
    public static double RadiusFor(double farthestKm) => Radii.FirstOrDefault(r => r >= farthestKm, Radii[^1]);

    /// <summary>
    /// Draws the map; null where the commune has no known centre (overseas collectivities). Dots outside the frame are brought to its edge.
    /// </summary>
    /// <param name="index">The territories.</param>
    /// <param name="home">The reader's commune, in the middle.</param>
    /// <param name="radiusKm">What must be visible around its centre.</param>
    /// <param name="dots">Places, in the order of the list.</param>
    /// <param name="title">What it shows, in a few words.</param>
    /// <param name="description">What it tells, in a sentence; null for nothing.</param>
    /// <param name="id">Begins the ids of the title and description; unique in the page.</param>
    public IHtmlContent? Draw(TerritoryIndex index, Commune home, double radiusKm, IReadOnlyList<MapDot> dots, string title, string? description, string id = "carte")
    {
        if (Background(index, home, radiusKm) is not { } background)
        {
            return null;
        }

        var svg = Svg.Open("map", $"0 0 {Width} {Height}", id, title, description).Append(background.Markup);
        var frame = new Box(2, 2, Width - 2, Height - 2);
        var taken = new List<Box> { background.Scale };
        var placed = Spread(dots, background.Projection);
        taken.AddRange(placed.Select(p => Box.Around(p.X, p.Y, 24, 24)));
        foreach (var (name, x, y) in background.Towns)
        {
            if (taken.Count - 1 - placed.Count >= MostLabels)
            {
                break;
            }

            // Over its centre, else above or below a dot that hides it; the reader's own, which comes first, is followed farther. Another
            // set aside would seem to name its neighbour.
            var aside = (int)Math.Ceiling((Svg.Width(name, 12) / 2) + 16);
            (int X, int Y)[] near = [(0, 0), (0, -18), (0, 18), (0, -26), (0, 26)];
            (int X, int Y)[] far = [(aside, 0), (-aside, 0), (0, -34), (0, 34), (aside, -18), (-aside, -18), (aside, 18), (-aside, 18), (0, -46), (0, 46), (0, -60), (0, 60)];
            foreach (var (right, down) in taken.Count == 1 + placed.Count ? near.Concat(far) : near)
            {
                var box = Box.Around(x + right, y + down, Svg.Width(name, 12) + 4, 15);
                if (box.IsInside(frame) && !taken.Exists(box.Meets))
                {
                    taken.Add(box);
                    svg.Append(CultureInfo.InvariantCulture, $"<text class=\"town\" x=\"{x + right}\" y=\"{y + down + 4}\">{Svg.Text(name)}</text> ");
                    break;
                }
            }
        }

        foreach (var (number, x, y) in placed)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<circle class=\"dot\" cx=\"{x}\" cy=\"{y}\" r=\"11\"/><text class=\"dot-n\" x=\"{x}\" y=\"{y + 5}\">{number}</text> ");
        }

        return new HtmlString(svg.Append("</svg>").ToString());
    }

    /// <summary>The part that does not depend on the places; null where the commune has no known centre.</summary>
    internal Background? Background(TerritoryIndex index, Commune home, double radiusKm)
    {
        if (home.Centre is not { } centre)
        {
            return null;
        }

        var radius = RadiusFor(radiusKm);
        if (kept.TryGetValue((home.Code, radius, index), out var known))
        {
            return known;
        }

        if (kept.Count >= MostKept)
        {
            kept.Clear();
        }

        return kept[(home.Code, radius, index)] = Make(index, home, centre, radius);
    }

    private Background Make(TerritoryIndex index, Commune home, GeoPoint centre, double radius)
    {
        var projection = new Projection(centre, Width / 2.0, Height / 2.0, ((Height / 2.0) - Edge) / radius);
        var view = projection.Bounds(0, 0, Width, Height);
        var shapes = new List<(Topology Topology, TopologyShape Shape, Commune Commune)>();
        // A commune of 18,000 km² (Maripasoula) still shows although its centre is far away: its région is looked at as a whole.
        foreach (var region in index.Near(centre, (radius * 1.6) + 20).Select(n => n.Commune.RegionCode).Append(home.RegionCode).Distinct().Order(StringComparer.Ordinal))
        {
            if (contours.CommunesOf(region) is not { } topology)
            {
                continue;
            }

            foreach (var (code, shape) in topology.Shapes)
            {
                if (shape.Bounds.Meets(view) && index.Commune(code) is { } commune)
                {
                    shapes.Add((topology, shape, commune));
                }
            }
        }

        var markup = "";
        foreach (var (grouping, tolerance) in Attempts(shapes.Count))
        {
            markup = Land(shapes, home, projection, grouping, tolerance);
            if (Svg.CompressedSize(markup) <= Budget)
            {
                break;
            }
        }

        var (scale, box) = ScaleBar(projection);
        var towns = index.Near(centre, radius * 1.5)
            .Select(n => n.Commune)
            .Where(c => c.Centre is not null)
            .OrderBy(c => c.Code == home.Code ? 0 : 1).ThenByDescending(c => c.Population).ThenBy(c => c.Code, StringComparer.Ordinal)
            .Take(40)
            .Select(c => (FrenchPlaceName.Typographic(c.Name), (int)Math.Round(projection.X(c.Lon!.Value)), (int)Math.Round(projection.Y(c.Lat!.Value))))
            .ToArray();
        return new Background(markup + scale, projection, box, towns);
    }

    /// <summary>From the finest drawing to the coarsest: first lines grow simpler, then borders inside groups of communes go, then inside départements.</summary>
    private static IEnumerable<(Func<Commune, string> Grouping, double Tolerance)> Attempts(int communes)
    {
        if (communes <= 250)
        {
            yield return (c => c.Code, 0.7);
            yield return (c => c.Code, 1.3);
            yield return (c => c.Code, 2.2);
        }

        foreach (var tolerance in new[] { 1.0, 1.8, 3 })
        {
            yield return (c => c.EpciCode ?? c.Code, tolerance);
        }

        foreach (var tolerance in new[] { 1.2, 2.5, 5 })
        {
            yield return (c => c.DepartementCode, tolerance);
        }
    }

    private static string Land(List<(Topology Topology, TopologyShape Shape, Commune Commune)> shapes, Commune home, Projection projection, Func<Commune, string> grouping, double tolerance)
    {
        const int Own = 0;
        const int Margin = 3;
        var groups = new Dictionary<string, int>(StringComparer.Ordinal);
        var net = new BorderNet(
            shapes.Select(s => (s.Topology, s.Shape, s.Commune.Code == home.Code ? Own : Group(grouping(s.Commune)))),
            projection,
            tolerance);

        // Land as one sheet, so that the sea and neighbouring countries stay bare; then the reader's own commune; then the borders, once each.
        var land = new StringBuilder();
        foreach (var topology in shapes.Select(s => s.Topology).Distinct())
        {
            var whole = new BorderNet(shapes.Where(s => s.Topology == topology).Select(s => (s.Topology, s.Shape, Own)), projection, tolerance);
            foreach (var ring in whole.Rings(Own))
            {
                if (Outline.Clip(ring, -Margin, -Margin, Width + Margin, Height + Margin) is { Length: >= 3 } seen)
                {
                    Outline.Write(land, seen, closed: true);
                }
            }
        }

        var own = new StringBuilder();
        foreach (var ring in net.Rings(Own))
        {
            if (Outline.Clip(ring, -Margin, -Margin, Width + Margin, Height + Margin) is { Length: >= 3 } seen)
            {
                Outline.Write(own, seen, closed: true);
            }
        }

        var borders = new StringBuilder();
        foreach (var line in net.Lines((a, b) => a != Own && b != Own && a >= 0 && b >= 0))
        {
            foreach (var run in Outline.Near(line, 0, 0, Width, Height))
            {
                Outline.Write(borders, run, closed: false);
            }
        }

        var markup = new StringBuilder();
        Path(markup, "land", land);
        Path(markup, "land here", own);
        Path(markup, "tick", borders);
        return markup.ToString();

        int Group(string key) => groups.TryGetValue(key, out var known) ? known : groups[key] = groups.Count + 1;

        static void Path(StringBuilder markup, string cssClass, StringBuilder data)
        {
            if (data.Length > 0)
            {
                markup.Append("<path class=\"").Append(cssClass).Append("\" d=\"").Append(data).Append("\"/>");
            }
        }
    }

    private static (string Markup, Box Box) ScaleBar(Projection projection)
    {
        var km = new[] { 100, 50, 20, 10, 5, 2, 1, 0.5, 0.2 }.First(k => k * projection.UnitsPerKm <= 90);
        var length = (int)Math.Round(km * projection.UnitsPerKm);
        var (x, y) = (14, Height - 16);
        var text = km >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{km} km") : string.Create(CultureInfo.InvariantCulture, $"{km * 1000} m");
        return (
            string.Create(CultureInfo.InvariantCulture, $"<path class=\"axis\" d=\"M{x} {y}v4h{length}v-4\"/><text class=\"town\" x=\"{x + (length / 2)}\" y=\"{y}\">{text}</text> "),
            new Box(x - 4, y - 14, x + length + 4, y + 8));
    }

    /// <summary>Dots that would hide each other are moved apart, the later one to the nearest free spot around.</summary>
    private static List<(int Number, int X, int Y)> Spread(IReadOnlyList<MapDot> dots, Projection projection)
    {
        const int Apart = 21;
        const int Rim = 14;
        var placed = new List<(int Number, int X, int Y)>(dots.Count);
        foreach (var dot in dots)
        {
            var (x, y) = (projection.X(dot.Point.Lon), projection.Y(dot.Point.Lat));
            var spot = Free(x, y);
            placed.Add((dot.Number, spot.X, spot.Y));
        }

        return placed;

        (int X, int Y) Free(double x, double y)
        {
            for (var ring = 0; ring < 12; ring++)
            {
                for (var turn = 0; turn < Math.Max(1, ring * 8); turn++)
                {
                    var angle = (2 * Math.PI * turn / Math.Max(1, ring * 8)) - (Math.PI / 2);
                    var at = (
                        X: (int)Math.Round(Math.Clamp(x + (ring * 8 * Math.Cos(angle)), Rim, Width - Rim)),
                        Y: (int)Math.Round(Math.Clamp(y + (ring * 8 * Math.Sin(angle)), Rim, Height - Rim)));
                    if (placed.TrueForAll(p => ((p.X - at.X) * (p.X - at.X)) + ((p.Y - at.Y) * (p.Y - at.Y)) >= Apart * Apart))
                    {
                        return at;
                    }
                }
            }

            return ((int)Math.Clamp(x, Rim, Width - Rim), (int)Math.Clamp(y, Rim, Height - Rim));
        }
    }
}

/// <summary>What a map shows whatever the places: land, borders and scale, and the towns that may be named.</summary>
/// <param name="Markup">Paths and scale.</param>
/// <param name="Projection">Where a point of the Earth falls.</param>
/// <param name="Scale">The box of the scale bar.</param>
/// <param name="Towns">Names with their centre, the reader's commune first, then from the largest.</param>
internal sealed record Background(string Markup, Projection Projection, Box Scale, IReadOnlyList<(string Name, int X, int Y)> Towns);
