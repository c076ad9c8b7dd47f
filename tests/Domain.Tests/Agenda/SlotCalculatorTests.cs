using NodaTime;
using NodaTime.Text;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.Agenda;

public class SlotCalculatorTests
{
    private static readonly DateTimeZone Paris = DateTimeZoneProviders.Tzdb["Europe/Paris"];
    private static readonly PlaceId Place = PlaceId.New();
    private static readonly ServiceId Service = ServiceId.New();

    // Monday, an ordinary day; the present is the eve at noon unless said otherwise.
    private static readonly LocalDate Monday = new(2027, 4, 12);
    private static readonly Instant Eve = Paris.AtStrictly(new LocalDateTime(2027, 4, 11, 12, 0)).ToInstant();

    private DateTimeZone _zone = Paris;
    private int _benches = 1;
    private string _departement = "38";
    private bool _closedOnHolidays = true;
    private SlotTerms _terms = new(Service, 30);
    private Instant _now = Eve;
    private readonly List<OpeningRule> _rules = [];
    private readonly List<Closure> _closures = [];
    private readonly List<DayOverride> _overrides = [];
    private readonly List<BusyTime> _busy = [];

    private static LocalTime Time(string hhmm) => LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(hhmm).Value;

    private void Opens(string from, string to, int? benches = null, OpeningDays days = OpeningDays.All, params ServiceId[] services) =>
        _rules.Add(OpeningRule.Create(Place, new OpeningTerms(days, Time(from), Time(to), new LocalDate(2027, 1, 1), Benches: benches, Services: services)));

    private Instant At(string hhmm) => At(Monday, hhmm);

    private Instant At(LocalDate date, string hhmm) => _zone.AtStrictly(date.At(Time(hhmm))).ToInstant();

    private void Shut(string from, string to) => _closures.Add(Closure.Create(Place, new TimeRange(At(from), At(to))));

    private void Taken(int bench, string from, string to) => _busy.Add(new BusyTime(bench, new TimeRange(At(from), At(to))));

    private SlotCalculator Calculator() =>
        new(new PlaceHours(_zone, _benches, _departement, _closedOnHolidays, _rules, _closures, _overrides), _terms, _busy, _now);

    /// <summary>« 09:00 » or, where more than one bench remains, « 09:00×2 ».</summary>
    private string[] Starts(LocalDate? date = null) =>
        [.. Calculator().Slots(date ?? Monday, date ?? Monday).Select(s => Shown(s.Start, "HH:mm") + (s.Remaining > 1 ? $"×{s.Remaining}" : ""))];

    private string Shown(Instant instant, string pattern) =>
        ZonedDateTimePattern.CreateWithInvariantCulture(pattern, null).Format(instant.InZone(_zone));

    [Fact]
    public void Starts_run_from_opening_while_the_duration_fits()
    {
        Opens("09:00", "11:00");
        Starts().ShouldBe(["09:00", "09:30", "10:00", "10:30"]);
        _terms = new SlotTerms(Service, 45);
        Starts().ShouldBe(["09:00", "09:45"]);
        var slot = Calculator().Slots(Monday, Monday).First();
        (slot.Start, slot.End, slot.Remaining).ShouldBe((At("09:00"), At("09:45"), 1));
    }

    [Fact]
    public void The_buffer_spaces_starts_and_may_overrun_closing_time()
    {
        Opens("09:00", "11:00");
        _terms = new SlotTerms(Service, 30, bufferMinutes: 15);
        Starts().ShouldBe(["09:00", "09:45", "10:30"]);
    }

    [Fact]
    public void The_buffer_may_overrun_a_closure_but_never_a_booking()
    {
        Opens("09:00", "12:00");
        _terms = new SlotTerms(Service, 30, bufferMinutes: 15);
        Shut("10:15", "11:00");
        Starts().ShouldBe(["09:00", "09:45", "11:00"]);

        // A bench taken during the closure itself, in the buffer of the start before it.
        Taken(1, "10:20", "10:40");
        Starts().ShouldBe(["09:00", "11:00"]);
    }

    [Fact]
    public void The_buffer_meets_a_booking_after_closing_time()
    {
        Opens("09:00", "10:00");
        _terms = new SlotTerms(Service, 60, bufferMinutes: 30);
        Taken(1, "10:30", "11:00");
        Starts().ShouldBe(["09:00"]);
        Taken(1, "10:29", "10:30");
        Starts().ShouldBeEmpty();
    }

