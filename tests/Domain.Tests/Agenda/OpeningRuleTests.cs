using CsCheck;
using NodaTime;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.Agenda;

public class OpeningRuleTests
{
    private static readonly PlaceId Place = PlaceId.New();

    // 2027-03-01 is a Monday.
    private static readonly OpeningTerms Mornings = new(OpeningDays.Monday | OpeningDays.Thursday, new LocalTime(9, 0), new LocalTime(12, 0), new LocalDate(2027, 3, 1));

    private static OpeningRule Rule(OpeningTerms terms) => OpeningRule.Create(Place, terms);

    private static int[] DaysOfMarch(OpeningRule rule) =>
        [.. Enumerable.Range(1, 31).Where(day => rule.OpensOn(new LocalDate(2027, 3, day)))];

    [Fact]
    public void Opens_on_its_days_of_every_week() =>
        DaysOfMarch(Rule(Mornings)).ShouldBe([1, 4, 8, 11, 15, 18, 22, 25, 29]);

    [Fact]
    public void First_and_last_days_are_included() =>
        DaysOfMarch(Rule(Mornings with { ValidFrom = new LocalDate(2027, 3, 4), ValidTo = new LocalDate(2027, 3, 15) })).ShouldBe([4, 8, 11, 15]);

    [Fact]
    public void A_rule_of_one_day_opens_that_day() =>
        DaysOfMarch(Rule(Mornings with { ValidFrom = new LocalDate(2027, 3, 4), ValidTo = new LocalDate(2027, 3, 4) })).ShouldBe([4]);

    [Fact]
    public void Weeks_are_counted_from_the_monday_of_the_first_day()
    {
        // From Thursday the 4th: its week is open, the next (Monday the 8th) is not, though fewer than seven days away.
        DaysOfMarch(Rule(Mornings with { ValidFrom = new LocalDate(2027, 3, 4), EveryWeeks = 2 })).ShouldBe([4, 15, 18, 29]);
        // Sunday the 7th ends the week of the 1st.
        DaysOfMarch(Rule(Mornings with { ValidFrom = new LocalDate(2027, 3, 7), EveryWeeks = 3 })).ShouldBe([22, 25]);
    }

    [Fact]
    public void Nth_weekday_of_the_month()
    {
        DaysOfMarch(Rule(Mornings with { MonthlyNth = 1 })).ShouldBe([1, 4]);
        DaysOfMarch(Rule(Mornings with { MonthlyNth = 3 })).ShouldBe([15, 18]);
        DaysOfMarch(Rule(Mornings with { MonthlyNth = 5 })).ShouldBe([29]);
        DaysOfMarch(Rule(Mornings with { MonthlyNth = -1 })).ShouldBe([25, 29]);
    }

    [Fact]
    public void Last_weekday_of_a_short_month_is_the_fourth()
    {
        var last = Rule(Mornings with { ValidFrom = new LocalDate(2027, 1, 1), MonthlyNth = -1 });
        last.OpensOn(new LocalDate(2027, 2, 22)).ShouldBeTrue();
        last.OpensOn(new LocalDate(2027, 2, 15)).ShouldBeFalse();
        last.OpensOn(new LocalDate(2028, 2, 24)).ShouldBeTrue("the Thursday 24 February of a leap year is the last one");
        last.OpensOn(new LocalDate(2028, 2, 28)).ShouldBeTrue();
    }

    [Fact]
    public void A_week_before_the_last_day_of_the_month_is_not_the_last()
    {
        var last = Rule(Mornings with { Days = OpeningDays.All, MonthlyNth = -1 });
        DaysOfMarch(last).ShouldBe([25, 26, 27, 28, 29, 30, 31]);
    }

    [Fact]
    public void Both_rhythms_must_agree() =>
        // Mondays 1, 15, 29 and Thursdays 4, 18 by the fortnight; of them only the third of the month.
        DaysOfMarch(Rule(Mornings with { EveryWeeks = 2, MonthlyNth = 3 })).ShouldBe([15, 18]);

    [Fact]
    public void Every_few_weeks_is_the_same_as_walking_from_monday_to_monday()
    {
        Gen.Select(Gen.Int[0, 6], Gen.Int[1, 6], Gen.Int[0, 127]).Sample((first, every, mask) =>
        {
            var validFrom = new LocalDate(2027, 3, 1).PlusDays(first);
            var rule = mask == 0 ? null : Rule(Mornings with { Days = (OpeningDays)mask, ValidFrom = validFrom, EveryWeeks = every });
            var open = new HashSet<LocalDate>();
            for (var monday = new LocalDate(2027, 3, 1); monday < new LocalDate(2028, 3, 1); monday = monday.PlusWeeks(every))
            {
                for (var i = 0; i < 7; i++)
                {
                    if (monday.PlusDays(i) >= validFrom && (mask >> i) % 2 == 1)
                    {
                        open.Add(monday.PlusDays(i));
                    }
                }
            }

            for (var date = new LocalDate(2027, 2, 1); date < new LocalDate(2028, 3, 1); date = date.PlusDays(1))
            {
                (rule?.OpensOn(date) ?? false).ShouldBe(open.Contains(date), $"{date} of {mask} every {every} from {validFrom}");
            }
        }, iter: 200);
    }

