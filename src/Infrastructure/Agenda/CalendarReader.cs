using System.Text;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Evaluation;
using NodaTime;
using NodaTime.TimeZones;
using OneOf;
using RepairNet.Application.Agenda;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;
using Duration = NodaTime.Duration;
using Period = NodaTime.Period;

namespace RepairNet.Infrastructure.Agenda;

/// <summary>
/// Busy times of an iCalendar file. What is read is cut down first (see <see cref="CalendarText"/>), then parsed and unrolled by
/// Ical.Net in local time, within a bound on how much it may try; local times become instants here, by the zones of NodaTime.
/// </summary>
internal sealed class CalendarReader(IDateTimeZoneProvider zones) : ICalendarReader
{
    /// <summary>Starts tried in one file, of which Ical.Net tries some ten million in a second. A rule of 1950 with five days a week is 28,000.</summary>
    private const long MostTries = 10_000_000;

    /// <summary>« This one and all later ones » (RFC 5545 3.2.13).</summary>
    private const string FromHereOn = "THISANDFUTURE";

    /// <summary>Changes « from here on » of one series: a timetable that changes every month for years.</summary>
    private const int MostChangesOfSeries = 50;

    /// <summary>Times found in one file before they are joined.</summary>
    private const int MostTimes = 20_000;

    // What a closure can be: nothing outside means anything here.
    private static readonly Instant Earliest = Instant.FromUtc(2000, 1, 1, 0, 0);
    private static readonly Instant Latest = Instant.FromUtc(2200, 1, 1, 0, 0);

    public OneOf<CalendarContent, CalendarTrouble> Read(ReadOnlySpan<byte> file, DateTimeZone zone, Instant from, Instant to)
    {
        if (!CalendarText.TryCut(Encoding.UTF8.GetString(file), out var text, out var trouble))
        {
            return trouble.Value;
        }

        try
        {
            return new Reading(zones, zone, text, from, to).Run();
        }
        catch (TroubleException e)
        {
            return e.Trouble;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The parser throws whatever it stumbled on: dates that do not exist, numbers too large, unknown words.
            return CalendarTrouble.NotCalendar;
        }
    }

    private sealed class TroubleException(CalendarTrouble trouble) : Exception
    {
        public CalendarTrouble Trouble { get; } = trouble;
    }

    /// <summary>How long an event lasts: by the calendar, then by the clock on the wall, then by the stopwatch.</summary>
    private readonly record struct Lasting(int Days, long WallTicks, Duration Exact)
    {
        public static Lasting WholeDay { get; } = new(1, 0, Duration.Zero);

        /// <summary>Whole days that hold it, and a century at most.</summary>
        public int AtMostDays => (int)Math.Clamp(Days + (WallTicks / NodaConstants.TicksPerDay) + Exact.TotalDays + 1, 1, 36_500);
    }

    /// <summary>A change of one occurrence of a series, or of that one and all later ones.</summary>
    /// <param name="At">Where the occurrence was.</param>
    /// <param name="ReachesOn">And all later ones.</param>
    /// <param name="Start">Where it is now; null for one that is no more, or keeps nobody busy.</param>
    private sealed record Change(CalDateTime At, bool ReachesOn, CalDateTime? Start, Lasting Lasting)
    {
        /// <summary>Whole days that hold its move, and a century at most.</summary>
        public int DaysMoved => Start is null ? 0 : Math.Min(36_500, Math.Abs(Period.DaysBetween(LocalDate.FromDateTime(At.Value), LocalDate.FromDateTime(Start.Value))) + 2);

        public bool IsBefore(Reading reading, LocalDateTime local, DateTimeZone at, bool hasTime) =>
            hasTime && At.HasTime ? reading.InstantOf(At) < local.InZoneLeniently(at).ToInstant() : LocalDate.FromDateTime(At.Value) < local.Date;
    }