    [Fact]
    public void A_booking_cuts_the_bench_in_two_stretches_and_the_grid_starts_again_after_it()
    {
        Opens("09:00", "12:00");
        Taken(1, "09:40", "10:25");
        Starts().ShouldBe(["09:00", "10:25", "10:55", "11:25"]);
    }

    [Fact]
    public void A_stretch_begins_on_the_next_multiple_of_five_minutes_of_the_clock()
    {
        Opens("09:02", "10:40");
        Starts().ShouldBe(["09:05", "09:35", "10:05"]);
        _terms = new SlotTerms(Service, 17);
        Starts().ShouldBe(["09:05", "09:22", "09:39", "09:56", "10:13"]);

        _closures.Add(Closure.Create(Place, new TimeRange(At("09:00"), At("09:05") + Duration.FromNanoseconds(1))));
        Starts()[0].ShouldBe("09:10");
    }

    [Fact]
    public void Midnight_ends_the_day_and_opens_the_next()
    {
        _terms = new SlotTerms(Service, 45);
        Opens("22:00", "00:00");
        Starts().ShouldBe(["22:00", "22:45"]);
        _rules.Clear();
        Opens("00:00", "00:00");
        Starts().ShouldBe(Enumerable.Range(0, 32).Select(i => Time("00:00").PlusMinutes(45 * i).ToString("HH:mm", null)));
        _now = At(Monday, "23:40");
        Starts().ShouldBeEmpty("a start belongs to one day, and fits in it");
        Starts(Monday.PlusDays(1)).First().ShouldBe("00:00");
        Calculator().FindBench(At(Monday.PlusDays(1), "00:00")).ShouldBe(1);
    }

    [Theory]
    [InlineData("2027-03-28", 23)]
    [InlineData("2027-10-31", 25)]
    public void A_day_open_from_midnight_to_midnight_lasts_what_it_lasts(string date, int hours)
    {
        _terms = new SlotTerms(Service, 60, maxAheadDays: 300);
        _now = At(new LocalDate(2027, 3, 1), "12:00");
        Opens("00:00", "00:00");
        Starts(LocalDatePattern.Iso.Parse(date).Value).Length.ShouldBe(hours);
    }

    [Fact]
    public void Openings_that_touch_are_one_stretch()
    {
        Opens("09:00", "10:10");
        Opens("10:10", "11:00");
        Starts().ShouldBe(["09:00", "09:30", "10:00", "10:30"]);
    }

    [Fact]
    public void An_opening_inside_another_changes_nothing()
    {
        Opens("09:00", "11:00");
        Opens("09:10", "09:50");
        Starts().ShouldBe(["09:00", "09:30", "10:00", "10:30"]);
    }

    [Fact]
    public void Openings_apart_are_two_stretches()
    {
        Opens("14:00", "15:00");
        Opens("09:00", "09:50");
        Starts().ShouldBe(["09:00", "14:00", "14:30"]);
    }

    [Fact]
    public void Remaining_counts_benches_and_the_lowest_that_can_takes_it()
    {
        _benches = 3;
        Opens("09:00", "10:30");
        Taken(1, "09:00", "09:30");
        Taken(2, "10:00", "10:30");
        Starts().ShouldBe(["09:00×2", "09:30×3", "10:00×2"]);
        var calculator = Calculator();
        calculator.FindBench(At("09:00")).ShouldBe(2);
        calculator.FindBench(At("09:30")).ShouldBe(1);
        calculator.FindBench(At("10:00")).ShouldBe(1);
        calculator.Find(At("09:30")).ShouldBe(new Slot(At("09:30"), At("10:00"), 3));
    }

    [Fact]
    public void A_start_of_one_bench_counts_on_others_off_their_grid()
    {
        _benches = 2;
        Opens("09:00", "10:30");
        Taken(2, "09:00", "09:10");
        // Bench 1: 09:00, 09:30, 10:00; bench 2: 09:10, 09:40. Each start fits the other bench too.
        Starts().ShouldBe(["09:00", "09:10×2", "09:30×2", "09:40×2", "10:00×2"]);
        Calculator().FindBench(At("09:10")).ShouldBe(1);
    }

