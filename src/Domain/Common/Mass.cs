using System.Globalization;

namespace RepairNet.Domain.Common;

/// <summary>A weight, kept in whole milligrams so that sums are exact on every database.</summary>
/// <param name="Milligrams">Milligrams; negative only in a reversal.</param>
public readonly record struct Mass(long Milligrams) : IComparable<Mass>
{
    /// <summary>Digits of a kilogram after the point, to the milligram.</summary>
    internal const int DigitsOfKilogram = 6;

    private const decimal MilligramsPerKilogram = 1_000_000m;

    /// <summary>The same weight in kilograms, exact.</summary>
    public decimal Kilograms => Milligrams / MilligramsPerKilogram;

    /// <summary>Rounds to the nearest milligram, half away from zero.</summary>
    /// <exception cref="OverflowException">The weight does not fit (about nine million tonnes).</exception>
    public static Mass FromKilograms(decimal kilograms) =>
        new((long)Math.Round(kilograms * MilligramsPerKilogram, MidpointRounding.AwayFromZero));

    public int CompareTo(Mass other) => Milligrams.CompareTo(other.Milligrams);

    public static bool operator <(Mass left, Mass right) => left.Milligrams < right.Milligrams;

    public static bool operator >(Mass left, Mass right) => left.Milligrams > right.Milligrams;

    public static bool operator <=(Mass left, Mass right) => left.Milligrams <= right.Milligrams;

    public static bool operator >=(Mass left, Mass right) => left.Milligrams >= right.Milligrams;

    public override string ToString() => Kilograms.ToString("0.######", CultureInfo.InvariantCulture) + " kg";
}