    /// <summary>One file being read.</summary>
    private sealed class Reading(IDateTimeZoneProvider zones, DateTimeZone placeZone, CalendarText text, Instant from, Instant to)
    {
        private readonly Dictionary<string, DateTimeZone> _zones = new(StringComparer.Ordinal);
        private readonly List<TimeRange> _times = [];
        private readonly List<LocalDate> _notUnderstood = [];
        private readonly SortedSet<string> _unknownZones = new(StringComparer.Ordinal);
        private long _triesLeft = MostTries;

        public OneOf<CalendarContent, CalendarTrouble> Run()
        {
            var events = text.Events.Count == 0 ? [] : Calendar.Load(text.Written)!.Events.ToList();
            if (events.Count != text.Events.Count)
            {
                return CalendarTrouble.NotCalendar;
            }

            // An occurrence that was changed stands for itself; the event it comes from leaves it out.
            var changes = events.Where(e => e.RecurrenceIdentifier is not null).ToLookup(e => e.Uid ?? "", ChangeOf);
            var series = events.Where(e => e.RecurrenceIdentifier is null).Select(e => e.Uid ?? "").ToHashSet(StringComparer.Ordinal);
            foreach (var calendarEvent in events)
            {
                var cut = text.Events[calendarEvent.Sequence];
                var isChange = calendarEvent.RecurrenceIdentifier is not null;
                if ((cut.IsOdd && !cut.IsFree) || (isChange && IsOddChange(calendarEvent, cut, series)))
                {
                    _notUnderstood.Add(LocalOf((calendarEvent.DtStart ?? calendarEvent.RecurrenceIdentifier?.StartTime)!).Date);
                }

                if (!cut.IsFree)
                {
                    AddEvent(calendarEvent, isChange ? CalendarText.Event.Plain : cut, isChange ? [] : [.. changes[calendarEvent.Uid ?? ""]]);
                }
            }

            return new CalendarContent(TimeRange.Union(_times).ToList(), new CalendarDoubts(
                _notUnderstood.Count, [.. _notUnderstood.Distinct().Order().Take(CalendarDoubts.MostExamples)], [.. _unknownZones.Take(CalendarDoubts.MostExamples)]));
        }

        /// <summary>
        /// A change that reaches back, or comes back by a rule of its own, or goes on in a series that is not in the file: only the
        /// occurrence it names is understood. One that reaches back from a day that is over harms nothing.
        /// </summary>
        private bool IsOddChange(CalendarEvent change, CalendarText.Event cut, HashSet<string> series)
        {
            var at = change.RecurrenceIdentifier!.StartTime;
            return cut.Rules.Count + cut.Exceptions.Count > 0 || cut.Range switch
            {
                null => false,
                FromHereOn => !cut.IsFree && !series.Contains(change.Uid ?? ""),
                _ => InstantOf(at) > from,
            };
        }

        private Change ChangeOf(CalendarEvent change)
        {
            var cut = text.Events[change.Sequence];
            var start = cut.IsFree ? null : change.DtStart;
            return new Change(change.RecurrenceIdentifier!.StartTime, cut.Range == FromHereOn, start, start is null ? default : LastingOf(change, start));
        }