    [Fact]
    public void Only_offered_starts_find_a_bench()
    {
        Opens("09:00", "10:30");
        var calculator = Calculator();
        calculator.FindBench(At("09:30")).ShouldBe(1);
        calculator.FindBench(At("09:15")).ShouldBeNull("off the grid");
        calculator.FindBench(At("10:30")).ShouldBeNull("closed");
        calculator.FindBench(At("09:30") + Duration.FromNanoseconds(1)).ShouldBeNull();
        calculator.FindBench(At("09:30") + Duration.FromSeconds(1)).ShouldBeNull();
        calculator.FindBench(At(Monday.PlusDays(-1), "09:30")).ShouldBeNull("past");
        calculator.FindBench(At(Monday.PlusDays(100), "09:30")).ShouldBeNull("too far");
        calculator.FindBench(Instant.MinValue).ShouldBeNull();
        calculator.FindBench(Instant.MaxValue).ShouldBeNull();
        calculator.FindBench(Instant.FromUtc(9999, 12, 31, 23, 30)).ShouldBeNull("no local date holds it");
        calculator.Find(At("09:15")).ShouldBeNull();
        calculator.Find(Instant.MaxValue).ShouldBeNull();
    }

    [Fact]
    public void Rules_say_their_benches_and_services()
    {
        _benches = 2;
        Opens("09:00", "10:00", benches: 3);
        Opens("10:00", "11:00", benches: 1);
        Opens("11:00", "12:00", services: ServiceId.New());
        Opens("12:00", "13:00", services: Service);
        Starts().ShouldBe(["09:00×3", "09:30×3", "10:00", "10:30", "12:00×2", "12:30×2"]);
    }

    [Fact]
    public void Benches_that_stay_open_longer_keep_their_own_stretch()
    {
        _terms = new SlotTerms(Service, 40);
        Opens("09:00", "10:00", benches: 2);
        Opens("10:00", "11:00", benches: 1);
        // Bench 1 is open 09:00–11:00: 09:00, 09:40, 10:20. Bench 2 closes at 10:00: 09:00.
        Starts().ShouldBe(["09:00×2", "09:40", "10:20"]);
    }

    [Fact]
    public void Notice_is_kept_to_the_instant_and_does_not_move_the_grid()
    {
        Opens("09:00", "11:00");
        _now = At("09:10");
        Starts().ShouldBe(["09:30", "10:00", "10:30"]);
        _terms = new SlotTerms(Service, 30, minNoticeMinutes: 20);
        Starts().ShouldBe(["09:30", "10:00", "10:30"]);
        _now += Duration.FromNanoseconds(1);
        Starts().ShouldBe(["10:00", "10:30"]);
        _terms = new SlotTerms(Service, 30, minNoticeMinutes: 60 * 24);
        Starts().ShouldBeEmpty();
    }

    [Fact]
    public void Days_ahead_are_counted_on_the_clock()
    {
        Opens("09:00", "11:00");
        _terms = new SlotTerms(Service, 30, maxAheadDays: 1);
        _now = At(Monday.PlusDays(-1), "10:00");
        Starts().ShouldBe(["09:00", "09:30", "10:00"]);
        _now -= Duration.FromSeconds(1);
        Starts().ShouldBe(["09:00", "09:30"]);
        _terms = new SlotTerms(Service, 30, maxAheadDays: 0);
        Starts().ShouldBeEmpty();
        Starts(Monday.PlusDays(-1)).ShouldBeEmpty();
        _now += Duration.FromSeconds(1);
        Starts(Monday.PlusDays(-1)).ShouldBe(["10:00"], "0 days ahead is the present alone");
    }

    [Fact]
    public void Days_ahead_across_the_spring_night_keep_the_hour_of_the_clock()
    {
        // 24 h after Saturday 10:00 the clock shows 11:00; one day ahead is still Sunday 10:00.
        Opens("09:00", "12:00");
        _terms = new SlotTerms(Service, 60, maxAheadDays: 1);
        _now = At(new LocalDate(2027, 3, 27), "10:00");
        Starts(new LocalDate(2027, 3, 28)).ShouldBe(["09:00", "10:00"]);
        _now = At(new LocalDate(2027, 10, 30), "10:00");
        Starts(new LocalDate(2027, 10, 31)).ShouldBe(["09:00", "10:00"]);
    }

