using CsCheck;
using NodaTime;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Impact;
using RepairNet.Domain.Repairs;
using RepairNet.Domain.Tests.Equipment;
using RepairNet.Domain.Tests.Repairs;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.Impact;

public sealed class ImpactCalculationTests
{
    private static readonly EquipmentCatalogue Catalogue = TestCatalogue.Catalogue;
    private static readonly string[] Sets = ["rn-2026", "restart-2021", "restart-2018"];
    private static readonly OrganisationId[] Workshops = [OrganisationId.New(), OrganisationId.New()];

    private static ImpactFigures Figures(IEnumerable<ImpactRollup> cells, string? factors = null) =>
        ImpactCalculation.Of(cells.Select(c => c.Cell), Catalogue, Catalogue.FindFactorSet(factors));

    private static IReadOnlyList<ImpactRollup> Cells(params Repair[] repairs) =>
        ImpactRollup.From(repairs.Select(r => LedgerEntry.Of(r, "rn-2026", r.Date, new LedgerNote(Repaired.Now))));

    private static Repair Repair(string category, RepairOutcome outcome = RepairOutcome.Fixed, decimal? weighed = null, decimal? declared = null) =>
        Repaired.Record(Repaired.Report(category, outcome) with
        {
            Weighed = weighed is { } w ? Mass.FromKilograms(w) : null,
            Declared = declared is { } d ? Mass.FromKilograms(d) : null,
        });

    [Fact]
    public void What_a_correction_took_back_has_no_share()
    {
        new RepairCounts(3, 1, 0, 0).FixedShare.ShouldBe(0.75m);
        new RepairCounts(0, 0, 2, 0).FixedShare.ShouldBe(0);
        foreach (var taken in new[] { default, new RepairCounts(-1, 0, 1, 0), new RepairCounts(-1, 0, 2, 0), new RepairCounts(2, 0, -1, 0), new RepairCounts(-1, 0, 0, 0) })
        {
            taken.FixedShare.ShouldBeNull();
        }

        new DivertedMass(new Estimate(1, 2, 3), 1, 0, 1, 0).HasShares.ShouldBeTrue();
        new DivertedMass(new Estimate(1, 2, 3), 3, -1, 0, 0).HasShares.ShouldBeFalse();
        new DivertedMass(new Estimate(-2, -2, -2), -2, 0, 0, 0).HasShares.ShouldBeFalse();
    }

    [Fact]
    public void A_small_day_at_the_workshop_adds_up_by_hand()
    {
        var cells = Cells(
            Repair("kettle", weighed: 1.1m),
            Repair("kettle", declared: 1m),
            Repair("mobile"),
            Repair("bicycle", weighed: 14m),
            Repair("misc-powered"),
            Repair("hood-heater"),
            Repair("fridge", RepairOutcome.EndOfLife, weighed: 55m),
            Repair("kettle", RepairOutcome.Repairable),
            Repair("kettle", RepairOutcome.Unknown));

        Figures(cells).ShouldBe(new ImpactFigures(
            new RepairCounts(6, 1, 1, 1),
            new DivertedMass(new Estimate(1.1m + 0.8m + 0.09m + 14m + 9.712m, 1.1m + 1m + 0.15m + 14m + 12.14m, 1.1m + 1.2m + 0.18m + 14m + 14.568m), 15.1m, 1m, 12.29m, 1),
            new DivertedMass(new Estimate(11.702m, 14.39m, 17.048m), 1.1m, 1m, 12.29m, 1),
            new AvoidedCo2e(
                new Estimate(0.3m * ((2 * 4.12m) + 35.82m + 119.68m), 0.5m * ((2 * 44.32m) + 50.51m + 149.6m), (2 * 53.184m) + 60.612m + 179.52m), 1)));
        Figures(cells).Repairs.Total.ShouldBe(9);
    }