        private void AddEvent(CalendarEvent calendarEvent, CalendarText.Event cut, IReadOnlyList<Change> changes)
        {
            var start = calendarEvent.DtStart ?? throw new TroubleException(CalendarTrouble.NotCalendar);
            var zone = ZoneOf(start);
            var lasting = LastingOf(calendarEvent, start);
            List<CalDateTime> left = [.. calendarEvent.ExceptionDates.GetAllDates(), .. changes.Select(c => c.At)];
            Spend(left.Count * 10L);
            var leftHours = left.Where(d => d.HasTime).Select(d => Read(LocalOf(d), ZoneOf(d))).ToHashSet();
            var leftDays = left.Where(d => !d.HasTime || !start.HasTime).Select(d => LocalOf(d).Date).ToHashSet();
            var later = changes.Where(c => c.ReachesOn).OrderBy(c => InstantOf(c.At)).ToList();
            if (later.Count > MostChangesOfSeries)
            {
                throw new TroubleException(CalendarTrouble.TooManyEvents);
            }

            // A day to spare on both sides: no two zones are further apart. What is moved is found wherever it comes from.
            var moved = later.Select(c => c.DaysMoved).DefaultIfEmpty(0).Max();
            var longest = later.Select(c => c.Lasting.AtMostDays).Append(lasting.AtMostDays).Max();
            var first = from.InZone(zone).LocalDateTime.PlusDays(-longest - moved - 1);
            var last = to.InZone(zone).LocalDateTime.PlusDays(moved + 1);
            foreach (var written in cut.Exceptions)
            {
                var rule = Bounded(written, start, zone, last, out var misses);
                foreach (var local in Starts(start, rule, first, last, misses))
                {
                    _ = start.HasTime ? leftHours.Add(Read(local, zone)) : leftDays.Add(local.Date);
                }
            }

            if (cut.Rules.Count == 0)
            {
                AddUnlessLeft(LocalOf(start), zone, start.HasTime, lasting);
            }

            foreach (var written in cut.Rules)
            {
                var rule = Bounded(written, start, zone, last, out var misses);
                foreach (var local in Starts(start, rule, first, last, misses))
                {
                    AddUnlessLeft(local, zone, start.HasTime, lasting);
                }
            }

            foreach (var date in calendarEvent.RecurrenceDates.GetAllDates())
            {
                // A day added to what has hours is that whole day: nothing says which hours.
                AddUnlessLeft(LocalOf(date), ZoneOf(date), date.HasTime, date.HasTime || !start.HasTime ? lasting : Lasting.WholeDay);
            }

            foreach (var period in calendarEvent.RecurrenceDates.GetAllPeriods())
            {
                var length = period.EndTime is { } end ? Until(period.StartTime, end) : period.Duration is { } duration ? LastingFor(duration) : lasting;
                AddUnlessLeft(LocalOf(period.StartTime), ZoneOf(period.StartTime), period.StartTime.HasTime, length);
            }

            void AddUnlessLeft(LocalDateTime local, DateTimeZone at, bool hasTime, Lasting length)
            {
                if (leftDays.Contains(local.Date) || (hasTime && leftHours.Contains(Read(local, at))))
                {
                    return;
                }

                // Each start is held against each of these changes, and reads two hours for it: they are paid for like starts.
                Spend(2L * later.Count);
                if (later.FindLast(c => c.IsBefore(this, local, at, hasTime)) is { } change)
                {
                    AddMoved(change, local, at, hasTime);
                }
                else
                {
                    Add(local, at, hasTime, length);
                }
            }
        }

        /// <summary>An occurrence later than one that was changed « from here on »: as far from where it was as that one, and as long.</summary>
        private void AddMoved(Change change, LocalDateTime local, DateTimeZone at, bool hasTime)
        {
            if (change.Start is not { } start)
            {
                return;
            }

            var zone = ZoneOf(start);
            var (was, changed) = hasTime && start.HasTime
                ? (Read(local, at).InZone(zone).LocalDateTime, (change.At.HasTime ? InstantOf(change.At) : Read(LocalOf(change.At).Date + local.TimeOfDay, at)).InZone(zone).LocalDateTime)
                : (local.Date.AtMidnight(), (change.At.HasTime ? InstantOf(change.At).InZone(at).Date : LocalOf(change.At).Date).AtMidnight());
            Add(was.PlusTicks(Period.Between(changed, LocalOf(start), PeriodUnits.Ticks).Ticks), zone, start.HasTime, change.Lasting);
        }

        /// <summary>Local starts that a rule gives, in order, as far as anyone asks.</summary>
        private static IEnumerable<LocalDateTime> Starts(CalDateTime start, RecurrenceRule rule, LocalDateTime first, LocalDateTime last, int misses)
        {
            var unrolled = new CalendarEvent { DtStart = Floating(LocalOf(start), start.HasTime), RecurrenceRule = rule };
            using var occurrences = unrolled.GetOccurrences(Floating(first, hasTime: true), new EvaluationOptions { MaxUnmatchedIncrementsLimit = misses }).GetEnumerator();
            while (Next(occurrences) is { } local && local <= last)
            {
                yield return local;
            }
        }

