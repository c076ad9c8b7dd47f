using System.Collections.Concurrent;
using CsCheck;
using NodaTime;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.Agenda;

/// <summary>The calculator against an independent brute-force oracle, over random places, agendas and presents.</summary>
public class SlotCalculatorOracleTests
{
    /// <summary>Agendas compared in a run of the tests, half of them anywhere in the week, half around the nights when clocks change.</summary>
    private const int Agendas = 10_000;

    private static readonly ServiceId This = ServiceId.New();
    private static readonly ServiceId Other = ServiceId.New();

    /// <summary>Zones and the days around which scenarios play: both nights of Paris and of Miquelon, holidays, plain days.</summary>
    private static readonly Gen<(string Zone, string Departement, LocalDate Day)> Settings = Gen.OneOf(
        ("Europe/Paris", "38", new LocalDate(2027, 3, 28)),
        ("Europe/Paris", "67", new LocalDate(2027, 3, 28)),
        ("Europe/Paris", "38", new LocalDate(2027, 10, 31)),
        ("Europe/Paris", "67", new LocalDate(2027, 10, 31)),
        ("Europe/Paris", "67", new LocalDate(2027, 12, 26)),
        ("America/Miquelon", "975", new LocalDate(2027, 3, 14)),
        ("America/Miquelon", "975", new LocalDate(2027, 11, 7)),
        ("America/Cayenne", "973", new LocalDate(2027, 6, 9)),
        ("Indian/Reunion", "974", new LocalDate(2027, 12, 20)),
        ("Pacific/Noumea", "988", new LocalDate(2027, 5, 6)),
        ("Pacific/Marquesas", "987", new LocalDate(2027, 3, 26)));

    private static Gen<Scenario> Scenarios(bool atNight) => Gen.Select(Settings, Gen.OneOf(1, 1, 15, 30)).SelectMany((setting, unit) => Scenarios(atNight, setting, unit));

