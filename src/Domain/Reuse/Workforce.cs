using NodaTime;
using RepairNet.Domain.Common;
using RepairNet.Domain.Repairs;

namespace RepairNet.Domain.Reuse;

/// <summary>Who worked at a reuse workshop in a quarter, as it declares it: one declaration a quarter, changed as often as needed.</summary>
public sealed class Workforce
{
    /// <summary>Most full-time equivalents, in hundredths: ten thousand people.</summary>
    public const int MaxFteHundredths = 1_000_000;

    /// <summary>Most hours of a quarter.</summary>
    public const int MaxHours = 5_000_000;

    private const int MonthsOfQuarter = 3;

    private Workforce()
    {
    }

    /// <param name="commune">INSEE code of the workshop’s commune: that the figures go to.</param>
    /// <param name="quarter">First day of the quarter.</param>
    /// <exception cref="ArgumentException">It is no first day of a quarter.</exception>
    public Workforce(OrganisationId organisation, string commune, LocalDate quarter, int fteHundredths, int insertionHours, AccountId? by, Instant at)
    {
        if (quarter.Day != 1 || (quarter.Month - 1) % MonthsOfQuarter != 0 || quarter < RepairLimits.FirstDay)
        {
            throw new ArgumentException("A quarter begins in January, April, July or October.", nameof(quarter));
        }

        ArgumentException.ThrowIfNullOrWhiteSpace(commune);
        (OrganisationId, CommuneCode, LastDay) = (organisation, commune, quarter.PlusMonths(MonthsOfQuarter).PlusDays(-1));
        Declare(fteHundredths, insertionHours, by, at);
    }

    public OrganisationId OrganisationId { get; private set; }

    /// <summary>INSEE code.</summary>
    public string CommuneCode { get; private set; } = "";

    /// <summary>Last day of the quarter: the day that its hours count on, so that a period is the sum of its days.</summary>
    public LocalDate LastDay { get; private set; }

    /// <summary>Full-time equivalents paid in the quarter, on average, in hundredths, people in insertion included.</summary>
    public int FteHundredths { get; private set; }

    /// <summary>Hours paid to people in insertion (contracts of the French « insertion par l’activité économique »), in the whole quarter.</summary>
    public int InsertionHours { get; private set; }

    /// <summary>Who declared it last; null for the program.</summary>
    public AccountId? SetBy { get; private set; }

    public Instant SetAt { get; private set; }

    /// <summary>Declares other numbers.</summary>
    public void Declare(int fteHundredths, int insertionHours, AccountId? by, Instant at)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(fteHundredths);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(fteHundredths, MaxFteHundredths);
        ArgumentOutOfRangeException.ThrowIfNegative(insertionHours);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(insertionHours, MaxHours);
        (FteHundredths, InsertionHours, SetBy, SetAt) = (fteHundredths, insertionHours, by, at);
    }
}

/// <summary>The work of some reuse workshops over a period.</summary>
/// <param name="FteHundredths">Full-time equivalents in hundredths: those of the last quarter that each declared and that ended in the period.</param>
/// <param name="InsertionHours">Hours of all quarters that ended in the period.</param>
/// <param name="Workshops">How many workshops declared one: each where it last did.</param>
public readonly record struct WorkFigures(long FteHundredths, long InsertionHours, int Workshops)
{
    /// <summary>Full-time equivalents.</summary>
    public decimal Fte => FteHundredths / 100m;
}
