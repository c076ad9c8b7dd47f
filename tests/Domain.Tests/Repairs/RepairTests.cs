using NodaTime;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Repairs;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.Repairs;

public sealed class RepairTests
{
    [Fact]
    public void The_scales_win_over_what_was_declared()
    {
        var repair = Repaired.Record(Repaired.Report() with { Weighed = Mass.FromKilograms(1.2m), Declared = Mass.FromKilograms(3m) });
        repair.OwnWeight.ShouldBe(Mass.FromKilograms(1.2m));
        repair.Provenance.ShouldBe(Provenance.Weighed);
        repair.Declared.ShouldBe(Mass.FromKilograms(3m));
    }

    [Fact]
    public void Without_scales_the_declared_weight_is_its_weight()
    {
        var repair = Repaired.Record(Repaired.Report() with { Declared = Mass.FromKilograms(3m) });
        repair.Provenance.ShouldBe(Provenance.Declared);
        repair.OwnWeight.ShouldBe(Mass.FromKilograms(3m));
    }

    [Fact]
    public void Without_any_weight_the_category_answers()
    {
        var repair = Repaired.Record();
        repair.Provenance.ShouldBe(Provenance.Averaged);
        repair.OwnWeight.ShouldBeNull();
    }

    public static TheoryData<string, RepairReport> Slips => new()
    {
        { "no weight", Repaired.Report() with { Weighed = new Mass(0) } },
        { "negative weight", Repaired.Report() with { Declared = new Mass(-1) } },
        { "more than a tonne", Repaired.Report() with { Weighed = new Mass(1_000_000_001) } },
        { "no minute", Repaired.Report() with { Minutes = 0 } },
        { "more than a day", Repaired.Report() with { Minutes = 1441 } },
        { "made before 1900", Repaired.Report() with { YearOfManufacture = 1899 } },
        { "made next year", Repaired.Report() with { YearOfManufacture = 2028 } },
        { "repaired tomorrow", Repaired.Report(date: new LocalDate(2027, 3, 30)) },
        { "repaired last century", Repaired.Report(date: new LocalDate(1999, 12, 31)) },
        { "paid to repair", Repaired.Report() with { CostEur = -0.01m } },
        { "long problem", Repaired.Report() with { Problem = new string('x', 2001) } },
        { "too many parts", Repaired.Report() with { Parts = [.. Enumerable.Repeat("joint", 21)] } },
        { "no category", Repaired.Report(category: "") },
    };

    [Theory]
    [MemberData(nameof(Slips))]
    public void What_is_outside_the_limits_is_refused_when_recorded_and_when_corrected(string slip, RepairReport report)
    {
        Should.Throw<ArgumentException>(() => Repaired.Record(report), slip);
        var repair = Repaired.Record();
        Should.Throw<ArgumentException>(() => repair.Correct(report, Repaired.Today), slip);
        repair.Version.ShouldBe(1);
        repair.Report().ShouldBeEquivalentTo(Repaired.Report());
    }

    [Fact]
    public void The_limits_themselves_are_allowed()
    {
        var report = Repaired.Report() with
        {
            Weighed = new Mass(1_000_000_000),
            Declared = new Mass(1),
            Minutes = 1440,
            YearOfManufacture = 2027,
            CostEur = 0,
            Problem = new string('x', 2000),
        };
        Repaired.Record(report).Report().ShouldBeEquivalentTo(report);
    }

    [Fact]
    public void A_correction_keeps_who_where_and_which_object_and_counts_versions()
    {
        var repair = Repaired.Record(Repaired.Report(outcome: RepairOutcome.Repairable) with { Brand = "Moulinex" });
        var (id, item) = (repair.Id, repair.ItemCode);
        repair.Correct(repair.Report() with { Outcome = RepairOutcome.Fixed, Brand = "  " }, Repaired.Today);
        repair.ShouldSatisfyAllConditions(
            r => r.Id.ShouldBe(id),
            r => r.ItemCode.ShouldBe(item),
            r => r.Outcome.ShouldBe(RepairOutcome.Fixed),
            r => r.Brand.ShouldBeNull(),
            r => r.Version.ShouldBe(2));
    }

    [Theory]
    [InlineData(0.0000004, false)]
    [InlineData(0.0000005, true)]
    [InlineData(1000, true)]
    [InlineData(1000.0000001, false)]
    [InlineData(-1, false)]
    public void Kilograms_are_judged_as_typed(double kilograms, bool allowed) =>
        RepairLimits.AllowsKilograms((decimal)kilograms).ShouldBe(allowed);

    [Fact]
    public void Kilograms_of_any_size_are_judged_without_breaking() =>
        RepairLimits.AllowsKilograms(decimal.MaxValue).ShouldBeFalse();
}