    [Fact]
    public void A_horizon_beyond_the_calendar_is_its_end()
    {
        Opens("09:00", "10:00");
        _terms = new SlotTerms(Service, 30, minNoticeMinutes: int.MaxValue, maxAheadDays: int.MaxValue);
        Calculator().Slots(Monday, Monday.PlusDays(400)).ShouldBeEmpty();
        _terms = new SlotTerms(Service, 30, maxAheadDays: int.MaxValue);
        Calculator().Slots(Monday, LocalDate.MaxIsoValue).Take(3).Count().ShouldBe(3);
        Calculator().FindBench(At(new LocalDate(2999, 6, 3), "09:30")).ShouldBe(1);
        _terms = new SlotTerms(Service, int.MaxValue, int.MaxValue);
        Starts().ShouldBeEmpty();
    }

    [Fact]
    public void Dates_that_cross_offer_nothing()
    {
        Opens("09:00", "10:00");
        Calculator().Slots(Monday.PlusDays(1), Monday).ShouldBeEmpty();
        Calculator().Slots(LocalDate.MinIsoValue, Monday).Count().ShouldBe(2, "two on Monday; the eve is past 10:00");
        Calculator().Slots(LocalDate.MinIsoValue, LocalDate.MaxIsoValue).Count().ShouldBe(2 * (60 - 4), "60 days ahead, four holidays less");
    }

    [Fact]
    public void An_exceptional_day_replaces_rules_and_holidays_and_closures_still_cut_it()
    {
        var easterMonday = new LocalDate(2027, 3, 29);
        _now = At(new LocalDate(2027, 3, 20), "12:00");
        Opens("09:00", "10:00");
        Starts(easterMonday).ShouldBeEmpty();
        _closedOnHolidays = false;
        Starts(easterMonday).ShouldBe(["09:00", "09:30"]);
        _closedOnHolidays = true;

        _overrides.Add(DayOverride.Create(Place, easterMonday, [new DayOverrideOpening(Time("16:00"), Time("17:00")), new DayOverrideOpening(Time("14:00"), Time("15:00"), 2)]));
        Starts(easterMonday).ShouldBe(["14:00×2", "14:30×2", "16:00", "16:30"]);
        _closures.Add(Closure.Create(Place, new TimeRange(At(easterMonday, "14:30"), At(easterMonday, "16:30"))));
        Starts(easterMonday).ShouldBe(["14:00×2", "16:30"]);

        Starts(easterMonday.PlusDays(1)).ShouldBe(["09:00", "09:30"]);
        _overrides.Add(DayOverride.Create(Place, easterMonday.PlusDays(1), []));
        Starts(easterMonday.PlusDays(1)).ShouldBeEmpty();
    }

    [Fact]
    public void Holidays_are_those_of_the_departement()
    {
        _now = At(new LocalDate(2027, 3, 20), "12:00");
        Opens("09:00", "10:00");
        var goodFriday = new LocalDate(2027, 3, 26);
        Starts(goodFriday).Length.ShouldBe(2);
        _departement = "67";
        Starts(goodFriday).ShouldBeEmpty();
    }

    [Fact]
    public void A_closure_of_several_days_shuts_them()
    {
        Opens("09:00", "10:00");
        _closures.Add(Closure.Create(Place, new TimeRange(At("09:30"), At(Monday.PlusDays(2), "09:30"))));
        Calculator().Slots(Monday, Monday.PlusDays(2)).Select(s => Shown(s.Start, "dd HH:mm")).ShouldBe(["12 09:00", "14 09:30"]);
    }

    [Fact]
    public void Spring_night()
    {
        var night = new LocalDate(2027, 3, 28);
        _now = At(new LocalDate(2027, 3, 20), "12:00");

        string[] Night(string from, string to)
        {
            _rules.Clear();
            Opens(from, to);
            return [.. Calculator().Slots(night, night).Select(s => Shown(s.Start, "HH:mm o<+HH>"))];
        }

        Night("02:00", "03:00").ShouldBeEmpty("that hour does not exist");
        Night("02:15", "02:45").ShouldBeEmpty();
        Night("01:00", "04:00").ShouldBe(["01:00 +01", "01:30 +01", "03:00 +02", "03:30 +02"]);
        Night("02:30", "04:00").ShouldBe(["03:00 +02", "03:30 +02"]);
        Night("01:00", "02:30").ShouldBe(["01:00 +01", "01:30 +01"]);
        _terms = new SlotTerms(Service, 60);
        // 01:30 + 60 minutes of real time is 03:30.
        Night("01:30", "04:30").ShouldBe(["01:30 +01", "03:30 +02"]);
    }

