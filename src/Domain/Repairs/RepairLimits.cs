using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Repairs;

/// <summary>What a repair may hold. Beyond these, somebody slipped.</summary>
public static class RepairLimits
{
    /// <summary>Heaviest object, in kilograms; the lightest is one milligram.</summary>
    public const decimal MaxKilograms = 1000m;

    /// <summary>Longest time spent, in minutes: one day.</summary>
    public const int MaxMinutes = 1440;

    /// <summary>Oldest year of manufacture.</summary>
    public const int MinYear = 1900;

    /// <summary>Highest price, in euros.</summary>
    public const decimal MaxCostEur = 100_000m;

    public const int MaxBrandLength = 80;
    public const int MaxModelLength = 120;
    public const int MaxProblemLength = 2000;
    public const int MaxNextStepLength = 200;
    public const int MaxReasonLength = 200;
    public const int MaxParts = 20;
    public const int MaxPartLength = 120;

    /// <summary>First day a repair may bear: nobody kept such a register before.</summary>
    public static LocalDate FirstDay { get; } = new(2000, 1, 1);

    public static bool AllowsWeight(Mass weight) => weight.Milligrams > 0 && weight <= Mass.FromKilograms(MaxKilograms);

    /// <summary>Same rule for kilograms as typed, whatever their size.</summary>
    public static bool AllowsKilograms(decimal kilograms) =>
        kilograms is > 0 and <= MaxKilograms && AllowsWeight(Mass.FromKilograms(kilograms));

    public static bool AllowsMinutes(int minutes) => minutes is >= 1 and <= MaxMinutes;

    public static bool AllowsYear(int year, LocalDate today) => year >= MinYear && year <= today.Year;

    public static bool AllowsDate(LocalDate date, LocalDate today) => date >= FirstDay && date <= today;

    public static bool AllowsCost(decimal euros) => euros is >= 0 and <= MaxCostEur;
}
