using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Reuse.Collecting;

/// <summary>A request that waits for a day.</summary>
public readonly record struct WaitingStop(CollectionRequestId Id, string CommuneCode, int Grams, Instant Since);

/// <summary>
/// A round that the program proposes: whoever has waited longest comes first, with their neighbours of the same commune, then the nearest communes, as long
/// as the van has room. A person decides.
/// </summary>
public static class RoundPlan
{
    /// <param name="distance">Kilometres between two communes.</param>
    /// <returns>In the order in which they are driven to.</returns>
    public static IReadOnlyList<WaitingStop> Propose(IReadOnlyCollection<WaitingStop> waiting, Func<string, string, double> distance, int maxStops, int maxGrams)
    {
        if (waiting.Count == 0)
        {
            return [];
        }

        var first = waiting.OrderBy(w => w.Since).ThenBy(w => w.Id.Value).First().CommuneCode;
        var plan = new List<WaitingStop>();
        var room = maxGrams;
        foreach (var commune in waiting.GroupBy(w => w.CommuneCode).OrderBy(g => g.Key == first ? -1 : distance(first, g.Key)).ThenBy(g => g.Key, StringComparer.Ordinal).Take(CollectionRound.MaxCommunes))
        {
            foreach (var stop in commune.OrderBy(w => w.Since).ThenBy(w => w.Id.Value))
            {
                // What is too heavy for what is left goes another day; something lighter may still fit.
                if (plan.Count < maxStops && stop.Grams <= room)
                {
                    plan.Add(stop);
                    room -= stop.Grams;
                }
            }
        }

        return plan;
    }
}
