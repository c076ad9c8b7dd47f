using System.Collections.Concurrent;
using NodaTime;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Tests.Agenda;

/// <summary>A place, a service and a present, in plain data: what both the calculator and the oracle are given.</summary>
internal sealed record Scenario(
    DateTimeZone Zone,
    string Departement,
    int Benches,
    bool ClosedOnHolidays,
    IReadOnlyList<OpeningTerms> Rules,
    IReadOnlyList<TimeRange> Closures,
    IReadOnlyList<(LocalDate Date, IReadOnlyList<(int From, int To, int? Benches)> Openings)> Overrides,
    IReadOnlyList<(LocalDate Date, int From, int To, int Benches, IReadOnlyList<string> Repairs, bool CalledOff, int? Minutes)> Sessions,
    IReadOnlyList<BusyTime> Busy,
    SlotTerms Terms,
    Instant Now,
    LocalDate From,
    LocalDate To)
{
    public SlotCalculator Calculator()
    {
        var place = PlaceId.New();
        var hours = new PlaceHours(
            Zone,
            Benches,
            Departement,
            ClosedOnHolidays,
            Rules.Select(r => OpeningRule.Create(place, r)),
            Closures.Select(c => Closure.Create(place, c)),
            Overrides.Select(o => DayOverride.Create(place, o.Date, [.. o.Openings.Select(x => new DayOverrideOpening(At(x.From), At(x.To), x.Benches))])),
            Sessions.Select(s => new SessionHours(CafeSessionId.New(), s.Date, At(s.From), At(s.To), s.Benches, s.Repairs.ToHashSet(), s.CalledOff, s.Minutes)));
        return new SlotCalculator(hours, Terms, Busy, Now);
    }

    private static LocalTime At(int minute) => LocalTime.Midnight.PlusMinutes(minute);

    public override string ToString() =>
        $"""
        zone {Zone.Id} departement {Departement} benches {Benches} closed on holidays {ClosedOnHolidays}
        rules {string.Join("\n      ", Rules.Select(r => $"{r with { Services = null }} services {(r.Services is null ? "all" : string.Join(",", r.Services.Select(x => x == Terms.Service ? "this" : "other")))}"))}
        closures {string.Join(" ", Closures)}
        overrides {string.Join(" ", Overrides.Select(o => $"{o.Date}: {string.Join(", ", o.Openings.Select(x => $"{At(x.From)}–{At(x.To)}/{x.Benches}"))}"))}
        sessions {string.Join(" ", Sessions.Select(s => $"{s.Date}: {At(s.From)}–{At(s.To)}/{s.Benches} {string.Join("+", s.Repairs)}{(s.CalledOff ? " called off" : "")}{(s.Minutes is { } own ? $" {own} min" : "")}"))}
        busy {string.Join(" ", Busy)}
        {Terms} items {Terms.Items} for {(Terms.Categories is null ? "anything" : string.Join(Terms.NeedsAll ? "+" : " or ", Terms.Categories))}
        now {Now} = {Now.InZone(Zone)}, from {From} to {To}
        """;
}

/// <summary>
/// The slots of a scenario found the slow way, straight from the words of the contract: the instant line is cut in minutes,
/// each is open, shut or busy for each bench, and every start is tried minute by minute. It shares nothing with the
/// calculator but plain data, and asks the zone one question only: what the clock shows at an instant.
/// All times of a scenario but now are whole minutes.
/// </summary>
internal sealed class SlotOracle
{
    private readonly Scenario _scenario;
    private readonly Instant _origin;
    // What the clock shows at each minute, for stretches that many scenarios share.
    private static readonly ConcurrentDictionary<(DateTimeZone Zone, Instant Start, Instant End), (LocalDateTime[], LocalDate[], int[])> Clocks = new();

    private readonly LocalDateTime[] _clock;
    private readonly LocalDate[] _date;
    private readonly int[] _shown;
    private readonly bool[][] _free;
    private readonly bool[][] _busy;

