using CsCheck;
using NodaTime;
using RepairNet.Domain.Repairs;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.Repairs;

public sealed class ReturnsTests
{
    private static readonly ItemCode Kettle = ItemCode.From("K7P3-9WQX");

    private static Repair On(int daysAgo, int written, RepairOutcome outcome = RepairOutcome.Fixed) => Repaired.Record(
        Repaired.Report(outcome: outcome, date: Repaired.Today.PlusDays(-daysAgo)), at: Repaired.Now + Duration.FromMinutes(written), item: Kettle);

    private static bool[] Marks(params Repair[] repairs)
    {
        Returns.Judge(repairs);
        return [.. repairs.Select(r => r.IsReturn)];
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(90, true)]
    [InlineData(91, false)]
    public void A_second_repair_within_90_days_is_a_return(int daysApart, bool isReturn) =>
        Marks(On(daysApart, 0), On(0, 1)).ShouldBe([false, isReturn]);

    [Fact]
    public void The_earliest_visit_counts_even_written_down_last() => Marks(On(0, 0), On(30, 1)).ShouldBe([true, false]);

    [Fact]
    public void Of_two_visits_of_one_day_the_first_written_counts() => Marks(On(0, 1), On(0, 0)).ShouldBe([true, false]);

    [Fact]
    public void A_visit_written_down_late_may_set_a_later_return_free() => Marks(On(120, 0), On(20, 1), On(0, 2), On(150, 3)).ShouldBe([true, false, true, false]);

    [Fact]
    public void A_return_starts_no_new_period() => Marks(On(120, 0), On(60, 1), On(0, 2)).ShouldBe([false, true, false]);

    [Fact]
    public void What_was_not_repaired_neither_is_a_return_nor_makes_one() =>
        Marks(On(30, 0, RepairOutcome.Repairable), On(20, 1), On(10, 2, RepairOutcome.EndOfLife), On(5, 3)).ShouldBe([false, false, false, true]);

    [Fact]
    public void When_the_counted_one_turns_out_unrepaired_the_return_counts()
    {
        var (first, second) = (On(30, 0), On(0, 1));
        Marks(first, second).ShouldBe([false, true]);
        first.Correct(first.Report() with { Outcome = RepairOutcome.EndOfLife }, Repaired.Today);
        Returns.Judge([first, second]).ShouldBe([second]);
        second.IsReturn.ShouldBeFalse();
        second.Version.ShouldBe(3);
    }

    [Fact]
    public void Counted_repairs_of_one_object_are_always_more_than_90_days_apart_and_each_return_follows_one() =>
        Gen.Select(Gen.Int[0, 400], Gen.Enum<RepairOutcome>()).Array[0, 12].Sample(visits =>
        {
            var repairs = visits.Select((v, i) => On(v.Item1, i, v.Item2)).ToArray();
            Returns.Judge(repairs.Reverse());
            Returns.Judge(repairs).ShouldBeEmpty();
            var counted = repairs.Where(r => r.Outcome == RepairOutcome.Fixed && !r.IsReturn).Select(r => r.Date).Order().ToList();
            counted.Zip(counted.Skip(1)).ShouldAllBe(p => Period.DaysBetween(p.First, p.Second) > 90);
            repairs.Where(r => r.IsReturn).ShouldAllBe(r =>
                r.Outcome == RepairOutcome.Fixed && counted.Any(d => d <= r.Date && Period.DaysBetween(d, r.Date) <= 90));
        }, iter: 500);
}
