using System.Diagnostics.CodeAnalysis;
using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Agenda;

/// <summary>What a weekly opening rule says, before it is known to be possible.</summary>
/// <param name="Days">Days of the week.</param>
/// <param name="From">Opening time, local.</param>
/// <param name="To">Closing time, local, the same day and excluded; midnight is the end of the day.</param>
/// <param name="ValidFrom">First local day; weeks are counted from the Monday of its week.</param>
/// <param name="ValidTo">Last local day, included; null = no end.</param>
/// <param name="EveryWeeks">1 = every week, 2 = every other week…</param>
/// <param name="MonthlyNth">1 to 5 = only the nth such weekday of the month, -1 = only the last, null = all.</param>
/// <param name="Benches">Benches open, numbered 1 to n; null = as many as the place has.</param>
/// <param name="Services">Services offered; null or empty = all of the place.</param>
public sealed record OpeningTerms(
    OpeningDays Days,
    LocalTime From,
    LocalTime To,
    LocalDate ValidFrom,
    LocalDate? ValidTo = null,
    int EveryWeeks = 1,
    int? MonthlyNth = null,
    int? Benches = null,
    IReadOnlyList<ServiceId>? Services = null)
{
    /// <summary>All that is wrong with these terms, at most one error for a field; empty when a rule can be made of them.</summary>
    public IReadOnlyList<OpeningRuleError> Errors()
    {
        var errors = new List<OpeningRuleError>();
        if (Days == OpeningDays.None || (Days & ~OpeningDays.All) != OpeningDays.None)
        {
            errors.Add(OpeningRuleError.NoDays);
        }

        if (!To.IsAfter(From))
        {
            errors.Add(OpeningRuleError.ToNotAfterFrom);
        }

        if (ValidTo < ValidFrom)
        {
            errors.Add(OpeningRuleError.ValidToBeforeValidFrom);
        }

        if (EveryWeeks < 1)
        {
            errors.Add(OpeningRuleError.EveryWeeksTooSmall);
        }

        if (MonthlyNth is not (null or -1 or (>= 1 and <= 5)))
        {
            errors.Add(OpeningRuleError.MonthlyNthOutOfRange);
        }

        if (Benches is < 1 or > OpeningRule.MaxBenches)
        {
            errors.Add(OpeningRuleError.BenchesOutOfRange);
        }

        if (Services?.Distinct().Count() > OpeningRule.MaxServices)
        {
            errors.Add(OpeningRuleError.TooManyServices);
        }

        return errors;
    }
}

/// <summary>
/// When a place opens, week after week: « les mardis et jeudis, de 9 h à 12 h, une semaine sur deux ». Times are those of
/// the place's clock; an opening begins and ends the same day.
/// </summary>
public sealed class OpeningRule
{
    /// <summary>Most benches one opening may have.</summary>
    public const int MaxBenches = 50;

    /// <summary>Most services one opening may be kept for.</summary>
    public const int MaxServices = 200;

    private OpeningRule()
    {
    }

    public OpeningRuleId Id { get; private set; }

    public PlaceId PlaceId { get; private set; }

    public OpeningDays Days { get; private set; }

    /// <summary>Opening time, local.</summary>
    public LocalTime From { get; private set; }

    /// <summary>Closing time, local, excluded; midnight is the end of the day.</summary>
    public LocalTime To { get; private set; }

    /// <summary>First local day.</summary>
    public LocalDate ValidFrom { get; private set; }

    /// <summary>Last local day, included; null = no end.</summary>
    public LocalDate? ValidTo { get; private set; }

    /// <summary>Opens one week in so many (1 or more), counted from the week, Monday to Sunday, of <see cref="ValidFrom"/>.</summary>
    public int EveryWeeks { get; private set; } = 1;

    /// <summary>1 to 5: only the nth such weekday of the month; -1: only the last; null: all of them.</summary>
    public int? MonthlyNth { get; private set; }

    /// <summary>Benches open, numbered 1 to n; null = as many as the place has.</summary>
    public int? Benches { get; private set; }

    /// <summary>Services offered in this opening; empty = all of the place.</summary>
    public IReadOnlyList<ServiceId> Services { get; private set; } = [];

    /// <summary>Makes a rule of terms known to be possible.</summary>
    /// <exception cref="ArgumentException">The terms have errors.</exception>
    public static OpeningRule Create(PlaceId place, OpeningTerms terms) =>
        TryCreate(place, terms, out var rule, out var errors)
            ? rule
            : throw new ArgumentException($"Not an opening rule: {string.Join(", ", errors)}.", nameof(terms));

    /// <summary>Makes a rule, or says all that is wrong with the terms.</summary>
    public static bool TryCreate(PlaceId place, OpeningTerms terms, [NotNullWhen(true)] out OpeningRule? rule, out IReadOnlyList<OpeningRuleError> errors)
    {
        errors = terms.Errors();
        rule = errors.Count > 0
            ? null
            : new OpeningRule
            {
                Id = OpeningRuleId.New(),
                PlaceId = place,
                Days = terms.Days,
                From = terms.From,
                To = terms.To,
                ValidFrom = terms.ValidFrom,
                ValidTo = terms.ValidTo,
                EveryWeeks = terms.EveryWeeks,
                MonthlyNth = terms.MonthlyNth,
                Benches = terms.Benches,
                Services = terms.Services is null ? [] : [.. terms.Services.Distinct()],
            };
        return rule is not null;
    }

    /// <summary>Whether the rule opens the place on this local day. Holidays, closures and exceptional days are not its business.</summary>
    public bool OpensOn(LocalDate date)
    {
        if (date < ValidFrom || date > ValidTo || !Days.Includes(date.DayOfWeek))
        {
            return false;
        }

        if (EveryWeeks > 1)
        {
            var week = (Period.DaysBetween(ValidFrom, date) + (int)ValidFrom.DayOfWeek - 1) / 7;
            if (week % EveryWeeks != 0)
            {
                return false;
            }
        }

        return MonthlyNth switch
        {
            null => true,
            -1 => date.Day + 7 > date.Calendar.GetDaysInMonth(date.Year, date.Month),
            var nth => (date.Day - 1) / 7 + 1 == nth,
        };
    }

    /// <summary>Whether the service can be booked in this opening.</summary>
    public bool Offers(ServiceId service)
    {
        if (Services.Count == 0)
        {
            return true;
        }

        for (var i = 0; i < Services.Count; i++)
        {
            if (Services[i] == service)
            {
                return true;
            }
        }

        return false;
    }
}