    public SlotOracle(Scenario scenario)
    {
        _scenario = scenario;
        // Offsets reach 14 hours, durations and buffers a few hours: a day before and a day after are enough.
        _origin = Instant.FromUtc(scenario.From.Year, scenario.From.Month, scenario.From.Day, 0, 0) - Duration.FromDays(1);
        var end = Instant.FromUtc(scenario.To.Year, scenario.To.Month, scenario.To.Day, 0, 0) + Duration.FromDays(2);
        (_clock, _date, _shown) = Clocks.GetOrAdd((scenario.Zone, _origin, end), key => Clock(key.Zone, key.Start, key.End));
        var benches = scenario.Rules.Select(r => r.Benches).Concat(scenario.Overrides.SelectMany(o => o.Openings.Select(x => x.Benches)))
            .Select(b => b ?? scenario.Benches).Concat(scenario.Sessions.Select(s => s.Benches)).Append(scenario.Benches).Max();
        _free = new bool[benches + 1][];
        _busy = new bool[benches + 1][];
        for (var bench = 1; bench <= benches; bench++)
        {
            _free[bench] = new bool[_clock.Length];
            _busy[bench] = new bool[_clock.Length];
        }

        Open();
        foreach (var closure in scenario.Closures)
        {
            for (var bench = 1; bench <= benches; bench++)
            {
                Mark(closure, _free[bench], false);
            }
        }

        foreach (var (bench, range) in scenario.Busy.Where(b => b.Bench <= benches))
        {
            Mark(range, _free[bench], false);
            Mark(range, _busy[bench], true);
        }
    }

    /// <summary>Offered starts, each with the benches that take it, lowest first.</summary>
    public SortedDictionary<Instant, List<int>> Slots()
    {
        var slots = new SortedDictionary<Instant, List<int>>();
        for (var bench = 1; bench < _free.Length; bench++)
        {
            for (var m = 0; m < _clock.Length; m++)
            {
                if (!_free[bench][m] || (m > 0 && _free[bench][m - 1] && _date[m - 1] == _date[m]))
                {
                    continue;
                }

                // A stretch begins here; it ends with its day at the latest.
                var pitch = Lasting(m) + _scenario.Terms.BufferMinutes;
                var start = m;
                while (start < _clock.Length && _shown[start] % 5 != 0)
                {
                    start++;
                }

                for (; start < _clock.Length && _free[bench][start]; start += pitch)
                {
                    if (InOneStretch(bench, m, start) && Passes(bench, start) && Wanted(start))
                    {
                        slots[At(start)] = [.. Enumerable.Range(1, _free.Length - 1).Where(b => Passes(b, start))];
                    }
                }
            }
        }

        return slots;
    }

    private static (LocalDateTime[], LocalDate[], int[]) Clock(DateTimeZone zone, Instant start, Instant end)
    {
        var clock = new LocalDateTime[(int)(end - start).TotalMinutes];
        for (var m = 0; m < clock.Length; m++)
        {
            clock[m] = (start + Duration.FromMinutes(m)).InZone(zone).LocalDateTime;
        }

        return (clock, [.. clock.Select(c => c.Date)], [.. clock.Select(c => c.Hour * 60 + c.Minute)]);
    }

    private Instant At(int minute) => _origin + Duration.FromMinutes(minute);

