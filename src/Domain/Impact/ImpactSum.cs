using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Repairs;

namespace RepairNet.Domain.Impact;

/// <summary>The figures of repairs that come one after the other. By the hundred thousand: it is changed in its place, and each decimal is added once.</summary>
public struct ImpactSum
{
    private long @fixed;
    private long repairable;
    private long endOfLife;
    private long unknown;
    private Diverted powered;
    private Diverted unpowered;
    private Estimate co2eKg;
    private long itemsWithoutFootprint;

    /// <summary>What was added so far.</summary>
    public readonly ImpactFigures Figures => new(
        new RepairCounts(@fixed, repairable, endOfLife, unknown), powered.Mass.With(unpowered.Mass), powered.Mass, new AvoidedCo2e(co2eKg, itemsWithoutFootprint));

    /// <summary>Adds like repairs; returns are for nobody to add.</summary>
    /// <param name="outcome">What became of them.</param>
    /// <param name="units">What they amount to: wanted only where they work again.</param>
    /// <param name="count">How many; fewer than none where that many are taken away.</param>
    /// <param name="massMg">Their own weights, in milligrams.</param>
    public void Add(RepairOutcome outcome, UnitAmounts? units, long count, long massMg)
    {
        switch (outcome)
        {
            case RepairOutcome.Fixed:
                @fixed += count;
                Add(units!.IsPowered, units.OfItem, count, count);
                if (massMg != 0)
                {
                    Add(units.IsPowered, units.OfKilogram, new Mass(massMg).Kilograms, 0);
                }

                break;
            case RepairOutcome.Repairable:
                repairable += count;
                break;
            case RepairOutcome.EndOfLife:
                endOfLife += count;
                break;
            default:
                unknown += count;
                break;
        }
    }

    private void Add(bool isPowered, in Amount each, decimal times, long items)
    {
        if (isPowered)
        {
            powered.Add(each, times, items);
        }
        else
        {
            unpowered.Add(each, times, items);
        }

        if (each.Co2eKg != default)
        {
            // Most are alone, and a multiplication of decimals takes as long as all the rest.
            co2eKg += times == 1 ? each.Co2eKg : each.Co2eKg * times;
        }

        itemsWithoutFootprint += each.ItemsWithoutFootprint * items;
    }

    /// <summary>What of the kilograms is known so far; the central figure is not: it is the sum of the three it comes from.</summary>
    private struct Diverted
    {
        private decimal low;
        private decimal high;
        private decimal weighed;
        private decimal declared;
        private decimal averaged;
        private long itemsWithoutWeight;

        public readonly DivertedMass Mass => new(new Estimate(low, weighed + declared + averaged, high), weighed, declared, averaged, itemsWithoutWeight);

        public void Add(in Amount each, decimal times, long items)
        {
            itemsWithoutWeight += each.ItemsWithoutWeight * items;
            if (each.Kg == default)
            {
                return;
            }

            var kg = times == 1 ? each.Kg : each.Kg * times;
            low += kg.Low;
            high += kg.High;
            switch (each.Source)
            {
                case Provenance.Weighed:
                    weighed += kg.Central;
                    break;
                case Provenance.Declared:
                    declared += kg.Central;
                    break;
                default:
                    averaged += kg.Central;
                    break;
            }
        }
    }
}
