using NodaTime;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.Agenda;

/// <summary>« From this day on » changes nothing before that day, and one week in two stays the same weeks.</summary>
public sealed class OpeningEditsTests
{
    private static readonly LocalDate Day = new(2027, 3, 10); // a Wednesday
    private static readonly OpeningTerms Morning = new(OpeningDays.All, new LocalTime(9, 0), new LocalTime(12, 0), new LocalDate(2025, 1, 1));

    [Fact]
    public void What_changes_ends_the_day_before_and_begins_that_day()
    {
        var later = Morning with { From = new LocalTime(10, 0) };
        OpeningEdits.From(Day, [new OpeningEdit(Morning, later)]).ShouldBe([Morning with { ValidTo = Day.PlusDays(-1) }, later with { ValidFrom = Day }]);
    }

    [Fact]
    public void What_does_not_change_stays_in_one_piece()
    {
        var kept = Morning with { Services = [ServiceId.From(Guid.Empty)] };
        OpeningEdits.From(Day, [new OpeningEdit(kept, kept with { Services = [ServiceId.From(Guid.Empty)] })]).Single().ShouldBeSameAs(kept);
    }

    [Fact]
    public void What_is_removed_ends_and_what_is_new_begins()
    {
        OpeningEdits.From(Day, [new OpeningEdit(Morning, null)]).ShouldBe([Morning with { ValidTo = Day.PlusDays(-1) }]);
        OpeningEdits.From(Day, [new OpeningEdit(null, Morning)]).ShouldBe([Morning with { ValidFrom = Day }]);
        OpeningEdits.From(Day, [new OpeningEdit(Morning with { ValidFrom = Day.PlusDays(20) }, null)]).ShouldBeEmpty();
        OpeningEdits.From(Day, [new OpeningEdit(null, Morning with { ValidTo = Day.PlusDays(-1) })]).ShouldBeEmpty();
    }

    [Fact]
    public void Over_many_rhythms_and_days_nothing_before_changes_and_the_weeks_stay_the_same()
    {
        for (var weeks = 1; weeks <= 5; weeks++)
        {
            for (var offset = 0; offset < 80; offset++)
            {
                var before = Morning with { EveryWeeks = weeks, ValidFrom = new LocalDate(2027, 1, 6) };
                var after = before with { To = new LocalTime(13, 0) };
                var day = new LocalDate(2027, 1, 1).PlusDays(offset);

                var rules = OpeningEdits.From(day, [new OpeningEdit(before, after)]).Select(o => OpeningRule.Create(default, o)).ToList();

                OpeningRules.FindOverlap(rules).ShouldBeNull();
                for (var date = new LocalDate(2027, 1, 1); date < new LocalDate(2027, 6, 1); date = date.PlusDays(1))
                {
                    var expected = OpeningRule.Create(default, before).OpensOn(date) ? date < day ? "12:00:00" : "13:00:00" : null;
                    rules.SingleOrDefault(r => r.OpensOn(date))?.To.ToString("HH:mm:ss", null).ShouldBe(expected, $"every {weeks} weeks, from {day}, on {date}");
                    rules.Any(r => r.OpensOn(date)).ShouldBe(expected is not null, $"every {weeks} weeks, from {day}, on {date}");
                }
            }
        }
    }
}
