using RepairNet.Domain.Repairs;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.Repairs;

public sealed class RepairNamesTests
{
    [Fact]
    public void Outcomes_have_one_name_each_and_are_read_back()
    {
        RepairOutcomes.Codes.ShouldBe(["fixed", "repairable", "end-of-life", "unknown"]);
        foreach (var outcome in Enum.GetValues<RepairOutcome>())
        {
            RepairOutcomes.TryParse(outcome.Code(), out var read).ShouldBeTrue();
            read.ShouldBe(outcome);
        }

        RepairOutcomes.TryParse("Fixed", out _).ShouldBeFalse();
        RepairOutcomes.TryParse(null, out _).ShouldBeFalse();
        RepairOutcomes.TryParse("1", out _).ShouldBeFalse();
    }

    [Fact]
    public void Barriers_are_read_back_and_the_standard_s_many_spellings_too()
    {
        RepairBarriers.Codes.ShouldContain("parts-unavailable");
        RepairBarriers.Codes.ShouldContain("unsafe-do-not-use");
        foreach (var barrier in Enum.GetValues<RepairBarrier>())
        {
            RepairBarriers.TryParse(barrier.Code(), out var read).ShouldBeTrue();
            read.ShouldBe(barrier);
        }

        foreach (var spelling in new[] { "Item too worn out", "Product too worn out", "Too worn out", "WORN_OUT" })
        {
            RepairBarriers.TryParse(spelling, out var read).ShouldBeTrue(spelling);
            read.ShouldBe(RepairBarrier.WornOut);
        }

        RepairBarriers.TryParse("", out _).ShouldBeFalse();
        RepairBarriers.TryParse("aliens", out _).ShouldBeFalse();
    }
}