    [Fact]
    public void Autumn_night()
    {
        var night = new LocalDate(2027, 10, 31);
        _now = At(new LocalDate(2027, 10, 20), "12:00");

        string[] Night(string from, string to)
        {
            _rules.Clear();
            Opens(from, to);
            return [.. Calculator().Slots(night, night).Select(s => Shown(s.Start, "HH:mm o<+HH>"))];
        }

        Night("02:00", "03:00").ShouldBe(["02:00 +02", "02:30 +02", "02:00 +01", "02:30 +01"], "the hour comes twice");
        Night("01:30", "03:30").ShouldBe(["01:30 +02", "02:00 +02", "02:30 +02", "02:00 +01", "02:30 +01", "03:00 +01"]);
        Night("02:30", "03:00").ShouldBe(["02:30 +02", "02:00 +01", "02:30 +01"], "from the first 02:30");
        Night("02:00", "02:30").ShouldBe(["02:00 +02", "02:30 +02", "02:00 +01"], "to the second 02:30");
        Night("01:00", "02:00").ShouldBe(["01:00 +02", "01:30 +02"], "an opening that ends at two is over when the clock first shows two");

        Night("02:00", "03:00");
        var second = Instant.FromUtc(2027, 10, 31, 1, 30);
        Calculator().FindBench(second).ShouldBe(1);
        _busy.Add(new BusyTime(1, new TimeRange(second - Duration.FromHours(1), second - Duration.FromMinutes(30))));
        Calculator().FindBench(second).ShouldBe(1, "the first 02:30 is another half hour");
        Calculator().FindBench(second - Duration.FromHours(1)).ShouldBeNull();
    }

    [Fact]
    public void Overseas_the_clock_of_the_place_counts()
    {
        _zone = DateTimeZoneProviders.Tzdb["Pacific/Marquesas"];
        _departement = "987";
        _now = At(Monday.PlusDays(-1), "12:00");
        Opens("07:32", "09:00");
        Calculator().Slots(Monday, Monday).Select(s => s.Start).ShouldBe([Instant.FromUtc(2027, 4, 12, 17, 5), Instant.FromUtc(2027, 4, 12, 17, 35)]);
        Calculator().FindBench(Instant.FromUtc(2027, 4, 12, 17, 5)).ShouldBe(1);
        Calculator().FindBench(Instant.MinValue).ShouldBeNull("no local date holds it");
    }

    [Fact]
    public void Days_are_computed_as_they_are_asked_for()
    {
        Opens("09:00", "10:00");
        var shared = Calculator().Slots(Monday, LocalDate.MaxIsoValue);
        shared.Take(3).Select(s => Shown(s.Start, "dd HH:mm")).ShouldBe(["12 09:00", "12 09:30", "13 09:00"]);
        shared.Take(3).ShouldBe(shared.Take(3), "an enumeration leaves nothing behind");
    }

    [Fact]
    public void Opening_hours_of_a_day_for_display()
    {
        _benches = 2;
        Opens("14:00", "18:00", services: Service);
        Opens("09:00", "12:00", benches: 1);
        var hours = new PlaceHours(_zone, _benches, _departement, true, _rules, _closures, [DayOverride.Create(Place, Monday.PlusDays(1), [])]);
        hours.OpeningsOn(Monday).ShouldBe([new DayOpening(Time("09:00"), Time("12:00"), 1), new DayOpening(Time("14:00"), Time("18:00"), 2)]);
        hours.OpeningsOn(Monday, ServiceId.New()).ShouldBe([new DayOpening(Time("09:00"), Time("12:00"), 1)]);
        hours.OpeningsOn(Monday.PlusDays(1)).ShouldBeEmpty();
        hours.OpeningsOn(new LocalDate(2027, 5, 1)).ShouldBeEmpty();
    }

    [Fact]
    public void Impossible_terms_and_places_are_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new SlotTerms(Service, 0));
        Should.Throw<ArgumentOutOfRangeException>(() => new SlotTerms(Service, 30, -1));
        Should.Throw<ArgumentOutOfRangeException>(() => new SlotTerms(Service, 30, 0, -1));
        Should.Throw<ArgumentOutOfRangeException>(() => new SlotTerms(Service, 30, 0, 0, -1));
        _busy.Add(new BusyTime(0, new TimeRange(At("09:00"), At("10:00"))));
        Should.Throw<ArgumentOutOfRangeException>(() => Calculator());
        _busy.Clear();
        _benches = 0;
        Should.Throw<ArgumentOutOfRangeException>(() => Calculator());
    }
}
