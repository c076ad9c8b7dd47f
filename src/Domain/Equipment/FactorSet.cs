using System.Collections.Concurrent;
using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Equipment;

/// <summary>Where the weight of an item comes from.</summary>
public enum Provenance
{
    /// <summary>Put on scales here.</summary>
    Weighed = 0,

    /// <summary>Said by the person or read on the label.</summary>
    Declared = 1,

    /// <summary>Not known: the factor set gives the average of the category, where it has one.</summary>
    Averaged = 2,
}

/// <summary>How a factor set turns items into kilograms.</summary>
public enum FactorMethod
{
    /// <summary>RepairNet's: an item weighs what it weighed, else what its category weighs, with bounds.</summary>
    OwnWeightFirst = 0,

    /// <summary>The Restart Project's Fixometer: powered items weigh what their category weighs, whatever the scales said; no bounds.</summary>
    Fixometer = 1,
}

/// <summary>What one average item of a category weighs (kg) and what making it emitted (kg CO₂e); null where no source says.</summary>
public sealed record CategoryFactors(Estimate? Weight, Estimate? Footprint)
{
    // A slip of the point makes ten times more or less; an odd object, seldom more than this.
    private const decimal Odd = 4;
    private const decimal HeavyWithoutAverage = 100;

    // Grams read as kilograms make a thousand times more.
    private const decimal Absurd = 20;

    /// <summary>Whether a weight in kg is so far from the usual that someone should look again. A question, never a refusal.</summary>
    public bool IsOdd(decimal kg) => Weight is { } usual ? kg > usual.High * Odd || kg * Odd < usual.Low : kg > HeavyWithoutAverage;

    /// <summary>Whether a weight in kg is so far above the usual that it must be said to be sure: a phone of 150 kg weighs 150 g.</summary>
    public bool IsAbsurd(decimal kg) => Weight is { } usual && kg > usual.High * Absurd;
}

/// <summary>What a number of like items amounts to under a factor set. Linear: it may be summed, and a negative count takes away.</summary>
/// <param name="Kg">Kilograms.</param>
/// <param name="Source">Where those kilograms come from under this set (the Fixometer averages what was weighed).</param>
/// <param name="ItemsWithoutWeight">Items that no source gives a weight; they are in <paramref name="Kg"/> for nothing.</param>
/// <param name="Co2eKg">Kilograms of CO₂e avoided.</param>
/// <param name="ItemsWithoutFootprint">Items that have a weight and no footprint.</param>
public readonly record struct Amount(Estimate Kg, Provenance Source, long ItemsWithoutWeight, Estimate Co2eKg, long ItemsWithoutFootprint);

/// <summary>What like items of a category amount to under a factor set: so much for each item, and so much for each kilogram of their own weight.</summary>
/// <param name="IsPowered">Whether the category is.</param>
/// <param name="OfItem">For each item, its own weight left apart.</param>
/// <param name="OfKilogram">For each kilogram of own weight.</param>
public sealed record UnitAmounts(bool IsPowered, Amount OfItem, Amount OfKilogram)
{
    /// <summary>For each item, in whole picograms.</summary>
    internal WholeAmount Item { get; } = WholeAmount.Of(OfItem, Picograms.DigitsOfKilogram);

    /// <summary>For each milligram of own weight, in whole picograms.</summary>
    internal WholeAmount Milligram { get; } = WholeAmount.Of(OfKilogram, Picograms.DigitsOfKilogram - Mass.DigitsOfKilogram);
}

/// <summary>The kilograms of an <see cref="Amount"/> in whole picograms.</summary>
internal readonly record struct WholeAmount(long Low, long Central, long High, long Co2eLow, long Co2eCentral, long Co2eHigh)
{
    /// <param name="amount">In kilograms, for each of a unit.</param>
    /// <param name="digits">How many zeros a picogram has in that unit.</param>
    public static WholeAmount Of(in Amount amount, int digits) => new(
        Picograms.Whole(amount.Kg.Low, digits), Picograms.Whole(amount.Kg.Central, digits), Picograms.Whole(amount.Kg.High, digits),
        Picograms.Whole(amount.Co2eKg.Low, digits), Picograms.Whole(amount.Co2eKg.Central, digits), Picograms.Whole(amount.Co2eKg.High, digits));
}

/// <summary>A dated, immutable table of weights and footprints, and the arithmetic that goes with it.</summary>
public sealed class FactorSet
{
    /// <summary>How far a declared weight may be from the truth, each way.</summary>
    public const decimal DeclaredTolerance = 0.2m;

    private readonly Dictionary<string, CategoryFactors> factors;
    private readonly ConcurrentDictionary<(string Category, Provenance), UnitAmounts> units = [];

