using NodaTime;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Application.Common;
using RepairNet.Domain.Agenda;
using RepairNet.Web.Api;

namespace RepairNet.Web.Pages.Agenda;

/// <summary>A line of the table of hours.</summary>
/// <param name="Label">« Mardi au jeudi », « Premier samedi du mois ».</param>
/// <param name="Hours">« 9 h – 12 h », « 14 h – 18 h ».</param>
/// <param name="Note">« prochain : samedi 6 mars », « à partir du lundi 3 mai », or null.</param>
public sealed record HoursRow(string Label, IReadOnlyList<string> Hours, string? Note);

/// <summary>Says the openings of a place as a notice on its door would.</summary>
internal static class HoursInWords
{
    /// <summary>The week first, days that open alike together; then what comes every other week or once a month; then what starts later.</summary>
    public static IReadOnlyList<HoursRow> Rows(IReadOnlyList<OpeningView> openings, LocalDate today, Texts t)
    {
        var current = openings.Where(o => o.ValidTo is null || o.ValidTo >= today).ToList();
        return
        [
            .. Weekly(current.Where(o => IsWeekly(o) && o.ValidFrom <= today && o.ValidTo is null), null, t),
            .. current.Where(o => IsWeekly(o) && (o.ValidFrom > today || o.ValidTo is not null))
                .GroupBy(o => (o.ValidFrom, o.ValidTo))
                .OrderBy(g => g.Key.ValidFrom)
                .SelectMany(g => Weekly(g, Validity(g.Key.ValidFrom, g.Key.ValidTo, today, t), t)),
            .. Rare(current.Where(o => !IsWeekly(o)), today, t),
        ];
    }

    /// <summary>The kind of field for a closing time: a clock, which shows no 24:00, or plain text for that.</summary>
    public static string Clock(string? closing) => closing?.Trim() == ApiTime.MidnightAfter ? "text" : "time";

    /// <summary>« le lundi 12 avril », « du lundi 12 au samedi 17 avril », « le mardi 3 mars de 14 h à 18 h ».</summary>
    public static string Closure(ClosureView closure, DateTimeZone zone, LocalDate today, Texts t) => Closed(closure.From, closure.To, zone, today, t);

    /// <summary>As <see cref="Closure"/>, from two instants.</summary>
    public static string Closed(Instant start, Instant end, DateTimeZone zone, LocalDate today, Texts t)
    {
        var d = t.Display;
        var (from, to) = (start.InZone(zone).LocalDateTime, end.InZone(zone).LocalDateTime);
        if (from.TimeOfDay == LocalTime.Midnight && to.TimeOfDay == LocalTime.Midnight)
        {
            var last = to.Date.PlusDays(-1);
            return last <= from.Date ? t["le {0}", d.Day(from.Date, today)] : d.Days(from.Date, last, today);
        }

        return from.Date == to.Date
            ? t["le {0}, {1}", d.Day(from.Date, today), d.Hours(from.TimeOfDay, to.TimeOfDay)]
            : t["du {0} au {1}", d.Moment(from, today), d.Moment(to, today)];
    }

    /// <summary>« samedi 6 mars, 9 h – 12 h », « samedi 6 mars : fermé ».</summary>
    public static string Day(DayView day, LocalDate today, Texts t) =>
        day.Openings.Count == 0
            ? t["{0} : fermé", Display.Capital(t.Display.Day(day.Date, today))]
            : t["{0} : ouvert {1}", Display.Capital(t.Display.Day(day.Date, today)), t.Display.List([.. day.Openings.OrderBy(o => o.From).Select(o => t.Display.Hours(o.From, o.To))])];

    private static bool IsWeekly(OpeningView o) => o is { EveryWeeks: 1, MonthlyNth: null };