        private static LocalDateTime? Next(IEnumerator<Occurrence> occurrences)
        {
            try
            {
                return occurrences.MoveNext() ? LocalOf(occurrences.Current.Period.StartTime) : null;
            }
            catch (EvaluationException)
            {
                // The rule falls on no day any more, or only after the end of all calendars.
                return null;
            }
        }

        /// <summary>A rule that comes back no more than a closure can, whose starts up to the horizon can be tried, and which ends in local time.</summary>
        /// <param name="misses">Turns without a start after which there is none: 29 February comes within eight years.</param>
        private RecurrenceRule Bounded(string written, CalDateTime start, DateTimeZone zone, LocalDateTime last, out int misses)
        {
            var rule = new RecurrenceRule(written);
            var hours = Each(rule.ByHour) * Each(rule.ByMinute) * Each(rule.BySecond);
            if (rule.Frequency is FrequencyType.Secondly or FrequencyType.Minutely || hours > 24)
            {
                throw new TroubleException(CalendarTrouble.RepeatsTooOften);
            }

            // As many turns as there are up to the horizon, and as many starts in each as the rule can name.
            var choosy = rule.ByDay.Count + rule.ByMonth.Count + rule.ByMonthDay.Count + rule.ByYearDay.Count + rule.ByWeekNo.Count + rule.BySetPosition.Count > 0;
            var days = Math.Max(0d, Period.DaysBetween(LocalOf(start).Date, last.Date));
            (var turns, var each, misses) = rule.Frequency switch
            {
                FrequencyType.Hourly => (days * 24, 1, 9_000),
                FrequencyType.Daily => (days, 1, 3_500),
                FrequencyType.Weekly => (days / 7, choosy ? 7 : 1, 600),
                FrequencyType.Monthly => (days / 28, choosy ? 31 : 1, 200),
                FrequencyType.Yearly => (days / 365, choosy ? 366 : 1, 100),
                _ => throw new TroubleException(CalendarTrouble.NotCalendar),
            };
            Spend(100 + (long)(turns / rule.Interval * each * hours) + (choosy ? misses * 5L : 0));
            if (rule.Until is { } until)
            {
                var end = until.HasTime && start.HasTime ? Read(LocalOf(until), until.IsFloating ? zone : ZoneOf(until)).InZone(zone).LocalDateTime
                    : LocalOf(until).Date.At(start.HasTime ? new LocalTime(23, 59, 59) : LocalTime.Midnight);
                rule.Until = Floating(end, start.HasTime);
            }

            return rule;

            static int Each(List<int> values) => Math.Max(1, values.Count);
        }

        private void Add(LocalDateTime local, DateTimeZone zone, bool hasTime, Lasting lasting)
        {
            var endLocal = local.PlusDays(lasting.Days).PlusTicks(lasting.WallTicks);
            var (start, end) = hasTime
                ? (FirstMoment(local, zone), Read(endLocal, zone) + lasting.Exact)
                : (placeZone.AtStartOfDay(local.Date).ToInstant(), placeZone.AtStartOfDay(endLocal.Date).ToInstant() + lasting.Exact);
            (start, end) = (Instant.Max(start, Earliest), Instant.Min(end, Latest));
            if (end <= from || start >= to || start >= end)
            {
                return;
            }

            if (_times.Count == MostTimes)
            {
                throw new TroubleException(CalendarTrouble.TooManyEvents);
            }

            _times.Add(new TimeRange(start, end));
        }

        private void Spend(long tries)
        {
            _triesLeft -= tries;
            if (_triesLeft < 0)
            {
                throw new TroubleException(CalendarTrouble.TooManyEvents);
            }
        }

        /// <summary>To its end, or for its duration; a day without either, and a moment without either is nothing.</summary>
        private Lasting LastingOf(CalendarEvent calendarEvent, CalDateTime start) =>
            calendarEvent.DtEnd is { } end ? Until(start, end)
            : calendarEvent.Duration is { } duration ? LastingFor(duration)
            : new Lasting(start.HasTime ? 0 : 1, 0, Duration.Zero);

