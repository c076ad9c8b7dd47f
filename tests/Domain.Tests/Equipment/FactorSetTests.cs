using NodaTime;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.Equipment;

public sealed class FactorSetTests
{
    private const long Kg = 1_000_000;

    private static Amount Of(string set, string category, Provenance provenance, long count, long milligrams) =>
        TestCatalogue.Catalogue.FactorSet(set).Amount(TestCatalogue.Catalogue.Category(category), provenance, count, new Mass(milligrams));

    [Fact]
    public void Ours_a_weighed_item_weighs_what_it_weighed_and_saves_what_its_category_saves() =>
        Of("rn-2026", "kettle", Provenance.Weighed, 1, 1_100_000).ShouldBe(new Amount(
            Estimate.Exactly(1.1m), Provenance.Weighed, 0, new Estimate(4.12m * 0.3m, 22.16m, 53.184m), 0));

    [Fact]
    public void Ours_a_declared_weight_may_be_a_fifth_off_each_way() =>
        Of("rn-2026", "fridge", Provenance.Declared, 1, 60 * Kg).Kg.ShouldBe(new Estimate(48m, 60m, 72m));

    [Fact]
    public void Ours_an_item_without_weight_weighs_what_its_category_weighs() =>
        Of("rn-2026", "mobile", Provenance.Averaged, 3, 0).ShouldBe(new Amount(
            new Estimate(0.27m, 0.45m, 0.54m), Provenance.Averaged, 0, new Estimate(32.238m, 75.765m, 181.836m), 0));

    [Fact]
    public void Ours_a_weight_without_footprint_is_counted_as_such() =>
        Of("rn-2026", "hood-heater", Provenance.Averaged, 2, 0).ShouldBe(new Amount(
            new Estimate(19.424m, 24.28m, 29.136m), Provenance.Averaged, 0, default, 2));

    [Theory]
    [InlineData("misc-powered")]
    [InlineData("misc-unpowered")]
    [InlineData("e-bike-scooter")]
    public void Ours_what_no_source_weighs_is_counted_without_weight_and_not_without_footprint(string category) =>
        Of("rn-2026", category, Provenance.Averaged, 2, 0).ShouldBe(new Amount(default, Provenance.Averaged, 2, default, 0));

    [Fact]
    public void Ours_misc_on_the_scales_has_a_weight_and_no_footprint() =>
        Of("rn-2026", "misc-powered", Provenance.Weighed, 1, 3 * Kg).ShouldBe(new Amount(Estimate.Exactly(3m), Provenance.Weighed, 0, default, 1));

    [Fact]
    public void The_Fixometer_does_not_look_at_the_scales_for_a_powered_item() =>
        Of("restart-2021", "kettle", Provenance.Weighed, 1, 9 * Kg).ShouldBe(new Amount(
            Estimate.Exactly(1.25m), Provenance.Averaged, 0, Estimate.Exactly(22.16m), 0));

    [Fact]
    public void The_Fixometer_multiplies_the_weight_of_powered_misc_by_its_ratio() =>
        Of("restart-2021", "misc-powered", Provenance.Weighed, 1, 2 * Kg).ShouldBe(new Amount(
            Estimate.Exactly(2m), Provenance.Weighed, 0, Estimate.Exactly(32.06679233m), 0));

    [Fact]
    public void The_Fixometer_multiplies_the_weight_of_an_unpowered_item_by_its_ratio() =>
        Of("restart-2021", "bicycle", Provenance.Declared, 1, 12 * Kg).ShouldBe(new Amount(
            Estimate.Exactly(12m), Provenance.Declared, 0, Estimate.Exactly(12m * 17.70147059m * 0.5m), 0));

    [Fact]
    public void The_Fixometer_knows_what_an_unpowered_item_weighs_on_average() =>
        Of("restart-2021", "bicycle", Provenance.Averaged, 2, 0).ShouldBe(new Amount(
            Estimate.Exactly(30.2m), Provenance.Averaged, 0, Estimate.Exactly(149.6m), 0));

    [Theory]
    [InlineData("restart-2021", "misc-powered")]
    [InlineData("restart-2021", "misc-unpowered")]
    [InlineData("restart-2021", "fridge")]
    [InlineData("restart-2018", "fridge")]
    [InlineData("restart-2018", "bicycle")]
    [InlineData("restart-2018", "misc-powered")]
    public void The_Fixometer_has_no_weight_for_misc_nor_for_what_it_does_not_know(string set, string category) =>
        Of(set, category, Provenance.Averaged, 4, 0).ShouldBe(new Amount(default, Provenance.Averaged, 4, default, 0));

    [Fact]
    public void The_2018_set_counts_what_it_does_not_know_as_misc_with_the_ratios_of_2021()
    {
        Of("restart-2018", "fridge", Provenance.Weighed, 1, 40 * Kg).Co2eKg.ShouldBe(Estimate.Exactly(40m * 32.06679233m * 0.5m));
        Of("restart-2018", "bicycle", Provenance.Weighed, 1, 10 * Kg).Co2eKg.ShouldBe(Estimate.Exactly(10m * 17.70147059m * 0.5m));
    }

    [Fact]
    public void The_2018_set_has_its_own_figures() =>
        Of("restart-2018", "mobile", Provenance.Declared, 2, Kg).ShouldBe(new Amount(
            Estimate.Exactly(0.28m), Provenance.Averaged, 0, Estimate.Exactly(35.82m), 0));

    [Fact]
    public void A_set_that_follows_the_Fixometer_has_its_ratios() =>
        Should.Throw<ArgumentException>(() => new FactorSet(
            "x", new LocalDate(2026, 1, 1), FactorMethod.Fixometer, Estimate.Exactly(0.5m), null, 1m, "essai", "test", new Dictionary<string, CategoryFactors>()));

    [Fact]
    public void What_one_item_and_one_kilogram_amount_to_tells_what_any_number_of_them_do()
    {
        var all =
            from set in TestCatalogue.Catalogue.FactorSets
            from category in TestCatalogue.Catalogue.Categories
            from provenance in Enum.GetValues<Provenance>()
            from count in new long[] { -3, 0, 1, 7 }
            from milligrams in new long[] { -1_100_001, 0, 1, 2_345_678 }
            select (set, category, provenance, count, milligrams);
        foreach (var (set, category, provenance, count, milligrams) in all)
        {
            var (isPowered, ofItem, ofKilogram) = set.Units(category, provenance);
            var kg = milligrams / (decimal)Kg;
            var due = set.Amount(category, provenance, count, new Mass(milligrams));
            isPowered.ShouldBe(category.Powered);
            (ofItem.Source, ofKilogram.Source).ShouldBe((due.Source, due.Source));
            new Amount(
                (ofItem.Kg * count) + (ofKilogram.Kg * kg),
                due.Source,
                ofItem.ItemsWithoutWeight * count,
                (ofItem.Co2eKg * count) + (ofKilogram.Co2eKg * kg),
                ofItem.ItemsWithoutFootprint * count).ShouldBe(due, $"{set.Key} {category.Code} {provenance} {count} {milligrams}");
            (ofKilogram.ItemsWithoutWeight, ofKilogram.ItemsWithoutFootprint).ShouldBe((0, 0));
        }
    }
}
