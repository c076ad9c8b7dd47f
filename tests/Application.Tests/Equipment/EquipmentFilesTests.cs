using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Impact;
using RepairNet.Domain.Repairs;
using RepairNet.Infrastructure.Equipment;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Equipment;

public sealed class EquipmentFilesTests
{
    private static readonly EquipmentCatalogue Catalogue = EquipmentFiles.Read();

    [Fact]
    public void The_55_categories_are_there_with_their_crosswalks()
    {
        Catalogue.Categories.Count.ShouldBe(55);
        var fridge = Catalogue.Category("fridge");
        fridge.ShouldBe(new Category("fridge", "Réfrigérateur", "Fridge", true, 17, "Large home electrical", "0108", 1, 1));
        Catalogue.Category("e-bike-scooter").ShouldSatisfyAllConditions(c => c.Weee6.ShouldBeNull(), c => c.FrR543172.ShouldBe(8));
        Catalogue.Categories.Count(c => !c.Powered).ShouldBe(6);
    }

    [Fact]
    public void The_three_factor_sets_are_there_and_ours_is_the_default()
    {
        Catalogue.FactorSets.Select(s => s.Key).ShouldBe(["rn-2026", "restart-2021", "restart-2018"]);
        Catalogue.DefaultFactorSet.Key.ShouldBe("rn-2026");
        Catalogue.DefaultFactorSet.Displacement.ShouldBe(new Estimate(0.3m, 0.5m, 1.0m));
        Catalogue.DefaultFactorSet.Of(Catalogue.Category("mobile")).ShouldBe(
            new CategoryFactors(new Estimate(0.09m, 0.15m, 0.18m), new Estimate(35.82m, 50.51m, 60.612m)));
        Catalogue.DefaultFactorSet.SourceFr.ShouldContain("une réparation évite : 0,5 (The Restart Project), 0,3 (anstiftung)");
        Catalogue.DefaultFactorSet.SourceEn.ShouldContain("displacement 0.5 (The Restart Project), 0.3 (anstiftung)");
        Catalogue.FactorSets.ShouldAllBe(s => s.SourceFr.Contains("The Restart Project") && s.SourceFr != s.SourceEn);
        Catalogue.FactorSet("restart-2021").Of(Catalogue.Category("mobile")).Weight.ShouldBe(Estimate.Exactly(0.15m));
        Catalogue.FactorSet("restart-2018").PoweredRatio.ShouldBe(32.06679233m);
        Catalogue.FactorSet("restart-2018").Knows(Catalogue.Category("bicycle")).ShouldBeFalse();
    }

    [Fact]
    public void Each_factor_has_as_few_digits_as_sums_are_made_with()
    {
        foreach (var set in Catalogue.FactorSets)
        {
            foreach (var category in Catalogue.Categories)
            {
                foreach (var provenance in Enum.GetValues<Provenance>())
                {
                    var mass = provenance == Provenance.Averaged ? 0 : 1_234_567;
                    var due = set.Amount(category, provenance, 7, new Mass(mass));
                    var (_, diverted, _, co2e) = ImpactCalculation.Of([new ImpactCell(category.Code, RepairOutcome.Fixed, provenance, set.Key, false, 7, mass)], Catalogue);
                    (diverted.Kg, co2e.Kg).ShouldBe((due.Kg, due.Co2eKg), $"{category.Code}, {provenance}, {set.Key}");
                }
            }
        }
    }

    [Fact]
    public void In_every_set_bounds_surround_the_central_figure() =>
        Catalogue.FactorSets
            .SelectMany(s => Catalogue.Categories.Select(s.Of))
            .SelectMany(f => new[] { f.Weight, f.Footprint })
            .OfType<Estimate>()
            .ShouldAllBe(e => 0 <= e.Low && e.Low <= e.Central && e.Central <= e.High);

