using NodaTime;

namespace RepairNet.Domain.Agenda;

/// <summary>A weekly opening before and after an edit; null before it was made, and after it was removed.</summary>
public readonly record struct OpeningEdit(OpeningTerms? Before, OpeningTerms? After);

/// <summary>Edits of a series of openings that hold « from this day on »: what the series was before that day, it stays.</summary>
public static class OpeningEdits
{
    /// <summary>
    /// The openings that say so. An opening that changes ends the day before; what takes its place begins that day, or in the
    /// next week it opens in, so that one week in two stays the same weeks.
    /// </summary>
    /// <param name="day">First local day of the edit.</param>
    public static IReadOnlyList<OpeningTerms> From(LocalDate day, IEnumerable<OpeningEdit> edits)
    {
        var openings = new List<OpeningTerms>();
        foreach (var (before, after) in edits)
        {
            if (before is not null && after is not null && IsSame(before, after))
            {
                openings.Add(before);
                continue;
            }

            if (before is not null && before.ValidFrom < day)
            {
                openings.Add(before.ValidTo < day ? before : before with { ValidTo = day.PlusDays(-1) });
            }

            if (after is not null && FirstDay(after, day) is var first && !(after.ValidTo < first))
            {
                openings.Add(after with { ValidFrom = first });
            }
        }

        return openings;
    }

    /// <summary>The first day from this one on in a week the opening opens in.</summary>
    private static LocalDate FirstDay(OpeningTerms terms, LocalDate day)
    {
        if (terms.ValidFrom >= day)
        {
            return terms.ValidFrom;
        }

        var monday = Monday(terms.ValidFrom);
        var weeks = Period.DaysBetween(monday, Monday(day)) / 7;
        var late = weeks % Math.Max(1, terms.EveryWeeks);
        return late == 0 ? day : monday.PlusWeeks(weeks - late + terms.EveryWeeks);
    }

    private static LocalDate Monday(LocalDate day) => day.PlusDays(1 - (int)day.DayOfWeek);

    /// <summary>Whether both say the same, in whatever order they name services.</summary>
    public static bool IsSame(OpeningTerms a, OpeningTerms b) =>
        a with { Services = null } == b with { Services = null } && (a.Services ?? []).ToHashSet().SetEquals(b.Services ?? []);
}