        private Lasting Until(CalDateTime start, CalDateTime end)
        {
            if (!start.HasTime)
            {
                // Some write the same day twice for a day.
                return new Lasting(Math.Max(1, Period.DaysBetween(LocalOf(start).Date, LocalOf(end).Date)), 0, Duration.Zero);
            }

            return ZoneOf(start).Equals(ZoneOf(end))
                ? new Lasting(0, Period.Between(LocalOf(start), LocalOf(end), PeriodUnits.Ticks).Ticks, Duration.Zero)
                : new Lasting(0, 0, Read(LocalOf(end), ZoneOf(end)) - Read(LocalOf(start), ZoneOf(start)));
        }

        /// <summary>RFC 5545 3.3.6: weeks and days are those of the calendar, hours are of the stopwatch.</summary>
        private static Lasting LastingFor(Ical.Net.DataTypes.Duration d) => new(
            checked(((d.Weeks ?? 0) * 7) + (d.Days ?? 0)), 0, Duration.FromHours(d.Hours ?? 0) + Duration.FromMinutes(d.Minutes ?? 0) + Duration.FromSeconds(d.Seconds ?? 0));

        /// <summary>The instant of a date with a time; of one without, the first of the day.</summary>
        public Instant InstantOf(CalDateTime date) => Read(LocalOf(date), ZoneOf(date));

        private static LocalDateTime LocalOf(CalDateTime date) => LocalDateTime.FromDateTime(date.Value);

        private static CalDateTime Floating(LocalDateTime local, bool hasTime) =>
            hasTime ? new CalDateTime(local.ToDateTimeUnspecified(), true) : new CalDateTime(local.Year, local.Month, local.Day);

        /// <summary>As RFC 5545 reads it (3.3.5): the first of two passages; in a gap, by the offset before it.</summary>
        private static Instant Read(LocalDateTime local, DateTimeZone zone) => local.InZoneLeniently(zone).ToInstant();

        /// <summary>As <see cref="Read"/>, but in a gap the gap itself: the place is shut from the first moment that anyone could mean.</summary>
        private static Instant FirstMoment(LocalDateTime local, DateTimeZone zone)
        {
            var mapping = zone.MapLocal(local);
            return mapping.Count == 0 ? mapping.LateInterval.Start : mapping.First().ToInstant();
        }

        /// <summary>The zone of a date: its own by whatever name it goes; the place's where it has none, or one that nobody knows.</summary>
        private DateTimeZone ZoneOf(CalDateTime date)
        {
            if (date.TzId is not { Length: > 0 } id)
            {
                return placeZone;
            }

            if (!_zones.TryGetValue(id, out var zone))
            {
                _zones[id] = zone = (date.IsUtc ? DateTimeZone.Utc : Find(id) ?? (text.Locations.TryGetValue(id, out var location) ? Find(location) : null)) ?? Unknown(id);
            }

            return zone;
        }

        private DateTimeZone Unknown(string id)
        {
            // It goes to a page and a database: no sign of either's own.
            var name = string.Concat(id.Where(c => !char.IsControl(c) && !char.IsSurrogate(c))).Trim();
            if (name.Length > 0 && _unknownZones.Count < 100)
            {
                _unknownZones.Add(name.Length <= CalendarDoubts.MaxZone ? name : name[..CalendarDoubts.MaxZone]);
            }

            return placeZone;
        }

        /// <summary>A zone by its own name, by the name Windows has for it, or by a name that ends with its own (/citadel.org/…/Europe/Paris).</summary>
        private DateTimeZone? Find(string id)
        {
            if (TzdbDateTimeZoneSource.Default.WindowsMapping.PrimaryMapping.TryGetValue(id, out var windows))
            {
                return zones.GetZoneOrNull(windows);
            }

            for (var name = id.TrimStart('/'); ; name = name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..])
            {
                if (zones.GetZoneOrNull(name) is { } zone)
                {
                    return zone;
                }

                if (!name.Contains('/', StringComparison.Ordinal))
                {
                    return null;
                }
            }
        }
    }
}
