using System.Runtime.InteropServices;
using NodaTime;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;

namespace RepairNet.Domain.Agenda;

/// <summary>
/// Which starts of a service can be booked at a place.
/// <para>
/// For each bench: its openings, joined where they touch, minus closures, minus the times it is busy, are its free stretches.
/// In a free stretch, starts run from its beginning, rounded up to a multiple of 5 minutes of local time, every duration +
/// buffer, as long as the duration fits in the stretch and duration + buffer meets no busy time of the bench; the buffer may
/// overrun closing time or a closure. The grid hangs on the stretch alone, not on now nor on the dates asked for. The starts
/// of all benches are merged; on each, <see cref="Slot.Remaining"/> counts the benches that pass the same two tests, whether
/// or not the start is on their own grid.
/// </para>
/// <para>
/// A session of a repair café stands in for all other openings of its day, and is offered to a service only where someone
/// present repairs one of the categories asked for. It may give its own minutes to each item, in place of the service's duration.
/// No appointment is longer than <see cref="BookingTerms.MaxDuration"/>.
/// </para>
/// <para>
/// A start is at or after now + notice and, in local date and time, at most <see cref="SlotTerms.MaxAheadDays"/> days after
/// now. It belongs to its local day and fits in it. An opening begins and ends the same local day, at midnight at the latest, so each
/// day is computed alone: a stretch that reaches midnight ends there, and what opens at midnight begins another.
/// </para>
/// <para>
/// Time runs on the instant line. On the spring night an opening or closing time inside the hour that does not exist is the
/// end of that hour, so 02:00–03:00 alone opens nothing. On the autumn night the repeated hour is two hours: an opening time
/// inside it is its first passage, and an opening that reaches into it (its last moment, just before closing time, is inside)
/// lasts until the second passage.
/// </para>
/// </summary>
public sealed class SlotCalculator
{
    private const long TicksPerMinute = NodaConstants.TicksPerMinute;
    private const long TicksPerDay = NodaConstants.TicksPerDay;
    private const long Grain = 5 * TicksPerMinute;

    private readonly PlaceHours _hours;
    private readonly SlotTerms _terms;
    private readonly Spans[] _busy;
    private readonly long _earliest;
    private readonly LocalDate _firstDate;
    private readonly LocalDate _lastDate;
    private readonly long _lastTickOfDay;
    private readonly Instant _beyond;

    /// <param name="hours">When the place is open.</param>
    /// <param name="terms">What the service asks.</param>
    /// <param name="busy">Times its benches are taken, in any order, of every service of the place; cancelled bookings left out.</param>
    /// <param name="now">The present.</param>
    public SlotCalculator(PlaceHours hours, SlotTerms terms, IEnumerable<BusyTime> busy, Instant now)
    {
        _hours = hours;
        _terms = terms;
        _busy = ByBench(busy);

        var earliest = now + Duration.FromMinutes(terms.MinNoticeMinutes);
        _earliest = Spans.Ceiling(earliest);
        _firstDate = earliest.InZone(hours.Zone).Date;

        // The calendar ends with the year 9999; a few days are kept off its end, for offsets.
        var localNow = now.InZone(hours.Zone).LocalDateTime;
        var daysAhead = Math.Min(terms.MaxAheadDays, Period.DaysBetween(localNow.Date, LocalDate.MaxIsoValue) - 4);
        _lastDate = localNow.Date.PlusDays(daysAhead);
        _lastTickOfDay = localNow.TickOfDay;
        _beyond = now + Duration.FromDays(daysAhead + 2);
    }

    /// <summary>
    /// The starts offered on local days from <paramref name="from"/> to <paramref name="to"/>, both included, in order. Days
    /// are computed one by one as they are asked for: taking the first three of a long period costs a few days only.
    /// </summary>
    public IEnumerable<Slot> Slots(LocalDate from, LocalDate to)
    {
        var first = LocalDate.Max(from, _firstDate);
        var last = LocalDate.Min(to, _lastDate);
        if (first > last)
        {
            yield break;
        }

        var day = new Day(this);
        for (var date = first; ; date = date.PlusDays(1))
        {
            day.Compute(date);
            for (var i = 0; i < day.Count; i++)
            {
                yield return day.Slot(i);
            }

            if (date == last)
            {
                yield break;
            }
        }
    }

    /// <summary>The bench that takes this start: the lowest number that can; null if the start is not offered.</summary>
    public int? FindBench(Instant start) => DayOffering(start)?.FindBench(start.ToUnixTimeTicks());

