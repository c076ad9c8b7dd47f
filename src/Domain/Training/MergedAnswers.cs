namespace RepairNet.Domain.Training;

/// <summary>
/// Answers that are told together, because one of them alone would tell what one or two people said. An answer that is too rare in one part of a table
/// is merged in all its parts: else what is left of the whole would be what is hidden. Two at least are merged, or none.
/// </summary>
public sealed class MergedAnswers
{
    /// <summary>Fewest people whose answer is shown alone.</summary>
    public const int Fewest = 3;

    private readonly HashSet<FollowUp> _merged;

    private MergedAnswers(HashSet<FollowUp> merged) => _merged = merged;

    /// <param name="parts">How many people gave each answer, part by part.</param>
    public static MergedAnswers Of(IReadOnlyCollection<IReadOnlyDictionary<FollowUp, long>> parts)
    {
        var rare = Enum.GetValues<FollowUp>().Where(answer => parts.Any(p => p.GetValueOrDefault(answer) is > 0 and < Fewest)).ToHashSet();

        // What is merged is never one answer under another name: the rarest of the others joins it.
        if (rare.Count == 1)
        {
            rare.Add(Enum.GetValues<FollowUp>().Where(a => !rare.Contains(a)).MinBy(a => (parts.Sum(p => p.GetValueOrDefault(a)) is var n and > 0 ? n : long.MaxValue, a)));
        }

        return new MergedAnswers(rare);
    }

    /// <summary>What is shown of one part: answers somebody gave, in their order, then those merged, without a name.</summary>
    public IReadOnlyList<(FollowUp? Answer, long People)> Show(IReadOnlyDictionary<FollowUp, long> part)
    {
        var others = part.Where(a => _merged.Contains(a.Key)).Sum(a => a.Value);
        return
        [
            .. part.Where(a => a.Value > 0 && !_merged.Contains(a.Key)).OrderBy(a => a.Key).Select(a => ((FollowUp?)a.Key, a.Value)),
            .. others > 0 ? [(null, others)] : Array.Empty<(FollowUp?, long)>(),
        ];
    }
}
