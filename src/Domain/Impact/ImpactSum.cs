using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Repairs;

namespace RepairNet.Domain.Impact;

/// <summary>The figures of repairs that come one after the other. By the hundred thousand: it is changed in its place, and adds whole numbers.</summary>
public struct ImpactSum
{
    private long @fixed;
    private long repairable;
    private long endOfLife;
    private long unknown;
    private Diverted powered;
    private Diverted unpowered;
    private Int128 co2eLow;
    private Int128 co2eCentral;
    private Int128 co2eHigh;
    private long itemsWithoutFootprint;

    /// <summary>What was added so far.</summary>
    public readonly ImpactFigures Figures
    {
        get
        {
            var eWaste = powered.Mass;
            return new ImpactFigures(
                new RepairCounts(@fixed, repairable, endOfLife, unknown),
                unpowered.IsNothing ? eWaste : powered.With(unpowered).Mass,
                eWaste,
                new AvoidedCo2e(new Estimate(Picograms.ToKilograms(co2eLow), Picograms.ToKilograms(co2eCentral), Picograms.ToKilograms(co2eHigh)), itemsWithoutFootprint));
        }
    }

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
                Add(units!.IsPowered, units.OfItem, units.Item, count, count);
                if (massMg != 0)
                {
                    Add(units.IsPowered, units.OfKilogram, units.Milligram, massMg, 0);
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

    private void Add(bool isPowered, in Amount each, in WholeAmount whole, long times, long items)
    {
        if (isPowered)
        {
            powered.Add(each, whole, times, items);
        }
        else
        {
            unpowered.Add(each, whole, times, items);
        }

        co2eLow += Math.BigMul(whole.Co2eLow, times);
        co2eCentral += Math.BigMul(whole.Co2eCentral, times);
        co2eHigh += Math.BigMul(whole.Co2eHigh, times);
        itemsWithoutFootprint += each.ItemsWithoutFootprint * items;
    }

    /// <summary>What of the kilograms is known so far, in picograms; the central figure is not: it is the sum of the three it comes from.</summary>
    private struct Diverted
    {
        private Int128 low;
        private Int128 high;
        private Int128 weighed;
        private Int128 declared;
        private Int128 averaged;
        private long itemsWithoutWeight;

        public readonly bool IsNothing => low == 0 && high == 0 && weighed == 0 && declared == 0 && averaged == 0 && itemsWithoutWeight == 0;

        public readonly DivertedMass Mass => new(
            new Estimate(Picograms.ToKilograms(low), Picograms.ToKilograms(weighed + declared + averaged), Picograms.ToKilograms(high)),
            Picograms.ToKilograms(weighed),
            Picograms.ToKilograms(declared),
            Picograms.ToKilograms(averaged),
            itemsWithoutWeight);

        public void Add(in Amount each, in WholeAmount whole, long times, long items)
        {
            itemsWithoutWeight += each.ItemsWithoutWeight * items;
            low += Math.BigMul(whole.Low, times);
            high += Math.BigMul(whole.High, times);
            var central = Math.BigMul(whole.Central, times);
            switch (each.Source)
            {
                case Provenance.Weighed:
                    weighed += central;
                    break;
                case Provenance.Declared:
                    declared += central;
                    break;
                default:
                    averaged += central;
                    break;
            }
        }

        public readonly Diverted With(in Diverted other) => new()
        {
            low = low + other.low,
            high = high + other.high,
            weighed = weighed + other.weighed,
            declared = declared + other.declared,
            averaged = averaged + other.averaged,
            itemsWithoutWeight = itemsWithoutWeight + other.itemsWithoutWeight,
        };
    }
}