    [Fact]
    public void Keeps_what_it_was_made_of()
    {
        var service = ServiceId.New();
        var rule = Rule(Mornings with { ValidTo = new LocalDate(2027, 12, 31), EveryWeeks = 2, MonthlyNth = -1, Benches = 3, Services = [service, service] });
        rule.PlaceId.ShouldBe(Place);
        rule.Id.Value.ShouldNotBe(Guid.Empty);
        rule.Days.ToList().ShouldBe([IsoDayOfWeek.Monday, IsoDayOfWeek.Thursday]);
        (rule.From, rule.To).ShouldBe((new LocalTime(9, 0), new LocalTime(12, 0)));
        (rule.ValidFrom, rule.ValidTo).ShouldBe((new LocalDate(2027, 3, 1), new LocalDate(2027, 12, 31)));
        (rule.EveryWeeks, rule.MonthlyNth, rule.Benches).ShouldBe((2, -1, 3));
        rule.Services.ShouldBe([service]);
        rule.Offers(service).ShouldBeTrue();
        rule.Offers(ServiceId.New()).ShouldBeFalse();
        Rule(Mornings with { Services = [] }).Offers(service).ShouldBeTrue();
        Rule(Mornings).Offers(service).ShouldBeTrue();
    }

    public static TheoryData<OpeningTerms, OpeningRuleError> Impossible => new()
    {
        { Mornings with { Days = OpeningDays.None }, OpeningRuleError.NoDays },
        { Mornings with { Days = (OpeningDays)128 }, OpeningRuleError.NoDays },
        { Mornings with { To = new LocalTime(9, 0) }, OpeningRuleError.ToNotAfterFrom },
        { Mornings with { To = new LocalTime(8, 59) }, OpeningRuleError.ToNotAfterFrom },
        { Mornings with { ValidTo = new LocalDate(2027, 2, 28) }, OpeningRuleError.ValidToBeforeValidFrom },
        { Mornings with { EveryWeeks = 0 }, OpeningRuleError.EveryWeeksTooSmall },
        { Mornings with { EveryWeeks = -2 }, OpeningRuleError.EveryWeeksTooSmall },
        { Mornings with { MonthlyNth = 0 }, OpeningRuleError.MonthlyNthOutOfRange },
        { Mornings with { MonthlyNth = 6 }, OpeningRuleError.MonthlyNthOutOfRange },
        { Mornings with { MonthlyNth = -2 }, OpeningRuleError.MonthlyNthOutOfRange },
        { Mornings with { Benches = 0 }, OpeningRuleError.BenchesOutOfRange },
        { Mornings with { Benches = OpeningRule.MaxBenches + 1 }, OpeningRuleError.BenchesOutOfRange },
        { Mornings with { Services = [.. Enumerable.Range(0, OpeningRule.MaxServices + 1).Select(_ => ServiceId.New())] }, OpeningRuleError.TooManyServices },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void An_impossible_rule_is_refused_by_name(OpeningTerms terms, OpeningRuleError error)
    {
        OpeningRule.TryCreate(Place, terms, out var rule, out var errors).ShouldBeFalse();
        rule.ShouldBeNull();
        errors.ShouldBe([error]);
        Should.Throw<ArgumentException>(() => Rule(terms)).Message.ShouldContain(error.ToString());
    }

    [Fact]
    public void All_that_is_wrong_is_said_at_once()
    {
        var terms = new OpeningTerms(OpeningDays.None, new LocalTime(12, 0), new LocalTime(9, 0), new LocalDate(2027, 3, 1), new LocalDate(2027, 2, 1), 0, 9, 0);
        terms.Errors().Count.ShouldBe(6);
    }

    [Fact]
    public void Days_convert_both_ways()
    {
        for (var mask = 0; mask <= 127; mask++)
        {
            ((OpeningDays)mask).ToList().ToOpeningDays().ShouldBe((OpeningDays)mask);
        }

        IsoDayOfWeek.Monday.ToOpeningDays().ShouldBe((OpeningDays)1);
        IsoDayOfWeek.Sunday.ToOpeningDays().ShouldBe((OpeningDays)64);
        IsoDayOfWeek.None.ToOpeningDays().ShouldBe(OpeningDays.None);
        OpeningDays.All.Includes(IsoDayOfWeek.None).ShouldBeFalse();
    }
}
