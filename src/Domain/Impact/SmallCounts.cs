namespace RepairNet.Domain.Impact;

/// <summary>
/// What the public is not shown alone: fewer than three repairs of one organisation on one day, or of one organisation in the whole period, could
/// tell about one person's visit. Such parts are merged into a wider one; none is lost, so that the parts still add up to the whole.
/// </summary>
public static class SmallCounts
{
    /// <summary>Fewest repairs of one organisation that are shown alone.</summary>
    public const int Fewest = 3;

    /// <summary>Key of the part that organisations too small to be named share.</summary>
    public const string OtherOrganisations = "others";

    /// <summary>Whether a way of cutting could show one organisation's day, or one organisation, alone.</summary>
    public static bool Concern(ImpactGrouping grouping) => grouping is ImpactGrouping.Day or ImpactGrouping.Organisation;

    /// <summary>Whether a part is too small to be shown alone.</summary>
    /// <param name="repairs">Repairs in it, whatever became of the objects.</param>
    /// <param name="organisations">How many organisations made them.</param>
    public static bool IsTooSmall(long repairs, int organisations) => repairs < Fewest && organisations <= 1;

    /// <summary>Key of the wider part: of a day, its month (« 2027-03 », all other days of the month); of an organisation, all other organisations.</summary>
    /// <exception cref="ArgumentOutOfRangeException">This way of cutting has no wider part.</exception>
    public static string Wider(ImpactGrouping grouping, string key) => grouping switch
    {
        ImpactGrouping.Day => key[..7],
        ImpactGrouping.Organisation => OtherOrganisations,
        _ => throw new ArgumentOutOfRangeException(nameof(grouping)),
    };

    /// <summary>
    /// The actors whose items are added up with others: those who are not to be named, those with fewer than <see cref="Fewest"/>, and as
    /// many more, the smallest first, as it takes for what is added up not to be small itself.
    /// </summary>
    /// <param name="counts">Items brought to each actor; one without any is left alone.</param>
    /// <param name="mayBeNamed">Whether an actor may be named at all.</param>
    public static IReadOnlySet<string> ActorsToMerge(IReadOnlyDictionary<string, long> counts, Func<string, bool> mayBeNamed)
    {
        var some = counts.Where(c => c.Value > 0).OrderBy(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).ToList();
        var merged = some.Where(c => c.Value < Fewest || !mayBeNamed(c.Key)).Select(c => c.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var (key, _) in some)
        {
            if (merged.Count == 0 || merged.Sum(k => counts[k]) >= Fewest)
            {
                break;
            }

            merged.Add(key);
        }

        return merged;
    }

    /// <summary>Whether a key of <see cref="Wider"/> stands for the other days of a month.</summary>
    public static bool IsRestOfMonth(string key) => key.Length == 7;
}
