using System.Globalization;
using System.Text;

namespace RepairNet.Web.Drawing;

/// <summary>Lines in whole units: simplified, tidied, clipped, written as path data.</summary>
internal static class Outline
{
    /// <summary>
    /// Drops points that stray less than <paramref name="tolerance"/> from the line that is left (Douglas and Peucker) and rounds to whole
    /// units. Both ends stay; a closed line keeps at least a triangle where its size allows.
    /// </summary>
    public static (int X, int Y)[] Simplify(List<(double X, double Y)> points, double tolerance)
    {
        var keep = new bool[points.Count];
        keep[0] = keep[^1] = true;
        if (Distance(points[0], points[^1]) < 1e-9 && points.Count > 3)
        {
            // A closed line has no length to measure from: cut it at its farthest point, then at the farthest from that chord.
            var far = Farthest(points, 0, points.Count - 1, p => Distance(p, points[0]));
            var side = Farthest(points, 0, points.Count - 1, p => ToSegment(p, points[0], points[far]));
            keep[far] = keep[side] = true;
            Cut(points, 0, Math.Min(far, side), tolerance, keep);
            Cut(points, Math.Min(far, side), Math.Max(far, side), tolerance, keep);
            Cut(points, Math.Max(far, side), points.Count - 1, tolerance, keep);
        }
        else
        {
            Cut(points, 0, points.Count - 1, tolerance, keep);
        }

        var left = new List<(int X, int Y)>();
        for (var i = 0; i < points.Count; i++)
        {
            if (keep[i])
            {
                var at = ((int)Math.Round(points[i].X), (int)Math.Round(points[i].Y));
                if (left.Count == 0 || left[^1] != at || i == points.Count - 1)
                {
                    left.Add(at);
                }
            }
        }

        return [.. left];
    }

    /// <summary>Drops repeated points, spikes that go and come back, and points in the middle of a straight line, from a ring.</summary>
    public static (int X, int Y)[] Tidy(List<(int X, int Y)> ring)
    {
        var points = new List<(int X, int Y)>(ring);
        for (var changed = true; changed && points.Count >= 3;)
        {
            changed = false;
            for (var i = 0; i < points.Count && points.Count >= 3; i++)
            {
                var (a, b, c) = (points[(i + points.Count - 1) % points.Count], points[i], points[(i + 1) % points.Count]);
                if (((long)(b.X - a.X) * (c.Y - b.Y)) == ((long)(b.Y - a.Y) * (c.X - b.X)))
                {
                    points.RemoveAt(i--);
                    changed = true;
                }
            }
        }

        return points.Count >= 3 ? [.. points] : [];
    }

    /// <summary>The part of a ring inside a box (Sutherland and Hodgman); empty where nothing is.</summary>
    public static (int X, int Y)[] Clip((int X, int Y)[] ring, int left, int top, int right, int bottom)
    {
        var points = ring.Select(p => ((double)p.X, (double)p.Y)).ToList();
        points = Half(points, p => p.Item1 >= left, (a, b) => (left, a.Item2 + ((b.Item2 - a.Item2) * (left - a.Item1) / (b.Item1 - a.Item1))));
        points = Half(points, p => p.Item1 <= right, (a, b) => (right, a.Item2 + ((b.Item2 - a.Item2) * (right - a.Item1) / (b.Item1 - a.Item1))));
        points = Half(points, p => p.Item2 >= top, (a, b) => (a.Item1 + ((b.Item1 - a.Item1) * (top - a.Item2) / (b.Item2 - a.Item2)), top));
        points = Half(points, p => p.Item2 <= bottom, (a, b) => (a.Item1 + ((b.Item1 - a.Item1) * (bottom - a.Item2) / (b.Item2 - a.Item2)), bottom));
        return Tidy([.. points.Select(p => ((int)Math.Round(p.Item1), (int)Math.Round(p.Item2)))]);

        static List<(double, double)> Half(List<(double, double)> points, Func<(double, double), bool> inside, Func<(double, double), (double, double), (double, double)> cross)
        {
            var left = new List<(double, double)>(points.Count + 4);
            for (var i = 0; i < points.Count; i++)
            {
                var (a, b) = (points[(i + points.Count - 1) % points.Count], points[i]);
                if (inside(a) != inside(b))
                {
                    left.Add(cross(a, b));
                }

                if (inside(b))
                {
                    left.Add(b);
                }
            }

            return left;
        }
    }

