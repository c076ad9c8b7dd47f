using System.Globalization;
using RepairNet.Application.Impact;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Impact;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Impact;

public sealed class HeaviestPartsTests
{
    /// <summary>Weights of which some are nearly and some wholly the same, below nothing too (a correction takes more away than was there).</summary>
    private static readonly decimal[] Weights = [0, 1.25m, 1.2500001m, 1.2500002m, 1.25m, 40.79m, -0.0000004m, -3m, 0.0000003m];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(999)]
    [InlineData(5000)]
    public void They_come_in_the_order_of_weight_then_of_items_then_of_key(int count)
    {
        var parts = new ManyImpactParts(count);
        var all = new List<ImpactPart>();
        for (var i = 0; i < count; i++)
        {
            // In no order, and one in eleven without any figure.
            var key = (i * 7919 % 10_007).ToString("D5", CultureInfo.InvariantCulture);
            var figures = i % 11 == 10 ? default : Figures(Weights[i % Weights.Length], (i / 9) % 3);
            parts[i] = new ImpactPart(key, "Commune " + key, figures);
            if (figures != default)
            {
                all.Add(parts[i]);
            }
        }

        var ordered = new HeaviestParts(parts);
        var due = all.OrderByDescending(p => p.Figures.Diverted.Kg.Central).ThenByDescending(p => p.Figures.Repairs.Total).ThenBy(p => p.Key, StringComparer.Ordinal).ToList();
        ordered.ShouldBe(due);
        ordered.Count.ShouldBe(due.Count);
        Enumerable.Range(0, due.Count).Select(i => ordered[i]).ShouldBe(due);
        Should.Throw<ArgumentOutOfRangeException>(() => ordered[due.Count]);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(40, 7)]
    [InlineData(3000, 1)]
    [InlineData(3000, 400)]
    [InlineData(3000, 3000)]
    public void Those_that_changed_find_their_place_among_the_others(int count, int changes)
    {
        var parts = new ManyImpactParts(0);
        var ordered = new HeaviestParts(parts);
        for (var round = 0; round < 12; round++)
        {
            // Some of those there are, of other figures or of none, and some more.
            int[] changed = [.. Enumerable.Range(0, changes).Select(i => ((i * 7919) + (round * 31)) % count).Distinct()];
            int[] all = [.. changed.Where(i => i < parts.Count), .. Enumerable.Range(parts.Count, Math.Min(count, (round + 1) * count / 4) - parts.Count)];
            parts = parts.With(all, Math.Max(parts.Count, Math.Min(count, (round + 1) * count / 4)));
            foreach (var i in all)
            {
                var key = (i * 7919 % 10_007).ToString("D5", CultureInfo.InvariantCulture);
                parts[i] = new ImpactPart(key, "Commune " + key, (i + round) % 11 == 10 ? default : Figures(Weights[(i + (3 * round)) % Weights.Length], (i / 9 + round) % 3));
            }

            ordered = new HeaviestParts(parts, ordered, all);
            ordered.ShouldBe(new HeaviestParts(parts), $"round {round}");
        }

        ordered.Count.ShouldBeGreaterThan(count / 2);
    }

    private static ImpactFigures Figures(decimal kg, long repairs) =>
        new(new RepairCounts(repairs, 0, 0, 0), new DivertedMass(Estimate.Exactly(kg), 0, 0, kg, 0), default, default);
}
