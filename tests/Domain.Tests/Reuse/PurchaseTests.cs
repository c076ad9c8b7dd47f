using NodaTime;
using RepairNet.Domain.Common;
using RepairNet.Domain.Reuse;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.Reuse;

/// <summary>What a territory declares of its purchases and of its retired computer equipment.</summary>
public sealed class PurchaseTests
{
    [Theory]
    [InlineData(100, 100, 0, 100, null)]
    [InlineData(0, 0, 50, 0, null)]
    [InlineData(100, 101, 0, 0, SpendingFault.ReusedAboveTotal)]
    [InlineData(100, 0, 0, 101, SpendingFault.RecycledAboveTotal)]
    [InlineData(-1, 0, 0, 0, SpendingFault.OutOfRange)]
    [InlineData(Spending.MaxCents + 1, 0, 0, 0, SpendingFault.OutOfRange)]
    [InlineData(0, 0, -1, 0, SpendingFault.OutOfRange)]
    public void A_part_never_exceeds_the_whole_and_a_gift_is_no_part(long total, long reused, long given, long recycled, SpendingFault? fault) =>
        new Spending(total, reused, given, recycled).Fault.ShouldBe(fault);

    [Fact]
    public void A_line_says_something_of_a_year_that_is_declared()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new PurchaseLine("commune:38185", 2020, ProductKind.Paper, new Spending(1, 0, 0, 0), null, null, default));
        Should.Throw<ArgumentOutOfRangeException>(() => new PurchaseLine("commune:38185", 2026, ProductKind.Paper, default, null, null, default));
        Should.Throw<ArgumentOutOfRangeException>(() => new PurchaseLine("commune:38185", 2026, ProductKind.Paper, new Spending(1, 2, 0, 0), null, null, default));
        var line = new PurchaseLine("commune:38185", 2026, ProductKind.Paper, new Spending(1_000, 400, 0, 0), "  ", null, default);
        line.Comment.ShouldBeNull();
        line.Declare(new Spending(2_000, 400, 100, 600), " Ramettes ", null, default);
        (line.Spending, line.Comment).ShouldBe((new Spending(2_000, 400, 100, 600), "Ramettes"));
    }

    [Theory]
    [InlineData(RetiredTo.Association, true, null, true)]
    [InlineData(RetiredTo.Association, false, null, false)]
    [InlineData(RetiredTo.TakenBack, true, null, true)]
    [InlineData(RetiredTo.Recycled, true, null, false)]
    [InlineData(RetiredTo.Staff, true, RetiredExclusion.OverTenYears, false)]
    [InlineData(RetiredTo.PublicBody, true, RetiredExclusion.Security, false)]
    public void What_counts_as_used_again_was_undertaken_and_is_not_left_out(RetiredTo to, bool undertaken, RetiredExclusion? exclusion, bool counts) =>
        new RetiredBatch(RetiredBatchId.New(), "commune:38185", new RetiredTerms(new LocalDate(2027, 3, 1), "laptop", 3, to, "La Remise", undertaken, exclusion), null, default).CountsAsReused.ShouldBe(counts);

    [Theory]
    [InlineData(2022, null)]
    [InlineData(2023, 25)]
    [InlineData(2024, 35)]
    [InlineData(2025, 50)]
    [InlineData(2031, 50)]
    public void The_proportion_to_reach_is_that_of_the_decree(int year, int? percent) => RetiredStock.Aim(year).ShouldBe(percent / 100m);

    [Fact]
    public void The_share_is_taken_of_what_was_in_stock()
    {
        RetiredStock.Share(30, 60).ShouldBe(0.5m);
        RetiredStock.Share(30, 0).ShouldBeNull();
        RetiredStock.Share(30, null).ShouldBeNull();
        RetiredStock.Share(90, 60).ShouldBe(1.5m);
        Should.Throw<ArgumentOutOfRangeException>(() => new RetiredStock("commune:38185", 2027, -1));
        Should.Throw<ArgumentOutOfRangeException>(() => new RetiredBatch(RetiredBatchId.New(), "commune:38185", new RetiredTerms(new LocalDate(2027, 3, 1), "laptop", 0, RetiredTo.Staff, null, true, null), null, default));
    }
}
