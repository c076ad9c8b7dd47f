using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Impact;

/// <summary>What an objective is measured by.</summary>
public enum ObjectiveMeasure
{
    /// <summary>Items that work again, a count.</summary>
    RepairedItems = 0,

    /// <summary>Electrical waste avoided, in kilograms.</summary>
    EWasteKg = 1,

    /// <summary>Electrical waste avoided, in kilograms for each inhabitant.</summary>
    EWasteKgPerInhabitant = 2,
}

/// <summary>What a territory wants to reach in a year. It has one of each measure at most.</summary>
public sealed class Objective
{
    /// <summary>First and last year that may have objectives.</summary>
    public const int FirstYear = 2000;

    /// <inheritdoc cref="FirstYear"/>
    public const int LastYear = 2100;

    /// <summary>Digits kept after the point.</summary>
    public const int Decimals = 3;

    private Objective()
    {
        Territory = "";
    }

    /// <exception cref="ArgumentOutOfRangeException">The year or the target is outside its limits.</exception>
    public Objective(string territory, int year, ObjectiveMeasure measure, decimal target, AccountId? by, Instant at)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(territory);
        ArgumentOutOfRangeException.ThrowIfLessThan(year, FirstYear);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(year, LastYear);
        Territory = territory;
        Year = year;
        Measure = measure;
        Aim(target, by, at);
    }

    /// <summary>Key of the territory.</summary>
    public string Territory { get; private set; }

    public int Year { get; private set; }

    public ObjectiveMeasure Measure { get; private set; }

    /// <summary>Items, kilograms, or kilograms for each inhabitant.</summary>
    public decimal Target { get; private set; }

    /// <summary>Who set it last; null for the program.</summary>
    public AccountId? SetBy { get; private set; }

    public Instant SetAt { get; private set; }

    /// <summary>The largest target of a measure.</summary>
    public static decimal Most(ObjectiveMeasure measure) => measure switch
    {
        ObjectiveMeasure.RepairedItems => 10_000_000,
        ObjectiveMeasure.EWasteKg => 100_000_000,
        ObjectiveMeasure.EWasteKgPerInhabitant => 100,
        _ => throw new ArgumentOutOfRangeException(nameof(measure)),
    };

    /// <summary>Whether a target may be set: above zero, within the limits, whole for a count, three decimals at most otherwise.</summary>
    public static bool Allows(ObjectiveMeasure measure, decimal target) =>
        target > 0 && target <= Most(measure) && decimal.Round(target, measure == ObjectiveMeasure.RepairedItems ? 0 : Decimals) == target;

    /// <summary>Sets another target.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside the limits.</exception>
    public void Aim(decimal target, AccountId? by, Instant at)
    {
        if (!Allows(Measure, target))
        {
            throw new ArgumentOutOfRangeException(nameof(target), $"Not a target of {Measure}: {target}.");
        }

        (Target, SetBy, SetAt) = (target, by, at);
    }

    /// <summary>What was reached of it, in its own unit; null where nobody lives and the measure is for each inhabitant.</summary>
    public static decimal? Reached(ObjectiveMeasure measure, ImpactFigures figures, long? population) => measure switch
    {
        ObjectiveMeasure.RepairedItems => figures.Repairs.Fixed,
        ObjectiveMeasure.EWasteKg => figures.EWasteDiverted.Kg.Central,
        ObjectiveMeasure.EWasteKgPerInhabitant => population > 0 ? figures.EWasteDiverted.Kg.Central / population : null,
        _ => throw new ArgumentOutOfRangeException(nameof(measure)),
    };
}