    [Fact]
    public void Bonuses_are_those_of_the_price_lists_with_their_dates()
    {
        var old = Catalogue.BonusesOf(Catalogue.Category("kettle"), new NodaTime.LocalDate(2023, 6, 1)).ShouldHaveSingleItem();
        (old.Product, old.AmountEur, old.To).ShouldBe(("bouilloire", 10m, new NodaTime.LocalDate(2023, 12, 31)));
        Catalogue.BonusesOf(Catalogue.Category("kettle"), new NodaTime.LocalDate(2026, 6, 1)).ShouldHaveSingleItem().AmountEur.ShouldBe(15m);
        Catalogue.BonusesOf(Catalogue.Category("laptop"), new NodaTime.LocalDate(2026, 6, 1)).ShouldHaveSingleItem().LeastInvoiceEur.ShouldBe(150m);
        RangeOf("e-bike-scooter").Low.ShouldBeNull();
        Catalogue.BonusesOf(Catalogue.Category("furniture"), new NodaTime.LocalDate(2026, 6, 1)).ShouldBeEmpty();
        Catalogue.BonusesOf(Catalogue.Category("kettle"), new NodaTime.LocalDate(2022, 1, 1)).ShouldBeEmpty();
        Catalogue.RepairBonuses.ShouldAllBe(b => b.AmountEur == null || (b.AmountEur > 0 && b.AmountEur <= 65));
        Catalogue.RepairSchemes.Count.ShouldBe(10);
    }

    /// <summary>A soft toy read the drone's amount, and a mower that of a wine cabinet: what is known of some objects of a category is not said of all.</summary>
    [Fact]
    public void An_amount_is_that_of_every_object_only_where_the_category_is_the_product()
    {
        foreach (var code in new[] { "kettle", "toaster", "laptop", "vacuum", "fridge", "printer-scanner", "projector", "games-console", "microwave" })
        {
            RangeOf(code).ForAll.ShouldBeTrue(code);
        }

        foreach (var code in new[] { "misc-powered", "large-home-electrical", "small-kitchen-item", "tv-gaming-accessory", "hair-beauty", "hood-heater", "hifi-separates" })
        {
            RangeOf(code).ForAll.ShouldBeFalse(code);
        }

        Catalogue.BonusesOf(Catalogue.Category("toy"), new NodaTime.LocalDate(2026, 6, 1)).ShouldBeEmpty();
    }

    /// <summary>Whoever types the name of a product reads its amount, and nobody else's.</summary>
    [Fact]
    public void Every_product_of_the_price_lists_is_found_under_its_category()
    {
        var elsewhere = Catalogue.RepairBonuses.GroupBy(b => b.Product)
            .Select(product => (Name: product.Key, Codes: product.Select(b => b.CategoryCode).Distinct().ToList()))
            .Where(product => !Catalogue.Search(product.Name.Split('(', '/')[0]).Any(c => product.Codes.Contains(c.Code)))
            .Select(product => product.Name);

        elsewhere.ShouldBeEmpty();
    }

    private static BonusRange RangeOf(string code) => BonusRange.Of(Catalogue.Category(code), Catalogue.BonusesOf(Catalogue.Category(code), new NodaTime.LocalDate(2026, 6, 1)))!;

    [Fact]
    public void The_waste_classes_of_the_law_are_named()
    {
        Catalogue.WasteCategories.Count(w => w.Scheme == "EU6").ShouldBe(6);
        Catalogue.WasteCategories.Count(w => w.Scheme == "FR8").ShouldBe(8);
        Catalogue.WasteCategories.ShouldAllBe(w => w.NameEn != w.NameFr, "each has its English");
    }

    [Fact]
    public void Barriers_are_those_of_the_crosswalk()
    {
        var lines = File.ReadLines(Path.Combine(EquipmentFiles.Directory, "repair_barrier_crosswalk.csv")).Skip(1).Select(l => l.Split(',')).ToList();
        lines.Count.ShouldBe(13);
        RepairBarriers.Codes.ShouldBe(lines.Select(l => l[0].ToLowerInvariant().Replace('_', '-')), ignoreOrder: true);
        foreach (var line in lines.Where(l => l[1].Length > 0))
        {
            RepairBarriers.TryParse(line[2], out var barrier).ShouldBeTrue(line[2]);
            ((int)barrier).ToString(System.Globalization.CultureInfo.InvariantCulture).ShouldBe(line[1]);
            barrier.OrdsLabel().ShouldBe(line[2]);
        }
    }
}