    [Fact]
    public void The_same_day_as_the_Fixometer_counts_it()
    {
        var cells = Cells(
            Repair("kettle", weighed: 1.1m), Repair("bicycle", weighed: 14m), Repair("misc-powered", declared: 2m), Repair("misc-powered"), Repair("fridge"));

        Figures(cells, "restart-2021").ShouldBe(new ImpactFigures(
            new RepairCounts(5, 0, 0, 0),
            new DivertedMass(Estimate.Exactly(17.25m), 14m, 2m, 1.25m, 2),
            new DivertedMass(Estimate.Exactly(3.25m), 0, 2m, 1.25m, 2),
            new AvoidedCo2e(Estimate.Exactly(0.5m * (44.32m + (14m * 17.70147059m) + (2m * 32.06679233m))), 0)));
    }

    [Fact]
    public void A_return_is_in_no_figure()
    {
        var item = ItemCode.New();
        var first = Repaired.Record(Repaired.Report("kettle"), item: item);
        var again = Repaired.Record(Repaired.Report("kettle"), item: item, at: Repaired.Now + Duration.FromDays(1));
        Returns.Judge([first, again]);
        Figures(Cells(first, again)).ShouldBe(Figures(Cells(first)));
    }

    [Fact]
    public void Nothing_recorded_gives_zeros() => Figures([]).ShouldBe(default);

    private static readonly Gen<Repair> AnyRepair =
        from category in OneOf([.. Catalogue.Categories.Select(c => c.Code)])
        from outcome in Gen.Frequency((4, Gen.Const(RepairOutcome.Fixed)), (1, Gen.Enum<RepairOutcome>()))
        from weighed in Gen.Long[1, 90_000_000].Nullable()
        from declared in Gen.Long[1, 90_000_000].Nullable()
        from commune in OneOf("38151", "38185", "38421", "")
        from organisation in OneOf(Workshops)
        from daysAgo in Gen.Int[0, 60]
        select Repaired.Record(
            Repaired.Report(category, outcome, Repaired.Today.PlusDays(-daysAgo)) with
            {
                Weighed = weighed is { } w ? new Mass(w) : null,
                Declared = declared is { } d ? new Mass(d) : null,
            },
            commune,
            organisation: organisation);

    private static readonly Gen<LedgerEntry[]> AnyLedger =
        Gen.Select(AnyRepair, OneOf(Sets)).Array[0, 40].Select(all => all.Select(r => LedgerEntry.Of(r.Item1, r.Item2, r.Item1.Date, new LedgerNote(Repaired.Now))).ToArray());

    [Fact]
    public void However_it_is_cut_the_whole_is_the_sum_of_its_parts() =>
        Gen.Select(AnyLedger, Gen.Enum<ImpactGrouping>(), OneOf(["", .. Sets])).Sample((ledger, grouping, factors) =>
        {
            var cells = ImpactRollup.From(ledger);
            var parts = cells.GroupBy(c => ImpactGroup.KeyOf(c.Key, grouping, Catalogue)).Select(g => Figures(g, factors)).ToList();
            Sum(parts).ShouldBe(Figures(cells, factors));
        }, iter: 300);

    [Fact]
    public void Computing_with_a_set_is_having_recorded_with_it() =>
        Gen.Select(AnyRepair.Array[0, 30], OneOf(Sets), OneOf(Sets)).Sample((repairs, recordedWith, asked) =>
        {
            var before = ImpactRollup.From(repairs.Select(r => LedgerEntry.Of(r, recordedWith, r.Date, new LedgerNote(Repaired.Now))));
            var with = ImpactRollup.From(repairs.Select(r => LedgerEntry.Of(r, asked, r.Date, new LedgerNote(Repaired.Now))));
            Figures(before, asked).ShouldBe(Figures(with));
        }, iter: 300);

    [Fact]
    public void Weighed_declared_and_averaged_kilograms_make_the_central_figure_in_every_set() =>
        Gen.Select(AnyLedger, OneOf(["", .. Sets])).Sample((ledger, factors) =>
        {
            var figures = Figures(ImpactRollup.From(ledger), factors);
            foreach (var mass in new[] { figures.Diverted, figures.EWasteDiverted })
            {
                (mass.WeighedKg + mass.DeclaredKg + mass.AveragedKg).ShouldBe(mass.Kg.Central);
                (mass.Kg.Low <= mass.Kg.Central && mass.Kg.Central <= mass.Kg.High).ShouldBeTrue();
            }

            (figures.EWasteDiverted.Kg.Central <= figures.Diverted.Kg.Central).ShouldBeTrue();
        }, iter: 300);