    /// <summary>
    /// One setting. Lengths and times are multiples of <paramref name="unit"/> minutes: the coarser, the more often openings,
    /// closures, bookings and the present meet end to end. At night all gather around two in the morning.
    /// </summary>
    private static Gen<Scenario> Scenarios(bool atNight, (string Zone, string Departement, LocalDate Day) setting, int unit)
    {
        Gen<int> Minutes(int least, int most) => Gen.Int[(least + unit - 1) / unit, most / unit].Select(q => q * unit);

        var day = setting.Day;
        var zone = DateTimeZoneProviders.Tzdb[setting.Zone];
        var midnight = day.AtStartOfDayInZone(zone).ToInstant();

        var anyHours = Gen.Select(atNight ? Minutes(0, 240) : Minutes(0, 1400), Minutes(1, 400), (f, length) => (From: f, To: Math.Min(1440, f + length)));
        // Clocks change on the hour, between one and three.
        var roundHours = Gen.Select(Gen.Int[0, 2], Gen.Int[1, 3], (f, length) => (From: f * 60, To: (f + length) * 60));
        // And midnight, at which a day ends and the night may begin.
        var untilMidnight = Gen.Select(Minutes(1200, 1439), f => (From: f, To: 1440));
        var wholeDay = Gen.Const((From: 0, To: 1440));
        var hours = atNight ? Gen.OneOf(anyHours, anyHours, roundHours, untilMidnight, wholeDay) : Gen.Frequency((6, anyHours), (2, untilMidnight), (1, wholeDay));
        var benches = Gen.OneOf<int?>(null, null, null, 1, 2, 3, 4);
        var days = Gen.Frequency((3, Gen.Const(127)), (2, Gen.Int[1, 127]));
        var services = Gen.OneOf<IReadOnlyList<ServiceId>?>(null, null, null, [], [This], [Other], [Other, This]);
        var rule = Gen.Select(
            hours, days, benches, services, Gen.Int[-20, 3], Gen.Int[0, 30].Nullable(), Gen.OneOf(1, 1, 1, 2, 3), Gen.OneOf<int?>(null, null, null, null, 1, 2, 3, 4, 5, -1),
            (h, d, b, s, first, length, every, nth) => new OpeningTerms(
                (OpeningDays)d, LocalTime.Midnight.PlusMinutes(h.From), LocalTime.Midnight.PlusMinutes(h.To), day.PlusDays(first), length is null ? null : day.PlusDays(first + length.Value), every, nth, b, s));

        // Offsets are whole quarters of an hour from each other, so multiples of the unit stay so on the clock, but at the Marquesas.
        var minute = atNight ? Minutes(-120, 480) : Minutes(-2 * 1440, 3 * 1440);
        var range = Gen.Select(minute, Minutes(1, 300), (start, length) => new TimeRange(midnight + Duration.FromMinutes(start), midnight + Duration.FromMinutes(start + length)));
        var busy = Gen.Select(Gen.Int[1, 4], range, (bench, r) => new BusyTime(bench, r));

        var exceptional = Gen.Select(Gen.Int[-2, 3], Gen.Select(hours, benches).Array[0, 3], (offset, openings) =>
        {
            var kept = new List<(int From, int To, int? Benches)>();
            foreach (var ((f, t), b) in openings.OrderBy(o => o.Item1.From))
            {
                if (kept.Count == 0 || kept[^1].To <= f)
                {
                    kept.Add((f, t, b));
                }
            }

            return (Date: day.PlusDays(offset), Openings: (IReadOnlyList<(int, int, int?)>)kept);
        });

        var repairs = Gen.OneOf<IReadOnlyList<string>>(["mobile"], ["mobile", "textile"], ["textile"], []);
        var ofSession = Gen.OneOf(Gen.Const((int?)null), Gen.OneOf(Gen.Const(5), Minutes(5, 60), Minutes(5, CafeSession.MaxMinutes)).Select(m => (int?)m));
        var session = Gen.Select(Gen.Int[-2, 3], hours, Gen.Int[1, 4], repairs, Gen.Select(Gen.OneOf(false, false, true), ofSession), (offset, h, places, repaired, how) =>
            (Date: day.PlusDays(offset), h.From, h.To, Benches: places, Repairs: repaired, CalledOff: how.Item1, Minutes: how.Item2));
        // Most places hold no session; a day has at most one that takes place, beside those called off.
        var sessions = Gen.OneOf(Gen.Const(0), Gen.Const(0), Gen.Int[1, 3]).SelectMany(count => session.Array[count])
            .Select(all => all.Where(s => s.CalledOff).Concat(all.Where(s => !s.CalledOff).DistinctBy(s => s.Date)).ToList());

        var wanted = Gen.OneOf<IReadOnlyCollection<string>?>(null, ["mobile"], ["mobile"], ["textile", "velo"], ["velo"], ["mobile", "textile"], ["mobile", "textile", "textile"]);
        var terms = Gen.Select(
            Minutes(1, 130), Gen.OneOf(Gen.Const(0), Minutes(0, 60)), Gen.OneOf(Gen.Const(0), Minutes(0, 3000)), Gen.Int[0, 9], Gen.Select(wanted, Gen.Bool, Gen.OneOf(Gen.Const(1), Gen.Int[1, 4])),
            (duration, buffer, notice, ahead, what) => new SlotTerms(This, duration, buffer, notice, ahead, what.Item1, needsAll: what.Item2, items: what.Item3));
        var now = Gen.Select(atNight ? Minutes(-1440, 300) : Minutes(-5 * 1440, 1440), Gen.OneOf(Gen.Const(0L), Gen.Long[0, 59_999_999_999]), (m, nanoseconds) =>
            midnight + Duration.FromMinutes(m) + Duration.FromNanoseconds(nanoseconds));
        var dates = Gen.Select(Gen.Int[-2, 2], Gen.Int[0, 3], (offset, length) => (From: day.PlusDays(offset), To: day.PlusDays(offset + length)));

        return Gen.Select(
            Gen.Select(Gen.Int[1, 3], Gen.Bool), rule.Array[0, 4], range.Array[0, 2], Gen.Select(exceptional.Array[0, 2], sessions), busy.Array[0, 10], terms, now, dates,
            (place, rules, closures, dated, taken, t, n, d) => new Scenario(
                zone, setting.Departement, place.Item1, place.Item2, rules, closures, [.. dated.Item1.DistinctBy(o => o.Date)], dated.Item2, taken, t, n, d.From, d.To));
    }