    private bool InOneStretch(int bench, int begin, int minute)
    {
        for (var m = begin; m <= minute; m++)
        {
            if (!_free[bench][m] || _date[m] != _date[begin])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Minutes of an appointment on the day of this minute: a session may give its own to each item. Over twelve hours there is none.</summary>
    private int Lasting(int minute)
    {
        var own = _scenario.Sessions.Where(s => s.Date == _date[minute] && !s.CalledOff).Select(s => s.Minutes).FirstOrDefault();
        var lasting = own is { } each ? each * _scenario.Terms.Items : _scenario.Terms.DurationMinutes;
        return lasting > 720 ? 100_000 : lasting;
    }

    private bool Passes(int bench, int start)
    {
        for (var m = start; m < start + Lasting(start); m++)
        {
            if (m >= _clock.Length || !_free[bench][m] || _date[m] != _date[start])
            {
                return false;
            }
        }

        for (var m = start; m < start + Lasting(start) + _scenario.Terms.BufferMinutes && m < _clock.Length; m++)
        {
            if (_busy[bench][m])
            {
                return false;
            }
        }

        return true;
    }

    private bool Wanted(int start) =>
        At(start) - _scenario.Now >= Duration.FromMinutes(_scenario.Terms.MinNoticeMinutes)
        && _clock[start] <= _scenario.Now.InZone(_scenario.Zone).LocalDateTime + Period.FromDays(_scenario.Terms.MaxAheadDays)
        && _date[start] >= _scenario.From
        && _date[start] <= _scenario.To;

    private void Open()
    {
        for (var date = _clock[0].Date.PlusDays(1); date < _clock[^1].Date; date = date.PlusDays(1))
        {
            var day = date;
            var sessions = _scenario.Sessions.Where(s => s.Date == day).ToList();
            var exceptional = _scenario.Overrides.Where(o => o.Date == day).ToList();
            if (sessions.Exists(s => !s.CalledOff))
            {
                var (_, from, to, benches, repairs, _, _) = sessions.Find(s => !s.CalledOff);
                if (_scenario.Terms.Categories is null || _scenario.Terms.Categories.Count(wanted => repairs.Any(repaired => repaired == wanted)) is var met && met >= (_scenario.Terms.NeedsAll ? _scenario.Terms.Categories.Count : 1))
                {
                    Open(date, from, to, benches);
                }
            }
            else if (exceptional.Count > 0)
            {
                foreach (var (from, to, benches) in exceptional[0].Openings)
                {
                    Open(date, from, to, benches ?? _scenario.Benches);
                }
            }
            else if (sessions.Count == 0 && !(_scenario.ClosedOnHolidays && IsHoliday(date)))
            {
                foreach (var rule in _scenario.Rules.Where(r => RuleOpens(r, day)))
                {
                    Open(date, rule.From.Hour * 60 + rule.From.Minute, rule.To == LocalTime.Midnight ? 1440 : rule.To.Hour * 60 + rule.To.Minute, rule.Benches ?? _scenario.Benches);
                }
            }
        }
    }

    /// <summary>Open from the first minute of the day whose clock shows the opening time or later to the last that shows less than the closing time.</summary>
    private void Open(LocalDate date, int from, int to, int benches)
    {
        int first = -1, last = -1;
        for (var m = 0; m < _clock.Length; m++)
        {
            if (_date[m] != date)
            {
                continue;
            }

            if (_shown[m] >= from && first < 0)
            {
                first = m;
            }

            if (_shown[m] < to)
            {
                last = m;
            }
        }

        for (var m = first; first >= 0 && m <= last; m++)
        {
            for (var bench = 1; bench <= benches; bench++)
            {
                _free[bench][m] = true;
            }
        }
    }

    private bool RuleOpens(OpeningTerms rule, LocalDate date)
    {
        if (rule.Services is { Count: > 0 } services && !services.Contains(_scenario.Terms.Service))
        {
            return false;
        }

        if (date < rule.ValidFrom || (rule.ValidTo is { } validTo && date > validTo) || !rule.Days.ToString().Contains(date.DayOfWeek.ToString(), StringComparison.Ordinal) && rule.Days != OpeningDays.All)
        {
            return false;
        }

        // Weeks, one Monday after the other.
        var monday = rule.ValidFrom;
        while (monday.DayOfWeek != IsoDayOfWeek.Monday)
        {
            monday = monday.PlusDays(-1);
        }

        while (monday.PlusDays(7) <= date)
        {
            monday = monday.PlusDays(7 * rule.EveryWeeks);
        }

        if (monday > date)
        {
            return false;
        }

        // All such weekdays of the month, written down.
        var same = Enumerable.Range(1, CalendarSystem.Iso.GetDaysInMonth(date.Year, date.Month)).Select(d => new LocalDate(date.Year, date.Month, d)).Where(d => d.DayOfWeek == date.DayOfWeek).ToList();
        return rule.MonthlyNth switch
        {
            null => true,
            -1 => same[^1] == date,
            var nth => same.ElementAtOrDefault(nth.Value - 1) == date,
        };
    }

    /// <summary>Holidays of the weeks the scenarios play in, from the printed calendar.</summary>
    private bool IsHoliday(LocalDate date) =>
        (date.Year, date.Month, date.Day, _scenario.Departement) switch
        {
            (2027, 3, 29, _) or (2027, 5, 1, _) or (2027, 5, 6, _) or (2027, 5, 8, _) or (2027, 5, 17, _) or (2027, 11, 1, _) or (2027, 11, 11, _) or (2027, 12, 25, _) or (2028, 1, 1, _) => true,
            (2027, 3, 26, "67" or "987") or (2027, 12, 26, "67") or (2027, 12, 20, "974") or (2027, 6, 10, "973") => true,
            _ => false,
        };

    private void Mark(TimeRange range, bool[] minutes, bool value)
    {
        for (var m = 0; m < minutes.Length; m++)
        {
            if (range.Start <= At(m) && At(m) < range.End)
            {
                minutes[m] = value;
            }
        }
    }
}