    [Fact]
    public void A_reversal_takes_away_exactly_what_was_added() =>
        Gen.Select(AnyLedger, AnyLedger).Sample((kept, mistaken) =>
        {
            var lines = kept.Concat(mistaken).Concat(mistaken.Select(e => e.Reverse(e.Date, new LedgerNote(Repaired.Now))));
            var left = ImpactRollup.From(lines);
            left.Select(c => (c.Key, c.Count, c.MassMg)).ShouldBe(ImpactRollup.From(kept).Select(c => (c.Key, c.Count, c.MassMg)), ignoreOrder: true);
            Figures(left).ShouldBe(Figures(ImpactRollup.From(kept)));
        }, iter: 200);

    [Fact]
    public void A_line_names_the_one_it_takes_away_and_is_not_taken_away_itself()
    {
        var line = LedgerEntry.Of(Repair("kettle", weighed: 1m), "rn-2026", new LocalDate(2027, 3, 1), new LedgerNote(Repaired.Now));
        var reversal = line.Reverse(line.Date, new LedgerNote(Repaired.Now));
        reversal.ShouldSatisfyAllConditions(
            r => r.CorrectsEntryId.ShouldBe(line.Id),
            r => r.RepairId.ShouldBe(line.RepairId),
            r => r.Cell.ShouldBe(line.Cell),
            r => r.MassChangeMg.ShouldBe(-1_000_000));
        Should.Throw<InvalidOperationException>(() => reversal.Reverse(reversal.Date, new LedgerNote(Repaired.Now)));
    }

    [Theory]
    [InlineData(ImpactGrouping.None, "")]
    [InlineData(ImpactGrouping.Day, "2027-03-29")]
    [InlineData(ImpactGrouping.Barrier, "none")]
    [InlineData(ImpactGrouping.Month, "2027-03")]
    [InlineData(ImpactGrouping.Year, "2027")]
    [InlineData(ImpactGrouping.Category, "e-bike-scooter")]
    [InlineData(ImpactGrouping.Weee6, "none")]
    [InlineData(ImpactGrouping.Commune, "none")]
    public void Parts_have_stable_keys(ImpactGrouping grouping, string key)
    {
        var cell = ImpactRollup.From([LedgerEntry.Of(Repaired.Record(Repaired.Report("e-bike-scooter"), commune: ""), "rn-2026", new LocalDate(2027, 3, 29), new LedgerNote(Repaired.Now))])[0];
        ImpactGroup.KeyOf(cell.Key, grouping, Catalogue).ShouldBe(key);
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static ImpactFigures Sum(IReadOnlyList<ImpactFigures> parts) => new(
        new RepairCounts(
            parts.Sum(p => p.Repairs.Fixed), parts.Sum(p => p.Repairs.Repairable), parts.Sum(p => p.Repairs.EndOfLife), parts.Sum(p => p.Repairs.Unknown)),
        Sum(parts.Select(p => p.Diverted)),
        Sum(parts.Select(p => p.EWasteDiverted)),
        new AvoidedCo2e(Sum(parts.Select(p => p.Co2e.Kg)), parts.Sum(p => p.Co2e.ItemsWithoutFootprint)));

    private static DivertedMass Sum(IEnumerable<DivertedMass> parts) => parts.Aggregate(default(DivertedMass), (a, b) => new DivertedMass(
        a.Kg + b.Kg, a.WeighedKg + b.WeighedKg, a.DeclaredKg + b.DeclaredKg, a.AveragedKg + b.AveragedKg, a.ItemsWithoutWeight + b.ItemsWithoutWeight));

    private static Estimate Sum(IEnumerable<Estimate> parts) => parts.Aggregate(default(Estimate), (a, b) => a + b);
}
