using NodaTime;

namespace RepairNet.Domain.Agenda;

/// <summary>Two rules of one list that open the same moment of the same day.</summary>
/// <param name="First">Place in the list of the earlier rule, from 0.</param>
/// <param name="Second">Place in the list of the later rule, from 0.</param>
/// <param name="Date">The first local day on which they meet.</param>
public readonly record struct OpeningOverlap(int First, int Second, LocalDate Date);

/// <summary>What is true of the rules of a place taken together.</summary>
public static class OpeningRules
{
    // 1970-01-01 was a Thursday: the Monday of its week lies 3 days before.
    private static readonly LocalDate MondayZero = new(1969, 12, 29);

    /// <summary>
    /// The first two rules (in the order of the list) that ever open the same local day at overlapping local times, whatever
    /// their benches and services; null if no two ever do. Exact: alternate weeks that never meet do not overlap, nor do the
    /// first and the third Monday of the month; a rule without end is followed to the end of the calendar (year 9999).
    /// </summary>
    public static OpeningOverlap? FindOverlap(IReadOnlyList<OpeningRule> rules)
    {
        for (var second = 1; second < rules.Count; second++)
        {
            for (var first = 0; first < second; first++)
            {
                if (FirstOverlap(rules[first], rules[second]) is { } date)
                {
                    return new OpeningOverlap(first, second, date);
                }
            }
        }

        return null;
    }

    /// <summary>The first local day both rules open with overlapping local times; null if there is none.</summary>
    public static LocalDate? FirstOverlap(OpeningRule a, OpeningRule b)
    {
        var days = a.Days & b.Days;
        if (!b.To.IsAfter(a.From) || !a.To.IsAfter(b.From) || days == OpeningDays.None || NeverInTheSameMonth(a.MonthlyNth, b.MonthlyNth))
        {
            return null;
        }

        var start = LocalDate.Max(a.ValidFrom, b.ValidFrom);
        var end = LocalDate.Min(a.ValidTo ?? LocalDate.MaxIsoValue, b.ValidTo ?? LocalDate.MaxIsoValue);
        if (end < start || FirstCommonWeek(a, b, WeekOf(start)) is not (var firstWeek, var step))
        {
            return null;
        }

        // Common weeks come every `step` weeks to the end of both validities. When neither rule asks for the nth of the month,
        // the first whole one answers; when one does, a match comes within a few, save for rhythms of many years.
        var firstDay = Period.DaysBetween(MondayZero, start);
        var lastDay = Period.DaysBetween(MondayZero, end);
        var lastWeek = WeekOf(end);
        for (var week = firstWeek; week <= lastWeek; week += step)
        {
            for (var day = 0; day < 7; day++)
            {
                var offset = week * 7 + day;
                if (offset < firstDay || offset > lastDay || !days.HasFlag((OpeningDays)(1 << day)))
                {
                    continue;
                }

                var date = MondayZero.PlusDays((int)offset);
                if (a.OpensOn(date) && b.OpensOn(date))
                {
                    return date;
                }
            }
        }

        return null;
    }

    /// <summary>A day is the nth of its kind for one n only; the last is the 4th (from the 22nd on) or the 5th.</summary>
    private static bool NeverInTheSameMonth(int? a, int? b) =>
        (a, b) switch
        {
            (null, _) or (_, null) => false,
            (-1, _) => b is >= 1 and <= 3,
            (_, -1) => a is >= 1 and <= 3,
            _ => a != b,
        };

    /// <summary>
    /// First week at or after <paramref name="earliest"/> in which both rules open, and the number of weeks to the next;
    /// null if their rhythms never meet (Chinese remainder theorem).
    /// </summary>
    private static (long Week, long Step)? FirstCommonWeek(OpeningRule a, OpeningRule b, long earliest)
    {
        long weekA = WeekOf(a.ValidFrom), weekB = WeekOf(b.ValidFrom);
        long everyA = a.EveryWeeks, everyB = b.EveryWeeks;
        var (gcd, inverse) = GcdAndInverse(everyA, everyB);
        if ((weekB - weekA) % gcd != 0)
        {
            return null;
        }

        // weekA + everyA·t ≡ weekB (mod everyB)
        var modulus = everyB / gcd;
        var t = Modulo(Modulo((weekB - weekA) / gcd, modulus) * Modulo(inverse, modulus), modulus);
        var step = everyA * modulus;
        return (earliest + Modulo(weekA + everyA * t - earliest, step), step);
    }

    /// <summary>Greatest common divisor g of a and b, and x such that a·x ≡ g (mod b).</summary>
    private static (long Gcd, long Inverse) GcdAndInverse(long a, long b)
    {
        long x = 1, nextX = 0;
        while (b != 0)
        {
            var quotient = a / b;
            (a, b) = (b, a - quotient * b);
            (x, nextX) = (nextX, x - quotient * nextX);
        }

        return (a, x);
    }

    private static long WeekOf(LocalDate date)
    {
        var days = Period.DaysBetween(MondayZero, date);
        return (days - (int)Modulo(days, 7)) / 7;
    }

    private static long Modulo(long value, long modulus) => (value % modulus + modulus) % modulus;
}
