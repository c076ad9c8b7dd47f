using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Impact;
using RepairNet.Domain.Repairs;
using RepairNet.Domain.Tests.Equipment;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.Impact;

public sealed class FiguresDigestTests
{
    [Fact]
    public void The_text_is_the_same_whatever_the_order_and_the_zeros()
    {
        var one = new FiguresDigest().Add("b", 1.50m).Add("a", "epci:200040715").Add("é\"\\\n", 0m).Add("c", (long?)null);
        var other = new FiguresDigest().Add("c", (long?)null).Add("é\"\\\n", 0.00m).Add("a", "epci:200040715").Add("b", 1.5m);

        one.Text.ShouldBe("""{"a":"epci:200040715","b":1.5,"c":null,"é\"\\\u000a":0}""");
        other.Text.ShouldBe(one.Text);
        other.Sha256.ShouldBe(one.Sha256);
        System.Text.Json.JsonDocument.Parse(one.Text).RootElement.GetProperty("b").GetDecimal().ShouldBe(1.5m);
    }

    [Fact]
    public void The_print_is_the_one_any_other_tool_makes()
    {
        // printf '{"a":1}' | sha256sum
        new FiguresDigest().Add("a", 1m).Sha256.ShouldBe("015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862");
    }

    [Fact]
    public void Each_figure_changes_it()
    {
        var figures = new ImpactFigures(
            new RepairCounts(1, 2, 3, 4),
            new DivertedMass(new Estimate(1, 2, 3), 1, 0.5m, 0.5m, 5),
            new DivertedMass(new Estimate(0.5m, 1, 2), 1, 0, 0, 6),
            new AvoidedCo2e(new Estimate(7, 8, 9), 10));
        var prints = new[]
        {
            figures,
            figures with { Repairs = figures.Repairs with { Unknown = 5 } },
            figures with { Diverted = figures.Diverted with { WeighedKg = 1.000001m } },
            figures with { EWasteDiverted = figures.EWasteDiverted with { Kg = new Estimate(0.5m, 1, 2.1m) } },
            figures with { Co2e = figures.Co2e with { ItemsWithoutFootprint = 11 } },
        }.Select(f => new FiguresDigest().Add("year", f).Sha256).ToList();

        prints.Distinct().Count().ShouldBe(prints.Count);
        Should.Throw<ArgumentException>(() => new FiguresDigest().Add("a", 1m).Add("a", 2m));
    }
}

public sealed class FigureOriginsTests
{
    [Theory]
    [InlineData("rn-2026")]
    [InlineData("restart-2021")]
    public void They_add_up_to_the_figure_they_explain(string set)
    {
        var catalogue = TestCatalogue.Catalogue;
        ImpactCell Cell(string category, Provenance source, long count, long mg, RepairOutcome outcome = RepairOutcome.Fixed, bool isReturn = false) => new(category, outcome, source, set, isReturn, count, mg);
        ImpactCell[] cells =
        [
            Cell("kettle", Provenance.Weighed, 2, 2_200_000), Cell("kettle", Provenance.Declared, 1, 1_000_000), Cell("mobile", Provenance.Averaged, 3, 0),
            Cell("bicycle", Provenance.Weighed, 1, 14_000_000), Cell("misc-powered", Provenance.Averaged, 4, 0), Cell("kettle", Provenance.Weighed, 9, 9_000_000, RepairOutcome.EndOfLife),
            Cell("kettle", Provenance.Weighed, 7, 7_000_000, isReturn: true),
        ];
        var figures = ImpactCalculation.Of(cells, catalogue);

        foreach (var (poweredOnly, mass, items) in new[] { (false, figures.Diverted, 11), (true, figures.EWasteDiverted, 10) })
        {
            var origins = FigureOrigins.Of(cells, catalogue, poweredOnly);
            origins.Items.ShouldBe(items);
            origins.Parts.Select(p => p.Source).ShouldBe([Provenance.Weighed, Provenance.Declared, Provenance.Averaged, null]);
            origins.Parts.Aggregate(default(Estimate), (sum, p) => sum + p.Kg).ShouldBe(mass.Kg);
            origins.Parts[0].Kg.Central.ShouldBe(mass.WeighedKg);
            origins.Parts[2].Kg.Central.ShouldBe(mass.AveragedKg);
            origins.Parts[3].Items.ShouldBe(mass.ItemsWithoutWeight);
            origins.Sets.ShouldBe([new OriginSet(set, items)]);
        }
    }
}

public sealed class ObjectiveTests
{
    [Theory]
    [InlineData(ObjectiveMeasure.RepairedItems, 1, true)]
    [InlineData(ObjectiveMeasure.RepairedItems, 1.5, false)]
    [InlineData(ObjectiveMeasure.RepairedItems, 0, false)]
    [InlineData(ObjectiveMeasure.RepairedItems, 10_000_001, false)]
    [InlineData(ObjectiveMeasure.EWasteKg, 0.001, true)]
    [InlineData(ObjectiveMeasure.EWasteKg, 0.0001, false)]
    [InlineData(ObjectiveMeasure.EWasteKg, -1, false)]
    [InlineData(ObjectiveMeasure.EWasteKgPerInhabitant, 100, true)]
    [InlineData(ObjectiveMeasure.EWasteKgPerInhabitant, 100.5, false)]
    public void A_target_is_bounded(ObjectiveMeasure measure, double target, bool allowed)
    {
        Objective.Allows(measure, (decimal)target).ShouldBe(allowed);
        if (!allowed)
        {
            Should.Throw<ArgumentOutOfRangeException>(() => new Objective("commune:38185", 2027, measure, (decimal)target, null, default));
        }
    }

    [Fact]
    public void Years_are_bounded_and_what_is_reached_has_the_unit_of_the_target()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new Objective("commune:38185", 0, ObjectiveMeasure.EWasteKg, 1, null, default));
        Should.Throw<ArgumentOutOfRangeException>(() => new Objective("commune:38185", 99999, ObjectiveMeasure.EWasteKg, 1, null, default));
        var figures = new ImpactFigures(new RepairCounts(7, 0, 0, 0), default, new DivertedMass(new Estimate(40, 50, 60), 50, 0, 0, 0), default);
        Objective.Reached(ObjectiveMeasure.RepairedItems, figures, null).ShouldBe(7);
        Objective.Reached(ObjectiveMeasure.EWasteKg, figures, null).ShouldBe(50);
        Objective.Reached(ObjectiveMeasure.EWasteKgPerInhabitant, figures, 1000).ShouldBe(0.05m);
        Objective.Reached(ObjectiveMeasure.EWasteKgPerInhabitant, figures, 0).ShouldBeNull();
    }

    [Fact]
    public void A_view_has_a_name_and_a_choice_of_a_bounded_length()
    {
        SavedView View(string name, string query) => new(SavedViewId.New(), AccountId.New(), name, query, default);
        View(" Vélos ", "territoire=commune:38185").Name.ShouldBe("Vélos");
        Should.Throw<ArgumentException>(() => View(" ", "x"));
        Should.Throw<ArgumentException>(() => View(new string('a', SavedView.MaxName + 1), "x"));
        Should.Throw<ArgumentException>(() => View("a", new string('x', SavedView.MaxQuery + 1)));
    }
}
