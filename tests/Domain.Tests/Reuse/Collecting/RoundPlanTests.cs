using CsCheck;
using NodaTime;
using RepairNet.Domain.Common;
using RepairNet.Domain.Reuse.Collecting;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.Reuse.Collecting;

/// <summary>The round that the program proposes.</summary>
public sealed class RoundPlanTests
{
    private static readonly Instant Monday = Instant.FromUtc(2027, 3, 1, 8, 0);

    /// <summary>Communes on a line: « 10000 » is ten kilometres from « 20000 ».</summary>
    private static double Distance(string a, string b) => Math.Abs(int.Parse(a, null) - int.Parse(b, null)) / 1000d;

    private static WaitingStop Stop(string commune, int kg, int hours) => new(CollectionRequestId.New(), commune, kg * 1000, Monday + Duration.FromHours(hours));

    [Fact]
    public void Whoever_waits_longest_comes_first_with_their_neighbours_then_the_nearest()
    {
        var (far, near, oldest, neighbour) = (Stop("30000", 10, 1), Stop("12000", 10, 2), Stop("10000", 10, 0), Stop("10000", 10, 9));

        RoundPlan.Propose([far, near, neighbour, oldest], Distance, 3, 1_000_000).ShouldBe([oldest, neighbour, near]);
    }

    [Fact]
    public void What_is_too_heavy_for_what_is_left_waits_and_something_lighter_goes()
    {
        var (first, heavy, light) = (Stop("10000", 60, 0), Stop("10000", 50, 1), Stop("10000", 40, 2));

        RoundPlan.Propose([first, heavy, light], Distance, 8, 100_000).ShouldBe([first, light]);
        RoundPlan.Propose([], Distance, 8, 100_000).ShouldBeEmpty();
    }

    [Fact]
    public void No_plan_holds_more_than_the_van_nor_anybody_twice() =>
        Gen.Select(Gen.Select(Gen.Int[1, 9], Gen.Int[0, 300], Gen.Int[0, 500]).Array[0, 40], Gen.Int[1, 12], Gen.Int[1, 900]).Sample((waiting, stops, kg) =>
        {
            var all = waiting.Select(w => Stop(w.Item1 + "0000", w.Item2, w.Item3)).ToList();
            var plan = RoundPlan.Propose(all, Distance, stops, kg * 1000);

            return plan.Count <= stops && plan.Sum(p => p.Grams) <= kg * 1000 && plan.Select(p => p.Id).Distinct().Count() == plan.Count && plan.All(all.Contains)
                // It stops for want of room alone.
                && (plan.Count == stops || all.Except(plan).All(left => left.Grams + plan.Sum(p => p.Grams) > kg * 1000));
        });
}
