namespace RepairNet.Domain.Agenda;

/// <summary>What makes a weekly opening rule, or one opening of an exceptional day, impossible. Each names one field.</summary>
public enum OpeningRuleError
{
    /// <summary><c>days</c>: no day of the week, or a day that does not exist.</summary>
    NoDays,

    /// <summary><c>to</c>: the closing time is not after the opening time. An opening never crosses midnight.</summary>
    ToNotAfterFrom,

    /// <summary><c>validTo</c>: the last day comes before the first.</summary>
    ValidToBeforeValidFrom,

    /// <summary><c>everyWeeks</c>: less than one week.</summary>
    EveryWeeksTooSmall,

    /// <summary><c>monthlyNth</c>: neither 1 to 5 nor -1 (the last of the month).</summary>
    MonthlyNthOutOfRange,

    /// <summary><c>benches</c>: fewer than one, or more than <see cref="OpeningRule.MaxBenches"/>.</summary>
    BenchesOutOfRange,

    /// <summary><c>services</c>: more than <see cref="OpeningRule.MaxServices"/>.</summary>
    TooManyServices,

    /// <summary><c>openings</c>: two openings of one day share an instant of the clock.</summary>
    OpeningsOverlap,
}
