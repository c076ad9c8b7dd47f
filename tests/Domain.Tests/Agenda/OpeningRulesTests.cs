using CsCheck;
using NodaTime;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.Agenda;

public class OpeningRulesTests
{
    private static readonly PlaceId Place = PlaceId.New();

    private static readonly OpeningTerms Mondays = new(OpeningDays.Monday, new LocalTime(9, 0), new LocalTime(12, 0), new LocalDate(2027, 3, 1));

    private static OpeningOverlap? Overlap(params OpeningTerms[] terms) =>
        OpeningRules.FindOverlap([.. terms.Select(t => OpeningRule.Create(Place, t))]);

    [Fact]
    public void One_rule_or_none_never_overlaps()
    {
        Overlap().ShouldBeNull();
        Overlap(Mondays).ShouldBeNull();
    }

    [Fact]
    public void Same_day_and_time_overlap_from_the_first_common_day() =>
        Overlap(Mondays, Mondays with { Days = OpeningDays.All, ValidFrom = new LocalDate(2027, 5, 5) }).ShouldBe(new OpeningOverlap(0, 1, new LocalDate(2027, 5, 10)));

    [Fact]
    public void Times_that_touch_do_not_overlap()
    {
        Overlap(Mondays, Mondays with { From = new LocalTime(12, 0), To = new LocalTime(14, 0) }).ShouldBeNull();
        Overlap(Mondays, Mondays with { From = new LocalTime(11, 59), To = new LocalTime(14, 0) }).ShouldNotBeNull();
        Overlap(Mondays, Mondays with { From = new LocalTime(8, 0), To = new LocalTime(9, 0) }).ShouldBeNull();
        Overlap(Mondays, Mondays with { From = new LocalTime(10, 0), To = new LocalTime(10, 1) }).ShouldNotBeNull();
    }

    [Fact]
    public void An_opening_until_midnight_overlaps_those_before_it()
    {
        var evening = Mondays with { From = new LocalTime(20, 0), To = LocalTime.Midnight };
        Overlap(evening, Mondays with { From = new LocalTime(22, 0), To = new LocalTime(23, 0) }).ShouldNotBeNull();
        Overlap(Mondays with { From = new LocalTime(22, 0), To = new LocalTime(23, 0) }, evening).ShouldNotBeNull();
        Overlap(evening, evening with { From = new LocalTime(23, 59) }).ShouldNotBeNull();
        Overlap(evening, Mondays with { From = LocalTime.Midnight, To = new LocalTime(20, 0) }).ShouldBeNull();
        Overlap(evening, Mondays with { From = LocalTime.Midnight, To = LocalTime.Midnight }).ShouldNotBeNull();
    }

    [Fact]
    public void Other_days_do_not_overlap() => Overlap(Mondays, Mondays with { Days = OpeningDays.Tuesday | OpeningDays.Sunday }).ShouldBeNull();

    [Fact]
    public void Validities_that_follow_each_other_do_not_overlap()
    {
        var spring = Mondays with { ValidTo = new LocalDate(2027, 6, 28) };
        Overlap(spring, Mondays with { ValidFrom = new LocalDate(2027, 6, 29) }).ShouldBeNull();
        Overlap(spring, Mondays with { ValidFrom = new LocalDate(2027, 6, 28) })!.Value.Date.ShouldBe(new LocalDate(2027, 6, 28));
        // A common validity with no Monday in it.
        Overlap(spring, Mondays with { ValidFrom = new LocalDate(2027, 6, 22), ValidTo = new LocalDate(2027, 6, 27) }).ShouldBeNull();
    }

    [Fact]
    public void Alternate_weeks_never_meet()
    {
        var even = Mondays with { EveryWeeks = 2 };
        Overlap(even, even with { ValidFrom = new LocalDate(2027, 3, 8) }).ShouldBeNull();
        // The week of the first day counts whole: Sunday the 7th is in the week of Monday the 1st.
        Overlap(even, even with { ValidFrom = new LocalDate(2027, 3, 7) })!.Value.Date.ShouldBe(new LocalDate(2027, 3, 15));
        Overlap(even, even with { ValidFrom = new LocalDate(2027, 3, 8), EveryWeeks = 4 }).ShouldBeNull();
        Overlap(even, even with { ValidFrom = new LocalDate(2027, 3, 8), EveryWeeks = 3 })!.Value.Date.ShouldBe(new LocalDate(2027, 3, 29));
    }

    [Fact]
    public void Long_coprime_rhythms_meet_once_and_the_end_of_validity_decides()
    {
        var a = Mondays with { EveryWeeks = 52 };
        var b = Mondays with { EveryWeeks = 53, ValidFrom = new LocalDate(2027, 3, 8) };
        // Weeks 52 i = 1 + 53 j: first i = 52, 2704 weeks after 2027-03-01.
        var meeting = new LocalDate(2027, 3, 1).PlusWeeks(52 * 52);
        Overlap(a, b)!.Value.Date.ShouldBe(meeting);
        Overlap(a with { ValidTo = meeting }, b).ShouldNotBeNull();
        Overlap(a with { ValidTo = meeting.PlusDays(-1) }, b).ShouldBeNull();
    }

