using System.Text.Json;

namespace RepairNet.Web.Drawing;

/// <summary>
/// Contours that share their borders: each border is stored once, as an arc, and every shape is a list of arcs. They stay in memory
/// for as long as the program runs (100,000 arcs for France), so the points of all arcs lie in one array.
/// </summary>
internal sealed class Topology
{
    private readonly int[] _points;
    private readonly int[] _starts;

    /// <param name="points">Points of all arcs, one after the other, as x, y, x, y… on a whole grid.</param>
    /// <param name="starts">Where each arc begins in them, and where the last one ends.</param>
    /// <param name="shapes">Shapes by code.</param>
    /// <param name="grid">Where the grid lies.</param>
    private Topology(int[] points, int[] starts, IReadOnlyDictionary<string, TopologyShape> shapes, TopologyGrid grid)
    {
        (_points, _starts, Shapes, Grid) = (points, starts, shapes, grid);
        SetBounds();
    }

    public IReadOnlyDictionary<string, TopologyShape> Shapes { get; }

    public TopologyGrid Grid { get; }

    public int ArcCount => _starts.Length - 1;

    /// <summary>Points of an arc, as x, y, x, y… on the grid.</summary>
    public ReadOnlySpan<int> Arc(int arc) => _points.AsSpan(_starts[arc].._starts[arc + 1]);

    /// <summary>Reads TopoJSON: quantised, delta-encoded arcs, one object of polygons whose <c>id</c> is the code.</summary>
    public static Topology ReadTopoJson(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        var points = new List<int>(json.Length / 10);
        var starts = new List<int> { 0 };
        var shapes = new Dictionary<string, TopologyShape>(StringComparer.Ordinal);
        var grid = new TopologyGrid(0, 0, 1, 1);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("arcs"))
            {
                ReadArcs(ref reader, points, starts);
            }
            else if (reader.ValueTextEquals("transform"))
            {
                grid = ReadGrid(ref reader);
            }
            else if (reader.ValueTextEquals("objects"))
            {
                ReadShapes(ref reader, shapes);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return new Topology([.. points], [.. starts], shapes, grid);
    }

    /// <summary>
    /// Reads GeoJSON polygons with coordinates of three decimals and finds the borders they share: a point where more than two ways meet
    /// ends an arc.
    /// </summary>
    public static Topology ReadGeoJson(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        var rings = new List<(string Code, (int X, int Y)[] Points)>();
        foreach (var feature in document.RootElement.GetProperty("features").EnumerateArray())
        {
            var code = feature.GetProperty("properties").GetProperty("code").GetString()!;
            var geometry = feature.GetProperty("geometry");
            var coordinates = geometry.GetProperty("coordinates");
            var polygons = geometry.GetProperty("type").GetString() == "Polygon" ? [coordinates] : coordinates.EnumerateArray().ToArray();
            foreach (var ring in polygons.SelectMany(p => p.EnumerateArray()))
            {
                var points = new List<(int X, int Y)>();
                foreach (var point in ring.EnumerateArray())
                {
                    var at = ((int)Math.Round(point[0].GetDouble() * 1000), (int)Math.Round(point[1].GetDouble() * 1000));
                    if (points.Count == 0 || points[^1] != at)
                    {
                        points.Add(at);
                    }
                }

                if (points.Count >= 4)
                {
                    points.RemoveAt(points.Count - 1); // the first again
                    rings.Add((code, [.. points]));
                }
            }
        }

        // A point is a junction where its neighbours are not the same two in every ring that passes.
        var neighbours = new Dictionary<(int, int), ((int, int), (int, int))>();
        var junctions = new HashSet<(int, int)>();
        foreach (var (_, points) in rings)
        {
            for (var i = 0; i < points.Length; i++)
            {
                var (a, b) = (points[(i + points.Length - 1) % points.Length], points[(i + 1) % points.Length]);
                var pair = a.CompareTo(b) < 0 ? (a, b) : (b, a);
                if (!neighbours.TryAdd(points[i], pair) && neighbours[points[i]] != pair)
                {
                    junctions.Add(points[i]);
                }
            }
        }

        var arcs = new List<int[]>();
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        var shapes = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        foreach (var (code, points) in rings)
        {
            var first = Math.Max(0, Array.FindIndex(points, junctions.Contains));
            if (!junctions.Contains(points[first]))
            {
                // A ring that others share whole, or an island: begin where all of them would.
                first = Array.IndexOf(points, points.Min());
            }

            var refs = new List<int>();
            var arc = new List<int> { points[first].X, points[first].Y };
            for (var step = 1; step <= points.Length; step++)
            {
                var point = points[(first + step) % points.Length];
                arc.Add(point.X);
                arc.Add(point.Y);
                if (step == points.Length || junctions.Contains(point))
                {
                    refs.Add(Keep([.. arc]));
                    arc = [point.X, point.Y];
                }
            }

            (shapes.TryGetValue(code, out var list) ? list : shapes[code] = []).AddRange(refs);
        }

        var starts = new int[arcs.Count + 1];
        for (var i = 0; i < arcs.Count; i++)
        {
            starts[i + 1] = starts[i] + arcs[i].Length;
        }

        return new Topology([.. arcs.SelectMany(a => a)], starts, shapes.ToDictionary(s => s.Key, s => new TopologyShape([.. s.Value]), StringComparer.Ordinal), new TopologyGrid(0, 0, 0.001, 0.001));

        int Keep(int[] arc)
        {
            if (known.TryGetValue(string.Join(',', Reversed(arc)), out var other))
            {
                return ~other;
            }

            if (!known.TryGetValue(string.Join(',', arc), out var index))
            {
                index = arcs.Count;
                known[string.Join(',', arc)] = index;
                arcs.Add(arc);
            }

            return index;
        }

        static int[] Reversed(int[] arc)
        {
            var reversed = new int[arc.Length];
            for (var i = 0; i < arc.Length; i += 2)
            {
                (reversed[i], reversed[i + 1]) = (arc[^(i + 2)], arc[^(i + 1)]);
            }

            return reversed;
        }
    }

