using NodaTime;

namespace RepairNet.Domain.Common;

/// <summary>A month as a number that goes with time.</summary>
public static class MonthNumber
{
    /// <summary>Year × 100 + month: 2027-03-29 gives 202703.</summary>
    public static int Of(LocalDate day) => (day.Year * 100) + day.Month;
}