    [Fact]
    public void Huge_rhythms_are_no_trouble()
    {
        for (var i = 1; i < 20; i++)
        {
            Overlap(Mondays with { EveryWeeks = int.MaxValue }, Mondays with { EveryWeeks = int.MaxValue - i, ValidFrom = new LocalDate(2027, 3, 1).PlusWeeks(i) }).ShouldBeNull();
        }

        Overlap(Mondays with { EveryWeeks = int.MaxValue }, Mondays)!.Value.Date.ShouldBe(new LocalDate(2027, 3, 1));
        Overlap(Mondays with { ValidFrom = LocalDate.MaxIsoValue }, Mondays with { ValidFrom = LocalDate.MinIsoValue }).ShouldBeNull("the last day of the calendar is a Friday");
    }

    [Fact]
    public void Different_nth_weekdays_never_meet()
    {
        for (var i = 1; i <= 5; i++)
        {
            for (var j = 1; j <= 5; j++)
            {
                (Overlap(Mondays with { MonthlyNth = i }, Mondays with { MonthlyNth = j }) is null).ShouldBe(i != j);
            }

            (Overlap(Mondays with { MonthlyNth = i }, Mondays with { MonthlyNth = -1 }) is null).ShouldBe(i <= 3);
            Overlap(Mondays with { MonthlyNth = i }, Mondays).ShouldNotBeNull();
        }
    }

    [Fact]
    public void The_last_is_the_fourth_when_the_month_has_four() =>
        Overlap(Mondays with { MonthlyNth = -1 }, Mondays with { MonthlyNth = 4 })!.Value.Date.ShouldBe(new LocalDate(2027, 4, 26));

    [Fact]
    public void A_rare_nth_is_found_however_far()
    {
        // Fifth Sunday of February: 2032, then 2060. The rule that waits for it starts after 2032.
        var sundays = new OpeningTerms(OpeningDays.Sunday, new LocalTime(9, 0), new LocalTime(12, 0), new LocalDate(2032, 3, 1));
        var february = new LocalDate(2060, 2, 29);
        Overlap(sundays with { MonthlyNth = 5 }, sundays with { ValidFrom = february, ValidTo = february })!.Value.Date.ShouldBe(february);
        // Every 773 weeks, almost fifteen years, if that Monday is a fifth one.
        var rare = Mondays with { EveryWeeks = 773, MonthlyNth = 5 };
        Overlap(rare, Mondays)!.Value.Date.ShouldBe(FirstByWalking(rare, Mondays, new LocalDate(2427, 3, 1))!.Value);
    }

    [Fact]
    public void The_first_pair_of_the_list_is_named() =>
        Overlap(Mondays, Mondays with { Days = OpeningDays.Friday }, Mondays with { Days = OpeningDays.Tuesday }, Mondays with { Days = OpeningDays.Tuesday | OpeningDays.Friday })
            .ShouldBe(new OpeningOverlap(1, 3, new LocalDate(2027, 3, 5)));

    [Fact]
    public void Agrees_with_walking_day_by_day()
    {
        var overlaps = 0;
        var terms = Gen.Select(
            Gen.Int[1, 127], Gen.Int[0, 40], Gen.Int[0, 700].Nullable(), Gen.Int[1, 6], Gen.OneOf<int?>(null, null, 1, 2, 3, 4, 5, -1), Gen.Int[0, 5], Gen.Int[1, 6],
            (days, first, length, every, nth, from, hours) => new OpeningTerms(
                (OpeningDays)days,
                LocalTime.Midnight.PlusMinutes(from * 45),
                LocalTime.Midnight.PlusMinutes(from * 45 + hours * 60),
                new LocalDate(2027, 3, 1).PlusDays(first * 9),
                length is null ? null : new LocalDate(2027, 3, 1).PlusDays(first * 9 + length.Value),
                every,
                nth));
        // Sparse days make disjoint pairs likely enough: both answers must be seen.
        var sparse = Gen.Select(terms, Gen.Int[0, 6], (t, day) => t with { Days = (OpeningDays)(1 << day) });
        Gen.Select(terms, Gen.OneOf(terms, terms, sparse)).Sample((a, b) =>
        {
            // The calendar repeats every 400 years and rhythms every 30 weeks at most: nothing new comes after that.
            var expected = FirstByWalking(a, b, new LocalDate(2440, 1, 1));
            (Overlap(a, b)?.Date).ShouldBe(expected, $"{a} {b}");
            if (expected.HasValue)
            {
                Interlocked.Increment(ref overlaps);
            }
        }, iter: 400);
        overlaps.ShouldBeInRange(40, 360, "both answers must be seen");
    }

    /// <summary>The plain way: every day, both rules asked, minutes of the day ticked off.</summary>
    private static LocalDate? FirstByWalking(OpeningTerms a, OpeningTerms b, LocalDate end)
    {
        var minutes = Enumerable.Range(0, 1440).Select(m => LocalTime.Midnight.PlusMinutes(m)).Any(t => a.From <= t && t < a.To && b.From <= t && t < b.To);
        if (!minutes)
        {
            return null;
        }

        var (ruleA, ruleB) = (OpeningRule.Create(Place, a), OpeningRule.Create(Place, b));
        for (var date = new LocalDate(2027, 1, 1); date < end && !(date > a.ValidTo) && !(date > b.ValidTo); date = date.PlusDays(1))
        {
            if (ruleA.OpensOn(date) && ruleB.OpensOn(date))
            {
                return date;
            }
        }

        return null;
    }
}