    /// <summary>The start as it is offered, with the benches that remain; null if it is not offered.</summary>
    public Slot? Find(Instant start) => DayOffering(start)?.Find(start.ToUnixTimeTicks());

    /// <summary>The computed day of a start, if it can be offered at all: an instant from outside may be anything.</summary>
    private Day? DayOffering(Instant start)
    {
        if (start >= _beyond || start.ToUnixTimeTicks() < _earliest || start != Instant.FromUnixTimeTicks(start.ToUnixTimeTicks()))
        {
            return null;
        }

        var date = start.InZone(_hours.Zone).Date;
        if (date > _lastDate)
        {
            return null;
        }

        var day = new Day(this);
        day.Compute(date);
        return day;
    }

    private static Spans[] ByBench(IEnumerable<BusyTime> busy)
    {
        var byBench = new List<List<TimeRange>?>();
        foreach (var time in busy)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(time.Bench, 1, nameof(busy));
            while (byBench.Count < time.Bench)
            {
                byBench.Add(null);
            }

            (byBench[time.Bench - 1] ??= []).Add(time.Range);
        }

        var spans = new Spans[byBench.Count];
        for (var i = 0; i < spans.Length; i++)
        {
            spans[i] = byBench[i] is { } ranges ? Spans.From(ranges) : Spans.None;
        }

