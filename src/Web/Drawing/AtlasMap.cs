using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Html;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Territories;

namespace RepairNet.Web.Drawing;

/// <summary>An area of an atlas and the step of its rate.</summary>
/// <param name="Code">INSEE code of a commune or a département, as <see cref="AtlasMap.AreasOf"/> lists them.</param>
/// <param name="Step">0 for none, then 1 to 4 from the least to the most.</param>
public readonly record struct AtlasArea(string Code, int Step);

/// <summary>
/// A territory coloured by the rate of its parts, in five steps: an EPCI or a département by commune, a région or France by
/// département. Areas of a step are one path; where there are many, borders inside a step vanish.
/// </summary>
public sealed class AtlasMap(Contours contours)
{
    /// <summary>Width of the drawing with its names, in units.</summary>
    public const int Width = 230;

    /// <summary>What the areas should weigh once compressed, in bytes; a département of 800 communes of changing rates may take twice that.</summary>
    public const int Budget = 2000;

    private const int Tallest = 250;
    private const int Steps = 5;
    private const double NameSize = 9;

    // Beyond this many areas, borders between two areas of one step cost more than they tell.
    private const int ManyAreas = 130;

    // Size of the unit and straying allowed, from the finest drawing to the coarsest.
    private static readonly (int Fineness, double Tolerance)[] Plain = [(1, 0.6), (1, 1.0), (1, 1.6)];
    private static readonly (int Fineness, double Tolerance)[] Coarser = [(2, 0.7), (2, 1.2), (2, 1.8), (1, 0.8), (1, 1.2)];

    private static readonly string[] Overseas = ["971", "972", "973", "974", "976"];

    /// <summary>By what the territory is drawn: communes, or départements for a région of several and for France.</summary>
    public static TerritoryLevel PartsOf(TerritoryIndex index, TerritoryKey territory) =>
        territory.Level == TerritoryLevel.Country || (territory.Level == TerritoryLevel.Region && index.Departements.Count(d => d.RegionCode == territory.Code) > 1)
            ? TerritoryLevel.Departement
            : TerritoryLevel.Commune;

