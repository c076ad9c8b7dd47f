using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Agenda;

/// <summary>
/// All that says when a place is open, made ready for <see cref="SlotCalculator"/>. It does not change once made, so one can
/// serve many services and many threads.
/// </summary>
public sealed class PlaceHours
{
    private readonly OpeningRule[] _rules;
    private readonly Dictionary<LocalDate, DayOverride> _overrides;
    private readonly Closure[] _closures;
    private readonly Dictionary<LocalDate, SessionHours> _sessions;
    private readonly HashSet<LocalDate> _calledOff;

    /// <param name="zone">The place's time zone.</param>
    /// <param name="benches">Benches of an opening that does not say how many it has, 1 or more.</param>
    /// <param name="departementCode">INSEE code of the département, for its public holidays.</param>
    /// <param name="closedOnHolidays">Whether public holidays silence the weekly rules.</param>
    /// <param name="rules">Weekly rules of the place. Where they overlap, the opening with more benches wins.</param>
    /// <param name="closures">Closures of the place, in any order.</param>
    /// <param name="overrides">Exceptional days of the place, at most one for a date.</param>
    /// <param name="sessions">Sessions of the place, at most one for a date that takes place; null = none.</param>
    /// <exception cref="ArgumentException">There is no bench, or one date has two exceptional days or two sessions.</exception>
    public PlaceHours(
        DateTimeZone zone,
        int benches,
        string departementCode,
        bool closedOnHolidays,
        IEnumerable<OpeningRule> rules,
        IEnumerable<Closure> closures,
        IEnumerable<DayOverride> overrides,
        IEnumerable<SessionHours>? sessions = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(benches, 1);
        Zone = zone;
        Benches = benches;
        DepartementCode = departementCode;
        ClosedOnHolidays = closedOnHolidays;
        _rules = [.. rules];
        _overrides = overrides.ToDictionary(o => o.Date);
        var dated = sessions?.ToList() ?? [];
        Sessions = dated;
        _sessions = dated.Where(s => !s.IsCalledOff).ToDictionary(s => s.Date);
        _calledOff = [.. dated.Where(s => s.IsCalledOff).Select(s => s.Date)];
        _closures = [.. closures.OrderBy(c => c.Start).ThenBy(c => c.End)];
        Shut = Spans.From(_closures.Select(c => c.Range));
    }

    public DateTimeZone Zone { get; }

    public int Benches { get; }

    public string DepartementCode { get; }

    public bool ClosedOnHolidays { get; }

    internal Spans Shut { get; }

    private IReadOnlyList<SessionHours> Sessions { get; }

    /// <summary>
    /// Openings of a local day, earliest first: that of its session if it has one; else those of its exceptional day if it has
    /// one; else none where its session was called off, nor on a public holiday of a place that keeps them; else those of the
    /// weekly rules. Closures are not cut out.
    /// </summary>
    /// <param name="date">The local day.</param>
    /// <param name="service">Only openings where this service is offered; null = all.</param>
    public IReadOnlyList<DayOpening> OpeningsOn(LocalDate date, ServiceId? service = null)
    {
        var openings = new List<DayOpening>();
        AddOpenings(date, service, terms: null, openings);
        return openings;
    }

    /// <summary>The same place with other weekly rules.</summary>
    public PlaceHours WithRules(IEnumerable<OpeningRule> rules) => new(Zone, Benches, DepartementCode, ClosedOnHolidays, rules, _closures, _overrides.Values, Sessions);

    /// <summary>The same place with this exceptional day.</summary>
    public PlaceHours With(DayOverride day) =>
        new(Zone, Benches, DepartementCode, ClosedOnHolidays, _rules, _closures, _overrides.Values.Where(o => o.Date != day.Date).Append(day), Sessions);

    /// <summary>The same place with one more closure.</summary>
    public PlaceHours With(Closure closure) => new(Zone, Benches, DepartementCode, ClosedOnHolidays, _rules, _closures.Append(closure), _overrides.Values, Sessions);

    /// <summary>Whether a bench is open all through this time, on the local day of its start, closures cut out.</summary>
    /// <param name="bench">Number of the bench, from 1.</param>
    /// <param name="terms">Only openings offered to this service, for what is to be repaired; null = all.</param>
    public bool IsOpen(TimeRange time, int bench, SlotTerms? terms = null) =>
        TimeRange.Subtract([time], OpenTimes(time.Start.InZone(Zone).Date, bench, terms)).Count == 0 && _closures.All(c => c.Range.Intersect(time) is null);

    /// <summary>Openings of a local day as people meet them, closures cut out, by the clock of the place.</summary>
    public IReadOnlyList<DayOpening> OpenHoursOn(LocalDate date)
    {
        var hours = new List<DayOpening>();
        foreach (var opening in OpeningsOn(date))
        {
            var (start, end) = (FirstTick(date.At(opening.From)), EndTick(opening.To.EndsOn(date)));
            if (start < end)
            {
                hours.AddRange(TimeRange.Subtract([new TimeRange(Instant.FromUnixTimeTicks(start), Instant.FromUnixTimeTicks(end))], _closures.Select(c => c.Range))
                    .Select(time => new DayOpening(time.Start.InZone(Zone).TimeOfDay, time.End.InZone(Zone).TimeOfDay, opening.Benches)));
            }
        }

        return hours;
    }

    /// <summary>The session of a repair café that takes place on this local day, or null.</summary>
    public SessionHours? SessionOn(LocalDate date) => _sessions.GetValueOrDefault(date);

    /// <summary>How long an appointment lasts on this local day, in minutes: a session may say so for each item, else the service does.</summary>
    public int MinutesOn(LocalDate date, SlotTerms terms) =>
        _sessions.Count > 0 && _sessions.TryGetValue(date, out var session) && session.MinutesPerPlace is { } minutes ? minutes * terms.Items : terms.DurationMinutes;

