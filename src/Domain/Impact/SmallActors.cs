namespace RepairNet.Domain.Impact;

/// <summary>
/// What a single actor did is published only when it is enough to tell nothing of one visit: fewer items than this go into
/// « autres acteurs ».
/// </summary>
public static class SmallActors
{
    /// <summary>Items brought to one actor, from which they are published by themselves.</summary>
    public const int Least = 3;

    /// <summary>
    /// The actors whose items are added up with others: those who are not to be named, those with fewer than <see cref="Least"/>, and as
    /// many more, the smallest first, as it takes for what is added up not to be small itself.
    /// </summary>
    /// <param name="counts">Items brought to each actor; one without any is left alone.</param>
    /// <param name="mayBeNamed">Whether an actor may be named at all.</param>
    public static IReadOnlySet<string> ToMerge(IReadOnlyDictionary<string, long> counts, Func<string, bool> mayBeNamed)
    {
        var some = counts.Where(c => c.Value > 0).OrderBy(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).ToList();
        var merged = some.Where(c => c.Value < Least || !mayBeNamed(c.Key)).Select(c => c.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var (key, _) in some)
        {
            if (merged.Count == 0 || merged.Sum(k => counts[k]) >= Least)
            {
                break;
            }

            merged.Add(key);
        }

        return merged;
    }
}