    private void SetBounds()
    {
        foreach (var shape in Shapes.Values)
        {
            int left = int.MaxValue, bottom = int.MaxValue, right = int.MinValue, top = int.MinValue;
            foreach (var reference in shape.Arcs)
            {
                var arc = Arc(reference < 0 ? ~reference : reference);
                for (var i = 0; i < arc.Length; i += 2)
                {
                    left = Math.Min(left, arc[i]);
                    right = Math.Max(right, arc[i]);
                    bottom = Math.Min(bottom, arc[i + 1]);
                    top = Math.Max(top, arc[i + 1]);
                }
            }

            shape.Bounds = left > right ? default : new GeoBounds(Grid.Lon(left), Grid.Lat(bottom), Grid.Lon(right), Grid.Lat(top));
        }
    }

    private static void ReadArcs(ref Utf8JsonReader reader, List<int> points, List<int> starts)
    {
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            int x = 0, y = 0;
            while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
            {
                reader.Read();
                x += reader.GetInt32();
                reader.Read();
                y += reader.GetInt32();
                points.Add(x);
                points.Add(y);
                reader.Read();
            }

            starts.Add(points.Count);
        }
    }

    /// <summary>Shape by shape: a document of a whole région would keep megabytes for nothing.</summary>
    private static void ReadShapes(ref Utf8JsonReader reader, Dictionary<string, TopologyShape> shapes)
    {
        reader.Read();
        var depth = reader.CurrentDepth;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("geometries"))
            {
                reader.Read();
                while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
                {
                    using var geometry = JsonDocument.ParseValue(ref reader);
                    shapes[geometry.RootElement.GetProperty("id").GetString()!] = new TopologyShape(References(geometry.RootElement));
                }
            }
        }
    }

    private static TopologyGrid ReadGrid(ref Utf8JsonReader reader)
    {
        reader.Read();
        using var transform = JsonDocument.ParseValue(ref reader);
        var (scale, translate) = (transform.RootElement.GetProperty("scale"), transform.RootElement.GetProperty("translate"));
        return new TopologyGrid(translate[0].GetDouble(), translate[1].GetDouble(), scale[0].GetDouble(), scale[1].GetDouble());
    }

    private static int[] References(JsonElement geometry)
    {
        if (!geometry.TryGetProperty("arcs", out var arcs))
        {
            return [];
        }

        var polygons = geometry.GetProperty("type").GetString() == "Polygon" ? [arcs] : arcs.EnumerateArray().ToArray();
        return [.. polygons.SelectMany(p => p.EnumerateArray()).SelectMany(ring => ring.EnumerateArray()).Select(a => a.GetInt32())];
    }
}

/// <summary>A shape: the arcs of its rings, outer and inner alike; a negative number is the complement of an arc run backwards.</summary>
internal sealed class TopologyShape(int[] arcs)
{
    public int[] Arcs { get; } = arcs;

    /// <summary>The box around it.</summary>
    public GeoBounds Bounds { get; set; }
}

/// <summary>Turns a point of the grid into degrees.</summary>
internal readonly record struct TopologyGrid(double OriginLon, double OriginLat, double StepLon, double StepLat)
{
    public double Lon(int x) => OriginLon + (x * StepLon);

    public double Lat(int y) => OriginLat + (y * StepLat);
}

/// <summary>A box in degrees.</summary>
internal readonly record struct GeoBounds(double West, double South, double East, double North)
{
    public bool Meets(GeoBounds other) => West <= other.East && East >= other.West && South <= other.North && North >= other.South;

    public GeoBounds With(GeoBounds other) => new(Math.Min(West, other.West), Math.Min(South, other.South), Math.Max(East, other.East), Math.Max(North, other.North));
}