    private static IEnumerable<HoursRow> Weekly(IEnumerable<OpeningView> rules, string? note, Texts t)
    {
        var byDay = new List<(IsoDayOfWeek Day, string[] Hours)>();
        var all = rules.ToList();
        for (var day = IsoDayOfWeek.Monday; day <= IsoDayOfWeek.Sunday; day++)
        {
            var hours = all.Where(o => o.Days.Includes(day)).OrderBy(o => o.From).Select(o => t.Display.HoursShort(o.From, o.To)).Distinct().ToArray();
            if (hours.Length > 0)
            {
                byDay.Add((day, hours));
            }
        }

        for (var i = 0; i < byDay.Count;)
        {
            var last = i;
            while (last + 1 < byDay.Count && byDay[last + 1].Day == byDay[last].Day + 1 && byDay[last + 1].Hours.SequenceEqual(byDay[i].Hours))
            {
                last++;
            }

            var (first, end) = (Display.Capital(t.Display.DayName(byDay[i].Day)), t.Display.DayName(byDay[last].Day));
            var label = last == i ? first : last == i + 1 ? t["{0} et {1}", first, end] : t["{0} au {1}", first, end];
            yield return new HoursRow(label, byDay[i].Hours, note);
            i = last + 1;
        }
    }

    private static IEnumerable<HoursRow> Rare(IEnumerable<OpeningView> rules, LocalDate today, Texts t) =>
        rules
            .GroupBy(o => (o.Days, o.EveryWeeks, o.MonthlyNth, o.ValidFrom, o.ValidTo))
            .OrderBy(g => g.Key.Days)
            .Select(g =>
            {
                var next = Next(g.First(), today);
                var notes = new[]
                {
                    next is { } date ? t["prochain : {0}", t.Display.Day(date, today)] : null,
                    g.Key.ValidTo is { } end ? t["jusqu’au {0}", t.Display.Day(end, today)] : null,
                };
                return new HoursRow(
                    Rhythm(g.Key.Days, g.Key.EveryWeeks, g.Key.MonthlyNth, t),
                    [.. g.OrderBy(o => o.From).Select(o => t.Display.HoursShort(o.From, o.To)).Distinct()],
                    string.Join(", ", notes.OfType<string>()) is { Length: > 0 } note ? note : null);
            });

    private static string Rhythm(OpeningDays days, int everyWeeks, int? nth, Texts t)
    {
        var names = t.Display.List([.. days.ToList().Select(t.Display.DayName)]);
        var label = nth switch
        {
            null => names,
            1 => t["premier {0} du mois", names],
            2 => t["deuxième {0} du mois", names],
            3 => t["troisième {0} du mois", names],
            4 => t["quatrième {0} du mois", names],
            5 => t["cinquième {0} du mois", names],
            _ => t["dernier {0} du mois", names],
        };
        return Display.Capital(everyWeeks switch
        {
            1 => label,
            2 => t["{0}, une semaine sur deux", label],
            _ => t["{0}, une semaine sur {1}", label, everyWeeks],
        });
    }

    private static LocalDate? Next(OpeningView opening, LocalDate today)
    {
        var rule = OpeningRule.Create(
            default, new OpeningTerms(opening.Days, opening.From, opening.To, opening.ValidFrom, opening.ValidTo, opening.EveryWeeks, opening.MonthlyNth, opening.Benches));
        var start = LocalDate.Max(today, opening.ValidFrom);

        // Rhythms of weeks and months meet again within two years, but for the oddest.
        for (var day = 0; day < 800; day++)
        {
            if (rule.OpensOn(start.PlusDays(day)))
            {
                return start.PlusDays(day);
            }
        }

        return null;
    }

    private static string? Validity(LocalDate from, LocalDate? to, LocalDate today, Texts t) =>
        (from > today, to) switch
        {
            (true, { } end) => t.Display.Days(from, end, today),
            (true, null) => t["à partir du {0}", t.Display.Day(from, today)],
            (false, { } end) => t["jusqu’au {0}", t.Display.Day(end, today)],
            _ => null,
        };
}
