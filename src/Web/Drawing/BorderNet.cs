namespace RepairNet.Web.Drawing;

/// <summary>
/// The borders between groups of shapes, simplified once each, so that two neighbours always draw the same line and no gap opens
/// between them. Inside a group borders vanish.
/// </summary>
internal sealed class BorderNet
{
    private readonly List<Chain> chains = [];

    /// <summary>Builds the net.</summary>
    /// <param name="shapes">Each shape, the topology it belongs to and the group it is drawn with (0 or more).</param>
    /// <param name="projection">Lays them flat.</param>
    /// <param name="tolerance">How far, in units, a line may stray from the true one.</param>
    public BorderNet(IEnumerable<(Topology Topology, TopologyShape Shape, int Group)> shapes, Projection projection, double tolerance)
    {
        foreach (var part in shapes.GroupBy(s => s.Topology))
        {
            AddTopology(part.Key, part.Select(s => (s.Shape, s.Group)), projection, tolerance);
        }
    }

    /// <summary>Every border that <paramref name="wanted"/> accepts, as open or closed lines in whole units.</summary>
    /// <param name="wanted">Given the groups on both sides; -1 is outside.</param>
    public IEnumerable<(int X, int Y)[]> Lines(Func<int, int, bool> wanted) => chains.Where(c => wanted(c.Ahead, c.Back)).Select(c => c.Points);

    /// <summary>The rings of a group in whole units, closed without repeating the first point; those too small to see are left out.</summary>
    public IEnumerable<(int X, int Y)[]> Rings(int group)
    {
        var starts = new Dictionary<int, List<(Chain Chain, bool Forward)>>();
        foreach (var chain in chains)
        {
            if (chain.Ahead == group)
            {
                Start(chain.From, (chain, true));
            }

            if (chain.Back == group)
            {
                Start(chain.To, (chain, false));
            }
        }

        foreach (var (origin, list) in starts)
        {
            while (list.Count > 0)
            {
                var ring = new List<(int X, int Y)>();
                var at = origin;
                do
                {
                    if (!starts.TryGetValue(at, out var ways) || ways.Count == 0)
                    {
                        break; // an open ring cannot come from a sound file; draw what there is
                    }

                    var (chain, forward) = ways[^1];
                    ways.RemoveAt(ways.Count - 1);
                    if (forward)
                    {
                        ring.AddRange(chain.Points.AsSpan(0, chain.Points.Length - 1));
                    }
                    else
                    {
                        for (var i = chain.Points.Length - 1; i > 0; i--)
                        {
                            ring.Add(chain.Points[i]);
                        }
                    }

                    at = forward ? chain.To : chain.From;
                }
                while (at != origin);

                if (Outline.Tidy(ring) is { Length: >= 3 } tidy)
                {
                    yield return tidy;
                }
            }
        }

        void Start(int node, (Chain, bool) way) => (starts.TryGetValue(node, out var list) ? list : starts[node] = []).Add(way);
    }

    private void AddTopology(Topology topology, IEnumerable<(TopologyShape Shape, int Group)> shapes, Projection projection, double tolerance)
    {
        // Whoever runs along an arc forwards, and whoever runs along it backwards.
        var ahead = new Dictionary<int, int>();
        var back = new Dictionary<int, int>();
        foreach (var (shape, group) in shapes)
        {
            foreach (var reference in shape.Arcs)
            {
                if (reference >= 0)
                {
                    ahead[reference] = group;
                }
                else
                {
                    back[~reference] = group;
                }
            }
        }

        var kept = ahead.Keys.Union(back.Keys).Where(arc => Side(ahead, arc) != Side(back, arc)).Order().ToList();
        var ends = new Dictionary<(int X, int Y), List<int>>();
        foreach (var arc in kept)
        {
            End(First(arc), arc);
            End(Last(arc), arc);
        }

        // Numbers of the nodes go on from one topology to the next: two may use the same points of their grids.
        var offset = chains.Count == 0 ? 0 : chains.Max(c => Math.Max(c.From, c.To)) + 1;
        var nodes = new Dictionary<(int X, int Y), int>();
        var used = new HashSet<int>();
        foreach (var arc in kept.OrderBy(a => IsJunction(First(a)) || IsJunction(Last(a)) ? 0 : 1))
        {
            if (used.Contains(arc))
            {
                continue;
            }

            var forward = IsJunction(First(arc)) || !IsJunction(Last(arc));
            Walk(arc, forward);
        }

        void Walk(int arc, bool forward)
        {
            var points = new List<(double X, double Y)>();
            var from = forward ? First(arc) : Last(arc);
            var (left, right) = forward ? (Side(ahead, arc), Side(back, arc)) : (Side(back, arc), Side(ahead, arc));
            var at = from;
            while (true)
            {
                used.Add(arc);
                Append(points, arc, forward);
                at = forward ? Last(arc) : First(arc);
                if (at == from || IsJunction(at))
                {
                    break;
                }

                var next = ends[at].FindIndex(a => !used.Contains(a));
                if (next < 0)
                {
                    break;
                }

                arc = ends[at][next];
                forward = First(arc) == at;
            }

            chains.Add(new Chain(left, right, Node(from), Node(at), Outline.Simplify(points, tolerance)));
        }

        // Where three ways meet, or two whose sides differ, or where a line ends: lines are cut there.
        bool IsJunction((int, int) node)
        {
            var meeting = ends[node];
            if (meeting.Count != 2)
            {
                return true;
            }

            return meeting[0] != meeting[1] && Sides(meeting[0]) != Sides(meeting[1]);
        }

        (int, int) Sides(int arc)
        {
            var (a, b) = (Side(ahead, arc), Side(back, arc));
            return a < b ? (a, b) : (b, a);
        }

        int Node((int X, int Y) point) => nodes.TryGetValue(point, out var known) ? known : nodes[point] = offset + nodes.Count;

        void End((int, int) node, int arc) => (ends.TryGetValue(node, out var list) ? list : ends[node] = []).Add(arc);

        (int X, int Y) First(int arc) => (topology.Arc(arc)[0], topology.Arc(arc)[1]);

        (int X, int Y) Last(int arc) => (topology.Arc(arc)[^2], topology.Arc(arc)[^1]);

        void Append(List<(double X, double Y)> points, int arc, bool forward)
        {
            var numbers = topology.Arc(arc);
            for (var i = 0; i < numbers.Length; i += 2)
            {
                var k = forward ? i : numbers.Length - 2 - i;
                if (i > 0 || points.Count == 0)
                {
                    points.Add((projection.X(topology.Grid.Lon(numbers[k])), projection.Y(topology.Grid.Lat(numbers[k + 1]))));
                }
            }
        }

        static int Side(Dictionary<int, int> side, int arc) => side.GetValueOrDefault(arc, -1);
    }

    /// <summary>A border from one junction to the next.</summary>
    /// <param name="Ahead">The group that runs along it forwards, -1 for none.</param>
    /// <param name="Back">The group that runs along it backwards, -1 for none.</param>
    /// <param name="From">Where it begins.</param>
    /// <param name="To">Where it ends; the same for a closed line.</param>
    /// <param name="Points">Whole units, both ends included.</param>
    private sealed record Chain(int Ahead, int Back, int From, int To, (int X, int Y)[] Points);
}