        return spans;
    }

    /// <summary>An opening on the instant line.</summary>
    private readonly record struct Stretch(long Start, long End, int Benches);

    /// <summary>Starts from First to Last, both included, pass the two tests on this bench.</summary>
    private readonly record struct Window(long First, long Last, int Bench);

    /// <summary>One local day at a time, its lists used again from day to day.</summary>
    private sealed class Day(SlotCalculator calculator)
    {
        private readonly List<DayOpening> _openings = [];
        private readonly List<Stretch> _stretches = [];
        private readonly List<Window> _windows = [];
        private readonly List<long> _starts = [];

        // Local days on which the zone keeps one offset and no neighbouring offset can name the same local times.
        private LocalDate _plainFrom = LocalDate.MaxIsoValue;
        private LocalDate _plainTo = LocalDate.MinIsoValue;
        private long _plainOffset;

        private long _duration;
        private long _pitch;
        private bool _plain;
        private bool _isLastDate;

        public int Count => _starts.Count;

        public Slot Slot(int index)
        {
            var start = _starts[index];
            var remaining = 0;
            foreach (ref readonly var window in CollectionsMarshal.AsSpan(_windows))
            {
                if (window.First <= start && start <= window.Last)
                {
                    remaining++;
                }
            }

            return new Slot(Instant.FromUnixTimeTicks(start), Instant.FromUnixTimeTicks(start + _duration), remaining);
        }

        public Slot? Find(long start)
        {
            var index = _starts.BinarySearch(start);
            return index < 0 ? null : Slot(index);
        }

        public int? FindBench(long start)
        {
            if (_starts.BinarySearch(start) < 0)
            {
                return null;
            }

            // Windows are listed bench by bench, the lowest first.
            foreach (ref readonly var window in CollectionsMarshal.AsSpan(_windows))
            {
                if (window.First <= start && start <= window.Last)
                {
                    return window.Bench;
                }
            }

            return null;
        }

        public void Compute(LocalDate date)
        {
            _openings.Clear();
            _stretches.Clear();
            _windows.Clear();
            _starts.Clear();
            var minutes = calculator._hours.MinutesOn(date, calculator._terms);
            if (minutes > BookingTerms.MaxDuration)
            {
                return;
            }

            _duration = minutes * TicksPerMinute;
            _pitch = _duration + (calculator._terms.BufferMinutes * TicksPerMinute);
            calculator._hours.AddOpenings(date, calculator._terms.Service, calculator._terms, _openings);
            if (_openings.Count == 0)
            {
                return;
            }

            _isLastDate = date == calculator._lastDate;
            LookAtZone(date);
            var benches = AddStretches(date);
            for (var bench = 1; bench <= benches; bench++)
            {
                AddBench(bench);
            }

            if (benches > 1)
            {
                SortStarts();
            }
        }

        private void LookAtZone(LocalDate date)
        {
            if (date < _plainFrom || date > _plainTo)
            {
                var interval = calculator._hours.Zone.MapLocal(date.At(LocalTime.Noon)).EarlyInterval;
                _plainFrom = interval.HasStart ? interval.IsoLocalStart.Date.PlusDays(2) : LocalDate.MinIsoValue;
                _plainTo = interval.HasEnd ? interval.IsoLocalEnd.Date.PlusDays(-3) : LocalDate.MaxIsoValue;
                _plainOffset = interval.WallOffset.Ticks;
            }

            _plain = date >= _plainFrom && date <= _plainTo;
        }

        private int AddStretches(LocalDate date)
        {
            var benches = 0;
            var midnight = _plain ? date.AtMidnight().InUtc().ToInstant().ToUnixTimeTicks() - _plainOffset : 0;
            foreach (ref readonly var opening in CollectionsMarshal.AsSpan(_openings))
            {
                var start = _plain ? midnight + opening.From.TickOfDay : calculator._hours.FirstTick(date.At(opening.From));
                var end = _plain ? midnight + opening.To.ClosingTick() : calculator._hours.EndTick(opening.To.EndsOn(date));
                if (start < end)
                {
                    _stretches.Add(new Stretch(start, end, opening.Benches));
                    benches = Math.Max(benches, opening.Benches);
                }
            }

            return benches;
        }

        /// <summary>Joins the bench's openings, cuts closures and busy times out, and lays its grid in what is left.</summary>
        private void AddBench(int bench)
        {
            var busy = bench <= calculator._busy.Length ? calculator._busy[bench - 1] : Spans.None;
            long start = 0, end = long.MinValue;
            foreach (ref readonly var stretch in CollectionsMarshal.AsSpan(_stretches))
            {
                if (stretch.Benches < bench)
                {
                    continue;
                }

                if (stretch.Start <= end)
                {
                    end = Math.Max(end, stretch.End);
                    continue;
                }

                if (end != long.MinValue)
                {
                    CutClosures(bench, start, end, busy);
                }

                (start, end) = (stretch.Start, stretch.End);
            }

            CutClosures(bench, start, end, busy);
        }

        private void CutClosures(int bench, long start, long end, Spans busy)
        {
            var shut = calculator._hours.Shut;
            for (var i = shut.FirstEndingAfter(start); i < shut.Count && shut.Start(i) < end; i++)
            {
                if (start < shut.Start(i))
                {
                    CutBusy(bench, start, shut.Start(i), busy);
                }

                start = shut.End(i);
            }

            if (start < end)
            {
                CutBusy(bench, start, end, busy);
            }
        }

        private void CutBusy(int bench, long start, long end, Spans busy)
        {
            var i = busy.FirstEndingAfter(start);
            for (; i < busy.Count && busy.Start(i) < end; i++)
            {
                if (start < busy.Start(i))
                {
                    AddFree(bench, start, busy.Start(i), busy.Start(i));
                }

                start = busy.End(i);
            }

            if (start < end)
            {
                AddFree(bench, start, end, i < busy.Count ? busy.Start(i) : long.MaxValue);
            }
        }

        private void AddFree(int bench, long start, long end, long nextBusy)
        {
            var last = Math.Min(end - _duration, nextBusy - _pitch);
            if (last < start)
            {
                return;
            }

            _windows.Add(new Window(start, last, bench));
            var first = RoundUp(start);
            var pitch = _pitch;
            if (first < calculator._earliest)
            {
                first += (calculator._earliest - first + pitch - 1) / pitch * pitch;
            }

            for (var tick = first; tick <= last; tick += pitch)
            {
                if (!_isLastDate || LocalTickOfDay(tick) <= calculator._lastTickOfDay)
                {
                    _starts.Add(tick);
                }
            }
        }

        private long RoundUp(long tick)
        {
            var late = FloorModulo(tick + OffsetAt(tick), Grain);
            return late == 0 ? tick : tick + Grain - late;
        }

        private long LocalTickOfDay(long tick) => FloorModulo(tick + OffsetAt(tick), TicksPerDay);

        private long OffsetAt(long tick) => _plain ? _plainOffset : calculator._hours.Zone.GetUtcOffset(Instant.FromUnixTimeTicks(tick)).Ticks;

        private static long FloorModulo(long value, long modulus)
        {
            var rest = value % modulus;
            return rest < 0 ? rest + modulus : rest;
        }

        /// <summary>Sorts the starts and keeps each once.</summary>
        private void SortStarts()
        {
            var starts = CollectionsMarshal.AsSpan(_starts);
            starts.Sort();
            var kept = 0;
            for (var i = 0; i < starts.Length; i++)
            {
                if (i == 0 || starts[i] != starts[kept - 1])
                {
                    starts[kept++] = starts[i];
                }
            }

            CollectionsMarshal.SetCount(_starts, kept);
        }
    }
}
