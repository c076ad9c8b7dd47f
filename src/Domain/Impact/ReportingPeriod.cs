using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;

namespace RepairNet.Domain.Impact;

/// <summary>What may be closed: a calendar year or a quarter of one, whole local days.</summary>
public readonly partial record struct ReportingPeriod
{
    /// <summary>Years of the calendar that can be reported on.</summary>
    public const int FirstYear = 2000;

    /// <summary>Years of the calendar that can be reported on.</summary>
    public const int LastYear = 9000;

    private ReportingPeriod(int year, int? quarter)
    {
        Year = year;
        Quarter = quarter;
    }

    public int Year { get; }

    /// <summary>1 to 4; null for the whole year.</summary>
    public int? Quarter { get; }

    /// <summary>First local day.</summary>
    public LocalDate From => new(Year, Quarter is { } quarter ? (quarter * 3) - 2 : 1, 1);

    /// <summary>Last local day, included.</summary>
    public LocalDate To => DateAdjusters.EndOfMonth(new LocalDate(Year, Quarter is { } quarter ? quarter * 3 : 12, 1));

    /// <summary>Reads « 2026 », « 2026-T1 » or « 2026-Q1 ».</summary>
    public static bool TryParse(string? text, out ReportingPeriod period)
    {
        var match = Pattern().Match((text ?? "").Trim());
        var year = match.Success ? int.Parse(match.Groups["year"].ValueSpan, CultureInfo.InvariantCulture) : 0;
        period = new ReportingPeriod(year, match.Groups["quarter"] is { Success: true } quarter ? quarter.ValueSpan[0] - '0' : null);
        return year is >= FirstYear and <= LastYear;
    }

    /// <summary>« 2026 » or « 2026-Q1 ».</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:D4}") + (Quarter is { } quarter ? string.Create(CultureInfo.InvariantCulture, $"-Q{quarter}") : "");

    [GeneratedRegex("^(?<year>[0-9]{4})(?:-[TQ](?<quarter>[1-4]))?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