    /// <param name="key">Stable key: « rn-2026 ».</param>
    /// <param name="establishedOn">Day its figures were published.</param>
    /// <param name="method">Its arithmetic.</param>
    /// <param name="displacement">Share of a new manufacture that one repair avoids (0–1), with its bounds.</param>
    /// <param name="poweredRatio">kg CO₂e per kg of a powered item without category; only the Fixometer has one.</param>
    /// <param name="unpoweredRatio">kg CO₂e per kg of an unpowered item that was weighed; only the Fixometer has one.</param>
    /// <param name="sourceFr">Who published it and what it rests on, in French.</param>
    /// <param name="sourceEn">The same in English.</param>
    /// <param name="factors">Category code to figures. A category not in it is counted as misc.</param>
    public FactorSet(
        string key,
        LocalDate establishedOn,
        FactorMethod method,
        Estimate displacement,
        decimal? poweredRatio,
        decimal? unpoweredRatio,
        string sourceFr,
        string sourceEn,
        IReadOnlyDictionary<string, CategoryFactors> factors)
    {
        if (method == FactorMethod.Fixometer && (poweredRatio is null || unpoweredRatio is null))
        {
            throw new ArgumentException($"Factor set {key} follows the Fixometer and lacks its ratios.", nameof(poweredRatio));
        }

        Key = key;
        EstablishedOn = establishedOn;
        Method = method;
        Displacement = displacement;
        PoweredRatio = poweredRatio;
        UnpoweredRatio = unpoweredRatio;
        SourceFr = sourceFr;
        SourceEn = sourceEn;
        this.factors = new(factors, StringComparer.Ordinal);
    }

    public string Key { get; }

    public LocalDate EstablishedOn { get; }

    public FactorMethod Method { get; }

    /// <summary>Share of a new manufacture that one repair avoids, with its bounds.</summary>
    public Estimate Displacement { get; }

    public decimal? PoweredRatio { get; }

    public decimal? UnpoweredRatio { get; }

    /// <summary>Who published it and what it rests on, in French.</summary>
    public string SourceFr { get; }

    /// <summary>The same in English.</summary>
    public string SourceEn { get; }

    /// <summary>The figures of a category; a category the set does not know has those of misc, which may be none at all.</summary>
    public CategoryFactors Of(Category category) =>
        factors.GetValueOrDefault(category.Code) ?? factors.GetValueOrDefault(category.MiscCode) ?? new CategoryFactors(null, null);

    /// <summary>Whether the set has a line of its own for the category, be it empty.</summary>
    public bool Knows(Category category) => factors.ContainsKey(category.Code);

    /// <summary>What items of a category amount to, each and for each kilogram of their own weight.</summary>
    /// <param name="category">Their category.</param>
    /// <param name="provenance">Where their own weight comes from; <see cref="Provenance.Averaged"/> when they have none.</param>
    public UnitAmounts Units(Category category, Provenance provenance) => units.GetOrAdd(
        (category.Code, provenance),
        static (of, known) => new UnitAmounts(
            known.category.Powered, known.set.Amount(known.category, of.Item2, 1, default), known.set.Amount(known.category, of.Item2, 0, Mass.FromKilograms(1))),
        (set: this, category));

    /// <summary>What <paramref name="count"/> items of a category amount to.</summary>
    /// <param name="category">Their category.</param>
    /// <param name="provenance">Where their own weight comes from; <see cref="Provenance.Averaged"/> when they have none.</param>
    /// <param name="count">How many.</param>
    /// <param name="total">Their own weights added up; nothing when they have none.</param>
    public Amount Amount(Category category, Provenance provenance, long count, Mass total) => Method switch
    {
        FactorMethod.OwnWeightFirst => OwnWeightFirst(category, provenance, count, total.Kilograms),
        FactorMethod.Fixometer => Fixometer(category, provenance, count, total.Kilograms),
        _ => throw new InvalidOperationException($"Factor set {Key} has no arithmetic."),
    };

    private Amount OwnWeightFirst(Category category, Provenance provenance, long count, decimal ownKg)
    {
        var average = Of(category);
        Estimate? kg = provenance switch
        {
            Provenance.Weighed => Estimate.Exactly(ownKg),
            Provenance.Declared => new Estimate(ownKg * (1 - DeclaredTolerance), ownKg, ownKg * (1 + DeclaredTolerance)),
            _ => average.Weight * count,
        };
        return new Amount(
            kg ?? default,
            provenance,
            kg is null ? count : 0,
            average.Footprint is { } footprint ? Avoided(footprint * count) : default,
            kg is not null && average.Footprint is null ? count : 0);
    }

    private Amount Fixometer(Category category, Provenance provenance, long count, decimal ownKg)
    {
        var misc = category.IsMisc || !Knows(category);
        var hasOwnWeight = provenance != Provenance.Averaged;
        if (hasOwnWeight && (misc || !category.Powered))
        {
            var ratio = (category.Powered ? PoweredRatio : UnpoweredRatio)!.Value;
            return new Amount(Estimate.Exactly(ownKg), provenance, 0, Avoided(Estimate.Exactly(ownKg * ratio)), 0);
        }

        if (misc || Of(category).Weight is not { } weight)
        {
            return new Amount(default, Provenance.Averaged, count, default, 0);
        }

        var footprint = Of(category).Footprint;
        return new Amount(
            weight * count,
            Provenance.Averaged,
            0,
            footprint is { } known ? Avoided(known * count) : default,
            footprint is null ? count : 0);
    }

    private Estimate Avoided(Estimate footprint) => new(
        footprint.Low * Displacement.Low,
        footprint.Central * Displacement.Central,
        footprint.High * Displacement.High);
}
