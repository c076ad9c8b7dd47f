namespace RepairNet.Domain.Common;

/// <summary>
/// Kilograms as whole picograms (10⁻¹⁵ kg). A sum of them is as exact as one of decimals, and is made in a tenth of the time: the finest of our figures, a
/// weight in milligrams by a factor of nine digits, has fifteen digits after the point.
/// </summary>
internal static class Picograms
{
    /// <summary>Digits of a kilogram after the point, to the picogram.</summary>
    public const int DigitsOfKilogram = 15;

    /// <summary>A figure as a whole number of its <paramref name="digits"/>th digit after the point.</summary>
    /// <exception cref="ArgumentException">It has more digits.</exception>
    /// <exception cref="OverflowException">It has more than 64 bits: nine tonnes, to the picogram.</exception>
    public static long Whole(decimal figure, int digits)
    {
        for (; digits > 0; digits--)
        {
            figure *= 10;
        }

        return decimal.Truncate(figure) == figure ? (long)figure : throw new ArgumentException("A factor has more digits than are counted with.", nameof(figure));
    }

    /// <summary>The same in kilograms, without zeros at its end.</summary>
    /// <exception cref="OverflowException">More than 28 digits: eighty billion tonnes.</exception>
    public static decimal ToKilograms(Int128 picograms)
    {
        var isNegative = Int128.IsNegative(picograms);
        var size = (UInt128)Int128.Abs(picograms);
        if (size > ulong.MaxValue)
        {
            // Divided by one with all its zeros, a decimal loses its own.
            return (decimal)size / 1_000_000_000_000_000m / 1.0000000000000000000000000000m * (isNegative ? -1 : 1);
        }

        var (digits, scale) = ((ulong)size, DigitsOfKilogram);
        if (digits == 0)
        {
            return 0;
        }

        // Eight zeros, then four, two and one: together as many as there may be.
        if (digits % 100_000_000 == 0)
        {
            (digits, scale) = (digits / 100_000_000, scale - 8);
        }

        if (scale >= 4 && digits % 10_000 == 0)
        {
            (digits, scale) = (digits / 10_000, scale - 4);
        }

        if (scale >= 2 && digits % 100 == 0)
        {
            (digits, scale) = (digits / 100, scale - 2);
        }

        if (scale >= 1 && digits % 10 == 0)
        {
            (digits, scale) = (digits / 10, scale - 1);
        }

        return new decimal((int)digits, (int)(digits >> 32), 0, isNegative, (byte)scale);
    }
}
