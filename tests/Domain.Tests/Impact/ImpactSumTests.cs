using CsCheck;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Impact;
using RepairNet.Domain.Repairs;
using RepairNet.Domain.Tests.Equipment;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.Impact;

public sealed class ImpactSumTests
{
    private static readonly EquipmentCatalogue Catalogue = TestCatalogue.Catalogue;

    private static readonly Gen<ImpactCell[]> Cells = Gen.Select(
        Gen.OneOf(Catalogue.Categories.Select(c => c.Code).ToArray()),
        Gen.Enum<RepairOutcome>(),
        Gen.Enum<Provenance>(),
        Gen.OneOf(Catalogue.FactorSets.Select(s => s.Key).ToArray()),
        Gen.Frequency((9, Gen.Long[-2, 9]), (1, Gen.Long[-1_000_000_000, 1_000_000_000])),
        Gen.Frequency((9, Gen.Long[-1_000_000, 50_000_000]), (1, Gen.Long[-1_000_000_000_000_000, 1_000_000_000_000_000])),
        (category, outcome, provenance, set, count, mass) => new ImpactCell(category, outcome, provenance, set, false, count, provenance == Provenance.Averaged ? 0 : mass)).Array[0, 30];

    [Fact]
    public void It_says_what_each_amount_added_to_the_others_does() => Cells.Sample(cells =>
    {
        RepairCounts repairs = default;
        DivertedMass diverted = default, eWaste = default;
        AvoidedCo2e co2e = default;
        foreach (var cell in cells)
        {
            repairs = cell.Outcome switch
            {
                RepairOutcome.Fixed => repairs with { Fixed = repairs.Fixed + cell.Count },
                RepairOutcome.Repairable => repairs with { Repairable = repairs.Repairable + cell.Count },
                RepairOutcome.EndOfLife => repairs with { EndOfLife = repairs.EndOfLife + cell.Count },
                _ => repairs with { Unknown = repairs.Unknown + cell.Count },
            };
            if (cell.Outcome != RepairOutcome.Fixed)
            {
                continue;
            }

            var category = Catalogue.Category(cell.CategoryCode);
            var amount = Catalogue.FactorSet(cell.FactorSet).Amount(category, cell.Provenance, cell.Count, new Mass(cell.MassMg));
            diverted = With(diverted, amount);
            eWaste = category.Powered ? With(eWaste, amount) : eWaste;
            co2e = new AvoidedCo2e(co2e.Kg + amount.Co2eKg, co2e.ItemsWithoutFootprint + amount.ItemsWithoutFootprint);
        }

        ImpactCalculation.Of(cells, Catalogue).ShouldBe(new ImpactFigures(repairs, diverted, eWaste, co2e));
    });

    [Fact]
    public void A_whole_of_which_some_parts_changed_is_what_a_new_sum_gives() => Gen.Select(Cells.Array[0, 6], Cells.Array[0, 6], Cells.Array[0, 6]).Sample((same, before, now) =>
    {
        ImpactFigures[] Parts(ImpactCell[][] cells) => [.. cells.Select(c => ImpactCalculation.Of(c, Catalogue))];
        var whole = ImpactFigures.Sum([.. Parts(same), .. Parts(before)]);

        whole.Changed(Parts(before), Parts(now)).ShouldBe(ImpactFigures.Sum([.. Parts(same), .. Parts(now)]));
        whole.Changed(Parts(before), Parts(before)).ShouldBe(whole);
    });

    [Fact]
    public void Figures_have_no_zeros_at_their_end() => Cells.Sample(cells =>
    {
        var (_, diverted, eWaste, co2e) = ImpactCalculation.Of(cells, Catalogue);
        foreach (var figure in new[] { diverted.Kg, eWaste.Kg, co2e.Kg }.SelectMany(kg => new[] { kg.Low, kg.Central, kg.High }))
        {
            figure.Scale.ShouldBe((figure / 1.0000000000000000000000000000m).Scale);
        }
    });

    private static DivertedMass With(DivertedMass mass, Amount amount) => new(
        mass.Kg + amount.Kg,
        mass.WeighedKg + (amount.Source == Provenance.Weighed ? amount.Kg.Central : 0),
        mass.DeclaredKg + (amount.Source == Provenance.Declared ? amount.Kg.Central : 0),
        mass.AveragedKg + (amount.Source == Provenance.Averaged ? amount.Kg.Central : 0),
        mass.ItemsWithoutWeight + amount.ItemsWithoutWeight);
}