    [Fact]
    public void Any_hour_of_any_week() => Agree(Scenarios(atNight: false), Agendas / 2);

    [Fact]
    public void Nights_when_the_clocks_change() => Agree(Scenarios(atNight: true), Agendas / 2);

    private static void Agree(Gen<Scenario> scenarios, int count)
    {
        int played = 0, offered = 0, several = 0, none = 0, atSessions = 0;
        var zones = new ConcurrentDictionary<string, int>();
        scenarios.Sample(scenario =>
        {
            var expected = new SlotOracle(scenario).Slots();
            var calculator = scenario.Calculator();
            var slots = calculator.Slots(scenario.From, scenario.To).ToList();

            slots.Select(s => (s.Start, s.Remaining)).ShouldBe(expected.Select(e => (e.Key, e.Value.Count)));
            foreach (var slot in slots)
            {
                var session = scenario.Sessions.FirstOrDefault(h => !h.CalledOff && h.Date == slot.Start.InZone(scenario.Zone).Date);
                (slot.End - slot.Start).ShouldBe(Duration.FromMinutes(session.Minutes is { } own ? own * scenario.Terms.Items : scenario.Terms.DurationMinutes));
                calculator.FindBench(slot.Start).ShouldBe(expected[slot.Start][0]);
                calculator.Find(slot.Start).ShouldBe(slot);
            }

            // Starts that are not offered find no bench, though a bench may be free.
            var first = Instant.FromUtc(scenario.From.Year, scenario.From.Month, scenario.From.Day, 0, 0);
            for (var m = 720; m < 900; m += 7)
            {
                var start = first + Duration.FromMinutes(m);
                if (start.InZone(scenario.Zone).Date >= scenario.From && start.InZone(scenario.Zone).Date <= scenario.To)
                {
                    calculator.FindBench(start).ShouldBe(expected.TryGetValue(start, out var benches) ? benches[0] : null);
                }
            }

            // A day asked for alone gives what it gave among others.
            calculator.Slots(scenario.To, scenario.To).ShouldBe(slots.Where(s => s.Start.InZone(scenario.Zone).Date == scenario.To));

            Interlocked.Increment(ref played);
            zones.AddOrUpdate(scenario.Zone.Id, 1, (_, times) => times + 1);
            Interlocked.Add(ref offered, slots.Count);
            Interlocked.Add(ref atSessions, slots.Count(s => scenario.Sessions.Any(h => !h.CalledOff && h.Date == s.Start.InZone(scenario.Zone).Date)));
            Interlocked.Add(ref several, slots.Count(s => s.Remaining > 1));
            Interlocked.Add(ref none, slots.Count == 0 ? 1 : 0);
        }, iter: count, print: s => s.ToString());

        played.ShouldBeGreaterThanOrEqualTo(Agendas / 2, "half of all agendas, at least");
        foreach (var zone in new[] { "Europe/Paris", "America/Cayenne", "Indian/Reunion", "Pacific/Noumea" })
        {
            zones.GetValueOrDefault(zone).ShouldBeGreaterThan(count / 50, zone);
        }

        offered.ShouldBeGreaterThan(count, "scenarios must offer something");
        several.ShouldBeGreaterThan(count / 5, "on several benches too");
        atSessions.ShouldBeGreaterThan(count / 10, "and at repair cafés");
        none.ShouldBeInRange(1, count * 9 / 10, "some are shut, not most");
    }
}