    /// <summary>The time of an appointment that starts then.</summary>
    public TimeRange AppointmentAt(Instant start, SlotTerms terms) => new(start, start + Duration.FromMinutes(MinutesOn(start.InZone(Zone).Date, terms)));

    /// <summary>The time that such an appointment keeps its bench, buffer included.</summary>
    public TimeRange OccupancyAt(Instant start, SlotTerms terms) => new(start, AppointmentAt(start, terms).End + Duration.FromMinutes(terms.BufferMinutes));

    /// <summary>The instant at which an opening of this local day ends.</summary>
    /// <param name="to">Closing time, local.</param>
    public Instant EndOf(LocalDate date, LocalTime to) => Instant.FromUnixTimeTicks(EndTick(to.EndsOn(date)));

    /// <summary>Times a bench is open on a local day, on the instant line, joined where they touch. Closures are not cut out.</summary>
    /// <param name="date">The local day.</param>
    /// <param name="bench">Number of the bench, from 1.</param>
    /// <param name="terms">Only openings offered to this service, for what is to be repaired; null = all.</param>
    public IReadOnlyList<TimeRange> OpenTimes(LocalDate date, int bench, SlotTerms? terms = null)
    {
        var openings = new List<DayOpening>();
        AddOpenings(date, terms?.Service, terms, openings);
        var times = new List<TimeRange>();
        foreach (var opening in openings)
        {
            var (start, end) = (FirstTick(date.At(opening.From)), EndTick(opening.To.EndsOn(date)));
            if (bench <= opening.Benches && start < end)
            {
                times.Add(new TimeRange(Instant.FromUnixTimeTicks(start), Instant.FromUnixTimeTicks(end)));
            }
        }

        return TimeRange.Union(times);
    }

    /// <summary>What a bench does with the part of a local day that no booking takes, in order of time.</summary>
    /// <param name="date">The local day.</param>
    /// <param name="bench">Number of the bench, from 1.</param>
    /// <param name="busy">Times it is taken, buffers included.</param>
    public IReadOnlyList<BenchTime> LeftOver(LocalDate date, int bench, IEnumerable<TimeRange> busy)
    {
        var open = OpenTimes(date, bench);
        var taken = TimeRange.Union(busy);
        var left = new List<BenchTime>();
        for (var i = 1; i < open.Count; i++)
        {
            left.AddRange(TimeRange.Subtract([new TimeRange(open[i - 1].End, open[i].Start)], taken).Select(range => new BenchTime(BenchUse.Pause, range, null)));
        }

        foreach (var closure in _closures)
        {
            var shut = TimeRange.Subtract(open.Select(time => time.Intersect(closure.Range)).OfType<TimeRange>(), taken);
            if (shut.Count == 0)
            {
                continue;
            }

            left.AddRange(shut.Select(range => new BenchTime(BenchUse.Shut, range, closure.Reason)));
            taken = TimeRange.Union([.. taken, .. shut]);
        }

        left.AddRange(TimeRange.Subtract(open, taken).Select(range => new BenchTime(BenchUse.Free, range, null)));
        return [.. left.OrderBy(time => time.Range.Start)];
    }

    /// <summary>The public holiday that keeps the place shut that day, in French; null when none does.</summary>
    public string? HolidayOn(LocalDate date) =>
        ClosedOnHolidays && !_overrides.ContainsKey(date) && !_sessions.ContainsKey(date) ? PublicHolidays.On(date, DepartementCode) : null;

    /// <summary>First passage of the clock at this time, or the end of the gap that swallowed it.</summary>
    internal long FirstTick(LocalDateTime local)
    {
        var mapping = Zone.MapLocal(local);
        return (mapping.Count == 0 ? mapping.LateInterval.Start : mapping.First().ToInstant()).ToUnixTimeTicks();
    }

    /// <summary>Where an opening closed at this time ends: just after the last passage of the moment before it.</summary>
    internal long EndTick(LocalDateTime local)
    {
        var mapping = Zone.MapLocal(local.PlusTicks(-1));
        return mapping.Count == 0 ? mapping.LateInterval.Start.ToUnixTimeTicks() : mapping.Last().ToInstant().ToUnixTimeTicks() + 1;
    }

    /// <param name="terms">What is to be repaired, for sessions; null = whatever it is.</param>
    internal void AddOpenings(LocalDate date, ServiceId? service, SlotTerms? terms, List<DayOpening> openings)
    {
        if (_sessions.Count > 0 && _sessions.TryGetValue(date, out var session))
        {
            if (terms?.SuitedBy(session) != false)
            {
                openings.Add(new DayOpening(session.From, session.To, session.Benches));
            }
        }
        else if (_overrides.Count > 0 && _overrides.TryGetValue(date, out var exceptional))
        {
            foreach (var opening in exceptional.Openings)
            {
                openings.Add(new DayOpening(opening.From, opening.To, opening.Benches ?? Benches));
            }
        }
        else if (!_calledOff.Contains(date))
        {
            foreach (var rule in _rules)
            {
                if (!rule.OpensOn(date) || (service is not null && !rule.Offers(service.Value)))
                {
                    continue;
                }

                if (openings.Count == 0 && ClosedOnHolidays && PublicHolidays.IsHoliday(date, DepartementCode))
                {
                    return;
                }

                openings.Add(new DayOpening(rule.From, rule.To, rule.Benches ?? Benches));
            }
        }

        if (openings.Count > 1)
        {
            openings.Sort(static (a, b) => a.From.CompareTo(b.From));
        }
    }
}