    /// <summary>Codes of the areas to give a step to.</summary>
    public static IReadOnlyList<string> AreasOf(TerritoryIndex index, TerritoryKey territory) =>
        PartsOf(index, territory) == TerritoryLevel.Commune
            ? index.CommunesOf(territory)
            : [.. index.CommunesOf(territory).Select(code => index.Commune(code)!.DepartementCode).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>
    /// Draws the atlas; null for a commune alone, a foreign country, and the overseas collectivities, of which there are no contours. An area
    /// without a step is drawn as none.
    /// </summary>
    /// <param name="index">The territories.</param>
    /// <param name="territory">The territory drawn.</param>
    /// <param name="areas">Steps of its areas; those it does not hold are ignored.</param>
    /// <param name="named">Codes of the three or four areas to name beside it, in any order.</param>
    /// <param name="title">What it shows.</param>
    /// <param name="description">What it tells, in a sentence; null for nothing.</param>
    /// <param name="id">Begins the ids of the title and description; unique in the page.</param>
    public IHtmlContent? Draw(TerritoryIndex index, TerritoryKey territory, IEnumerable<AtlasArea> areas, IReadOnlyList<string> named, string title, string? description, string id = "atlas")
    {
        if (territory.Level == TerritoryLevel.Commune)
        {
            return null;
        }

        var steps = areas.ToDictionary(a => a.Code, a => Math.Clamp(a.Step, 0, Steps - 1), StringComparer.Ordinal);
        var shapes = Shapes(index, territory);
        var mainland = territory.Level == TerritoryLevel.Country ? shapes.Where(s => !Overseas.Contains(s.Code)).ToList() : shapes;
        if (mainland.Count == 0)
        {
            return null;
        }

        var bounds = mainland.Select(s => s.Shape.Bounds).Aggregate((a, b) => a.With(b));
        var names = named.Where(code => mainland.Exists(s => s.Code == code)).Distinct().Take(4).Select(code => (Code: code, Name: NameOf(index, territory, code))).ToList();
        var margin = names.Count == 0 ? 0 : 26 + names.Max(n => Svg.Width(n.Name, NameSize));
        var projection = Projection.Fit(bounds, Math.Max(120, Width - margin), Tallest, out var width, out var height);
        var many = shapes.Count > ManyAreas;
        var markup = Areas(mainland, steps, projection, many);
        var bottom = height;
        if (territory.Level == TerritoryLevel.Country)
        {
            markup += Insets(index, shapes, steps, height + 14);
            bottom = height + 60;
        }

        var svg = Svg.Open("chart", string.Create(CultureInfo.InvariantCulture, $"-4 -4 {Width + 8} {Math.Ceiling(bottom) + 8}"), id, title, description).Append(markup);
        Names(svg, names, mainland, index, projection, width, height);
        return new HtmlString(svg.Append("</svg>").ToString());
    }

    private static string NameOf(TerritoryIndex index, TerritoryKey territory, string code) => FrenchPlaceName.Typographic(
        (PartsOf(index, territory) == TerritoryLevel.Commune ? index.Commune(code)?.Name : index.Departement(code)?.Name) ?? code);

    private List<(string Code, Topology Topology, TopologyShape Shape)> Shapes(TerritoryIndex index, TerritoryKey territory)
    {
        var shapes = new List<(string Code, Topology Topology, TopologyShape Shape)>();
        foreach (var code in AreasOf(index, territory))
        {
            var topology = PartsOf(index, territory) == TerritoryLevel.Departement ? contours.Departements : contours.CommunesOf(index.Commune(code)!.RegionCode);
            if (topology is not null && topology.Shapes.TryGetValue(code, out var shape) && shape.Arcs.Length > 0)
            {
                shapes.Add((code, topology, shape));
            }
        }

        return shapes;
    }

    /// <summary>One path for each step.</summary>
    /// <param name="shapes">What to draw.</param>
    /// <param name="steps">Step of each area.</param>
    /// <param name="projection">To the units of the drawing.</param>
    /// <param name="many">Whether areas are many and small: those of one step are drawn as one, in units half as large.</param>
    private static string Areas(List<(string Code, Topology Topology, TopologyShape Shape)> shapes, Dictionary<string, int> steps, Projection projection, bool many)
    {
        var groups = shapes.Select((s, i) => (Group: many ? Step(s.Code) : i, Step: Step(s.Code), Area: s)).ToList();
        var markup = "";
        foreach (var (fineness, tolerance) in many ? Coarser : Plain)
        {
            var fine = projection.Finer(fineness);
            var net = new BorderNet(groups.Select(g => (g.Area.Topology, g.Area.Shape, g.Group)), fine, tolerance);
            var paths = new StringBuilder[Steps];
            foreach (var (group, step) in groups.Select(g => (g.Group, g.Step)).Distinct())
            {
                var path = paths[step] ??= new StringBuilder();
                var before = path.Length;
                foreach (var ring in net.Rings(group))
                {
                    Outline.Write(path, ring, closed: true);
                }

                if (path.Length == before)
                {
                    // Too small for its contour: a lozenge of two units keeps it on the map.
                    var area = groups.First(g => g.Group == group).Area.Shape.Bounds;
                    var (x, y) = ((int)Math.Round(fine.X((area.West + area.East) / 2)), (int)Math.Round(fine.Y((area.South + area.North) / 2)));
                    Outline.Write(path, [(x - 1, y), (x, y - 1), (x + 1, y), (x, y + 1)], closed: true);
                }
            }

            var text = new StringBuilder(fineness == 1 ? "<g class=\"areas\">" : string.Create(CultureInfo.InvariantCulture, $"<g class=\"areas\" transform=\"scale({1.0 / fineness})\">"));
            for (var step = 0; step < Steps; step++)
            {
                if (paths[step] is { } path)
                {
                    text.Append(CultureInfo.InvariantCulture, $"<path class=\"k{step}\" fill-rule=\"evenodd\" d=\"").Append(path).Append("\"/>");
                }
            }

            markup = text.Append("</g>").ToString();
            if (Svg.CompressedSize(markup) <= Budget)
            {
                break;
            }
        }

        return markup;

        int Step(string code) => steps.GetValueOrDefault(code);
    }

    /// <summary>The five overseas départements in a row below, each to its own scale, with its name.</summary>
    private static string Insets(TerritoryIndex index, List<(string Code, Topology Topology, TopologyShape Shape)> shapes, Dictionary<string, int> steps, double top)
    {
        const int Side = 26;
        var names = Overseas.Select(code => FrenchPlaceName.Typographic(index.Departement(code)?.Name ?? code)).ToArray();
        var gap = Math.Max(0, (Width - names.Sum(n => Svg.Width(n, NameSize))) / (names.Length - 1));
        var left = 0.0;
        var text = new StringBuilder();
        for (var i = 0; i < Overseas.Length; i++)
        {
            var code = Overseas[i];
            var centre = left + (Svg.Width(names[i], NameSize) / 2);
            left += Svg.Width(names[i], NameSize) + gap;
            if (shapes.Find(s => s.Code == code) is not { Shape: not null } area)
            {
                continue;
            }

            var fit = Projection.Fit(area.Shape.Bounds, Side, Side, out var width, out var height);
            var placed = fit.Moved(centre - (width / 2), top + ((Side - height) / 2));
            text.Append(Areas([area], steps, placed, many: false));
            text.Append(CultureInfo.InvariantCulture, $"<text class=\"near\" text-anchor=\"middle\" x=\"{centre:0}\" y=\"{top + Side + 14:0}\">{Svg.Text(names[i])}</text> ");
        }

        return text.ToString();
    }

    private static void Names(StringBuilder svg, List<(string Code, string Name)> names, List<(string Code, Topology Topology, TopologyShape Shape)> shapes, TerritoryIndex index, Projection projection, double width, double height)
    {
        const double Line = 13;
        var right = width + 11;
        var places = names
            .Select(n => (n.Name, At: Centre(n.Code)))
            .Select(p => (p.Name, X: projection.X(p.At.Lon), Y: projection.Y(p.At.Lat)))
            .OrderBy(p => p.Y)
            .ToList();
        var y = double.NegativeInfinity;
        var room = height;
        for (var i = 0; i < places.Count; i++)
        {
            // Each name at the height of its place, pushed down by the one before and kept above the room the rest will need.
            y = Math.Max(Math.Min(places[i].Y, room - ((places.Count - 1 - i) * Line)), Math.Max(6, y + Line));
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"lead-line\" d=\"M{places[i].X:0} {places[i].Y:0}L{right:0} {y:0}h6\"/><text class=\"near\" x=\"{right + 9:0}\" y=\"{y + 3:0}\">{Svg.Text(places[i].Name)}</text> ");
        }

        GeoPoint Centre(string code)
        {
            if (index.Commune(code)?.Centre is { } centre && code.Length == 5)
            {
                return centre;
            }

            var bounds = shapes.Find(s => s.Code == code).Shape.Bounds;
            return new GeoPoint((bounds.South + bounds.North) / 2, (bounds.West + bounds.East) / 2);
        }
    }
}
