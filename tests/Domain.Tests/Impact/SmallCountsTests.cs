using RepairNet.Domain.Impact;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.Impact;

public sealed class SmallCountsTests
{
    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(2, 1, true)]
    [InlineData(3, 1, false)]
    [InlineData(2, 2, false)]
    [InlineData(0, 0, true)]
    public void Fewer_than_three_of_one_organisation_are_not_shown_alone(long repairs, int organisations, bool tooSmall) =>
        SmallCounts.IsTooSmall(repairs, organisations).ShouldBe(tooSmall);

    [Fact]
    public void They_are_merged_into_a_wider_part()
    {
        SmallCounts.Wider(ImpactGrouping.Day, "2027-03-29").ShouldBe("2027-03");
        SmallCounts.IsRestOfMonth("2027-03").ShouldBeTrue();
        SmallCounts.IsRestOfMonth("2027-03-29").ShouldBeFalse();
        SmallCounts.Wider(ImpactGrouping.Organisation, "0197").ShouldBe("others");
        Enum.GetValues<ImpactGrouping>().Where(SmallCounts.Concern).ShouldBe([ImpactGrouping.Day, ImpactGrouping.Organisation]);
        Should.Throw<ArgumentOutOfRangeException>(() => SmallCounts.Wider(ImpactGrouping.Month, "2027-03"));
    }
}
