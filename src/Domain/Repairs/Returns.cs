using NodaTime;

namespace RepairNet.Domain.Repairs;

/// <summary>
/// An object repaired again soon after is a return: it stays in the register and is counted once. Repairs of one object are judged by
/// their days, whenever they were written down: a repair that works is a return when one that counts lies at most <see cref="Days"/>
/// days before it. One written down late may so take the place of a later one. A return starts no new period. An object that was not
/// repaired is never a return.
/// </summary>
public static class Returns
{
    /// <summary>How far apart, in days, two repairs of one object must be for both to count: further than this.</summary>
    public const int Days = 90;

    /// <summary>Marks each repair of one object as counted or return, and gives those whose mark changed.</summary>
    /// <param name="repairsOfOneItem">All of them, in any order.</param>
    public static IReadOnlyList<Repair> Judge(IEnumerable<Repair> repairsOfOneItem)
    {
        LocalDate? counted = null;
        var changed = new List<Repair>();
        foreach (var repair in repairsOfOneItem.OrderBy(r => r.Date).ThenBy(r => r.RecordedAt).ThenBy(r => r.Id.Value))
        {
            var isReturn = repair.Outcome == RepairOutcome.Fixed && counted is { } day && Period.DaysBetween(day, repair.Date) <= Days;
            if (repair.Outcome == RepairOutcome.Fixed && !isReturn)
            {
                counted = repair.Date;
            }

            if (repair.IsReturn != isReturn)
            {
                repair.CountAs(isReturn);
                changed.Add(repair);
            }
        }

        return changed;
    }
}