    /// <summary>The runs of a line whose segments come near a box: the rest is not drawn.</summary>
    public static IEnumerable<(int X, int Y)[]> Near((int X, int Y)[] line, int left, int top, int right, int bottom)
    {
        var run = new List<(int X, int Y)>();
        for (var i = 1; i < line.Length; i++)
        {
            var (a, b) = (line[i - 1], line[i]);
            if (Math.Max(a.X, b.X) >= left && Math.Min(a.X, b.X) <= right && Math.Max(a.Y, b.Y) >= top && Math.Min(a.Y, b.Y) <= bottom)
            {
                if (run.Count == 0)
                {
                    run.Add(a);
                }

                run.Add(b);
            }
            else if (run.Count > 0)
            {
                yield return [.. run];
                run.Clear();
            }
        }

        if (run.Count > 0)
        {
            yield return [.. run];
        }
    }

    /// <summary>Appends a line as path data: one absolute move, then relative steps; closed with z if asked.</summary>
    public static void Write(StringBuilder path, (int X, int Y)[] points, bool closed)
    {
        if (points.Length < 2)
        {
            return;
        }

        path.Append(CultureInfo.InvariantCulture, $"M{points[0].X}");
        Number(path, points[0].Y);
        var command = ' ';
        for (var i = 1; i < points.Length; i++)
        {
            var (dx, dy) = (points[i].X - points[i - 1].X, points[i].Y - points[i - 1].Y);
            if (dx == 0 && dy == 0)
            {
                continue;
            }

            if (dy == 0)
            {
                path.Append('h').Append(CultureInfo.InvariantCulture, $"{dx}");
                command = 'h';
            }
            else if (dx == 0)
            {
                path.Append('v').Append(CultureInfo.InvariantCulture, $"{dy}");
                command = 'v';
            }
            else
            {
                if (command != 'l')
                {
                    path.Append('l').Append(CultureInfo.InvariantCulture, $"{dx}");
                    command = 'l';
                }
                else
                {
                    Number(path, dx);
                }

                Number(path, dy);
            }
        }

        if (closed)
        {
            path.Append('z');
        }
    }

    private static void Number(StringBuilder path, int number)
    {
        // A minus sign parts two numbers as well as a space does.
        if (number >= 0)
        {
            path.Append(' ');
        }

        path.Append(CultureInfo.InvariantCulture, $"{number}");
    }

    private static void Cut(List<(double X, double Y)> points, int from, int to, double tolerance, bool[] keep)
    {
        var open = new Stack<(int From, int To)>();
        open.Push((from, to));
        while (open.TryPop(out var part))
        {
            if (part.To - part.From < 2)
            {
                continue;
            }

            var far = Farthest(points, part.From, part.To, p => ToSegment(p, points[part.From], points[part.To]));
            if (ToSegment(points[far], points[part.From], points[part.To]) > tolerance)
            {
                keep[far] = true;
                open.Push((part.From, far));
                open.Push((far, part.To));
            }
        }
    }

    private static int Farthest(List<(double X, double Y)> points, int from, int to, Func<(double X, double Y), double> distance)
    {
        var (far, most) = (from, -1.0);
        for (var i = from + 1; i < to; i++)
        {
            if (distance(points[i]) is var d && d > most)
            {
                (far, most) = (i, d);
            }
        }

        return far;
    }

    private static double Distance((double X, double Y) a, (double X, double Y) b) => Math.Sqrt(((a.X - b.X) * (a.X - b.X)) + ((a.Y - b.Y) * (a.Y - b.Y)));

    private static double ToSegment((double X, double Y) p, (double X, double Y) a, (double X, double Y) b)
    {
        var (dx, dy) = (b.X - a.X, b.Y - a.Y);
        var length = (dx * dx) + (dy * dy);
        var along = length < 1e-12 ? 0 : Math.Clamp((((p.X - a.X) * dx) + ((p.Y - a.Y) * dy)) / length, 0, 1);
        return Distance(p, (a.X + (along * dx), a.Y + (along * dy)));
    }
}
