using System.Diagnostics.CodeAnalysis;

namespace RepairNet.Domain.Common;

/// <summary>Number of an establishment in the French register: 14 digits, the last one a check (Luhn).</summary>
public static class Siret
{
    /// <summary>Digits of a number.</summary>
    public const int Length = 14;

    // The establishments of La Poste share this SIREN; their numbers do not follow Luhn, their digits add up to a multiple of 5.
    private const string LaPoste = "356000000";

    /// <summary>The nine digits of whoever the establishment belongs to: a company, a commune, an EPCI.</summary>
    public static string SirenOf(string siret) => siret[..9];

    /// <summary>Reads a number as it is written, spaces allowed.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out string? siret)
    {
        siret = null;
        var digits = string.Concat((text ?? "").Where(c => !char.IsWhiteSpace(c)));
        if (digits.Length != Length || !digits.All(char.IsAsciiDigit) || digits.All(c => c == '0'))
        {
            return false;
        }

        if (!IsLuhn(digits) && !(digits.StartsWith(LaPoste, StringComparison.Ordinal) && digits.Sum(c => c - '0') % 5 == 0))
        {
            return false;
        }

        siret = digits;
        return true;
    }

    private static bool IsLuhn(string digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var value = digits[i] - '0';
            if (i % 2 == 0)
            {
                value = value > 4 ? (value * 2) - 9 : value * 2;
            }

            sum += value;
        }

        return sum % 10 == 0;
    }
}
