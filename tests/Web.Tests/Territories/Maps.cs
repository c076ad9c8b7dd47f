using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using RepairNet.Application.Territories.Contract;
using RepairNet.Infrastructure.Common;
using RepairNet.Infrastructure.Territories;
using RepairNet.Web.Drawing;
using Shouldly;

namespace RepairNet.Web.Tests.Territories;

/// <summary>The real territories and contours, read once, and the reading of a drawing.</summary>
internal static partial class Maps
{
    private static readonly Lazy<TerritoryIndex> Read = new(() => new TerritoryIndex(TerritoryFiles.Read(ShippedData.PathOf("territories"))));

    public static TerritoryIndex Index => Read.Value;

    public static Contours Contours { get; } = new();

    public static NearbyMap Nearby { get; } = new(Contours);

    public static AtlasMap Atlas { get; } = new(Contours);

    /// <summary>The drawing as a tree; fails if it is not well formed, says nothing to the blind, or holds anything but whole numbers in its paths.</summary>
    public static XElement Parse(object? drawing)
    {
        var svg = XElement.Parse(drawing.ShouldNotBeNull().ToString()!);
        svg.Attribute("role")!.Value.ShouldBe("img");
        var ids = svg.Attribute("aria-labelledby")!.Value.Split(' ');
        ids.ShouldAllBe(id => svg.Elements().Any(e => e.Attribute("id") != null && e.Attribute("id")!.Value == id && e.Value.Length > 0));
        foreach (var attribute in svg.DescendantsAndSelf().Attributes().Where(a => a.Name.LocalName is not ("aria-labelledby" or "id" or "role")))
        {
            attribute.Value.ShouldNotContain("NaN");
            attribute.Value.ShouldNotContain("Infinity");
            attribute.Value.ShouldNotContain("E-");
        }

        foreach (var path in svg.Descendants("path"))
        {
            PathData().IsMatch(path.Attribute("d")!.Value).ShouldBeTrue(path.Attribute("d")!.Value);
        }

        return svg;
    }

    /// <summary>The view box: left, top, width, height.</summary>
    public static double[] ViewBox(XElement svg) => [.. svg.Attribute("viewBox")!.Value.Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture))];

    /// <summary>Every point a path passes, subpath by subpath.</summary>
    public static List<List<(int X, int Y)>> Points(XElement path)
    {
        var lines = new List<List<(int X, int Y)>>();
        var (x, y) = (0, 0);
        foreach (Match step in Steps().Matches(path.Attribute("d")!.Value))
        {
            var numbers = Numbers().Matches(step.Value).Select(m => int.Parse(m.Value, CultureInfo.InvariantCulture)).ToArray();
            switch (step.Value[0])
            {
                case 'M':
                    (x, y) = (numbers[0], numbers[1]);
                    lines.Add([(x, y)]);
                    break;
                case 'L':
                    (x, y) = (numbers[0], numbers[1]);
                    lines[^1].Add((x, y));
                    break;
                case 'h':
                    x += numbers[0];
                    lines[^1].Add((x, y));
                    break;
                case 'v':
                    y += numbers[0];
                    lines[^1].Add((x, y));
                    break;
                case 'l':
                    for (var i = 0; i < numbers.Length; i += 2)
                    {
                        (x, y) = (x + numbers[i], y + numbers[i + 1]);
                        lines[^1].Add((x, y));
                    }

                    break;
            }
        }

        return lines;
    }

    [GeneratedRegex(@"^(M-?\d+( |(?=-))-?\d+([hv]-?\d+|[lL]-?\d+( |(?=-))-?\d+((( |(?=-))-?\d+){2})*)*z?)+$", RegexOptions.None, 2000)]
    private static partial Regex PathData();

    [GeneratedRegex(@"[MLhvlz][-\d ]*")]
    private static partial Regex Steps();

    [GeneratedRegex(@"-?\d+")]
    private static partial Regex Numbers();
}
