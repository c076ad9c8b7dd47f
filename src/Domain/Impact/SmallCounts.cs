using NodaTime;
using NodaTime.Text;

namespace RepairNet.Domain.Impact;

/// <summary>A part of public figures, before it is judged.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Size">How many repairs it tells of, those taken away counted too: one added and one taken away are two.</param>
/// <param name="IsAlone">It may be of one organisation only, on one day or in the whole period.</param>
public readonly record struct PublicPart(string Key, long Size, bool IsAlone);

/// <summary>
/// What the public is not shown alone: fewer than three repairs of one organisation on one day, or of one organisation in the whole period, could
/// tell about one person's visit. Such parts are added up in a wider one, with as many more, the smallest first, as it takes for that one not to be
/// small itself: else it would be what it hides. None is lost, so that the parts still add up to the whole.
/// </summary>
public static class SmallCounts
{
    /// <summary>Fewest repairs of one organisation that are shown alone.</summary>
    public const int Fewest = 3;

    /// <summary>Key of the part that organisations too small to be named share, and days that even the rest of their month would show alone.</summary>
    public const string Others = "others";

    /// <summary>Whether a way of cutting could show one organisation's day, or one organisation, alone.</summary>
    public static bool Concern(ImpactGrouping grouping) => grouping is ImpactGrouping.Day or ImpactGrouping.Organisation;

    /// <summary>How many repairs like ones tell of: a weight corrected after its period was closed leaves no repair and some kilograms, and tells of one.</summary>
    /// <param name="count">How many; fewer than none where that many were taken away.</param>
    /// <param name="massMg">Their own weights, in milligrams.</param>
    public static long Told(long count, long massMg) => count == 0 && massMg != 0 ? 1 : Math.Abs(count);

    /// <summary>Whether a part is too small to be shown alone.</summary>
    public static bool IsTooSmall(PublicPart part) => part.IsAlone && part.Size < Fewest;

    /// <summary>Whether a key stands for the other days of a month.</summary>
    public static bool IsRestOfMonth(string key) => key.Length == 7;

    /// <summary>The keys of the parts that are added up together; none where all may be shown.</summary>
    /// <param name="parts">All of them; one that tells of nothing is left alone.</param>
    public static IReadOnlySet<string> Together(IEnumerable<PublicPart> parts) => Together(parts, IsTooSmall);

    /// <summary>The actors that are added up together: the small ones, and those who are not to be named.</summary>
    /// <param name="parts">All of them.</param>
    /// <param name="mayBeNamed">Whether an actor may be named at all.</param>
    public static IReadOnlySet<string> Together(IEnumerable<PublicPart> parts, Func<string, bool> mayBeNamed) => Together(parts, part => IsTooSmall(part) || !mayBeNamed(part.Key));

    /// <summary>
    /// Where each day that is not shown alone counts: under the other days of its month (« 2027-03 »), or under <see cref="Others"/> where the days
    /// asked for hold only a part of that month and too little of it, so that even its rest would tell of one day. Days not named are shown.
    /// </summary>
    /// <param name="days">One part for each day, by « 2027-03-29 ».</param>
    /// <param name="from">First day asked for; null for the beginning.</param>
    /// <param name="to">Last day asked for, included; null for no end.</param>
    public static IReadOnlyDictionary<string, string> WiderDays(IReadOnlyCollection<PublicPart> days, LocalDate? from, LocalDate? to)
    {
        var wider = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var month in days.GroupBy(d => d.Key[..7], StringComparer.Ordinal))
        {
            foreach (var key in Together(month))
            {
                wider[key] = month.Key;
            }
        }

        // A whole month is told anyway, as a month; a few days of one are not.
        var shown = days.GroupBy(d => wider.GetValueOrDefault(d.Key, d.Key), StringComparer.Ordinal)
            .Select(g => new PublicPart(g.Key, g.Sum(d => d.Size), IsRestOfMonth(g.Key) && !IsWhole(g.Key, from, to))).ToList();
        var others = Together(shown);
        foreach (var day in days.Where(d => others.Contains(wider.GetValueOrDefault(d.Key, d.Key))))
        {
            wider[day.Key] = Others;
        }

        return wider;
    }

    private static HashSet<string> Together(IEnumerable<PublicPart> parts, Func<PublicPart, bool> isHidden)
    {
        var some = parts.Where(p => p.Size > 0).OrderBy(p => p.Size).ThenBy(p => p.Key, StringComparer.Ordinal).ToList();
        var together = some.Where(isHidden).ToDictionary(p => p.Key, p => p.Size, StringComparer.Ordinal);
        foreach (var part in some)
        {
            if (together.Count == 0 || together.Values.Sum() >= Fewest)
            {
                break;
            }

            together.TryAdd(part.Key, part.Size);
        }

        return [.. together.Keys];
    }

    private static bool IsWhole(string month, LocalDate? from, LocalDate? to)
    {
        var first = LocalDatePattern.Iso.Parse(month + "-01").Value;
        return !(from > first) && !(to < DateAdjusters.EndOfMonth(first));
    }
}
