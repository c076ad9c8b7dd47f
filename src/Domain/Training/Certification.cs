using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using NodaTime;

namespace RepairNet.Domain.Training;

/// <summary>
/// A certification of the national registers: the RNCP (professional certifications) or the RS (specific register), articles L6113-5
/// and L6113-6 of the labour code. Its registration ends on a day.
/// </summary>
/// <param name="Code">« RNCP37098 », « RS5802 ».</param>
/// <param name="Until">Last day of its registration.</param>
public sealed record Certification(string Code, LocalDate Until)
{
    public const int MaxCode = 12;

    /// <summary>Reads a code however it is typed: « rncp 37098 », « RS-5802 ».</summary>
    public static bool TryReadCode(string? text, [NotNullWhen(true)] out string? code)
    {
        var typed = new string([.. (text ?? "").Where(char.IsLetterOrDigit)]).ToUpperInvariant();
        var register = typed.StartsWith("RNCP", StringComparison.Ordinal) ? "RNCP" : typed.StartsWith("RS", StringComparison.Ordinal) ? "RS" : null;
        var isCode = register is not null && typed.Length - register.Length is >= 1 and <= 6
            && int.TryParse(typed.AsSpan(register.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0;
        code = isCode ? typed : null;
        return isCode;
    }
}
