using NodaTime;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.Agenda;

public class DayOverrideTests
{
    private static readonly PlaceId Place = PlaceId.New();
    private static readonly LocalDate Day = new(2027, 3, 29);

    private static DayOverrideOpening Opening(int from, int to, int? benches = null) => new(new LocalTime(from, 0), new LocalTime(to, 0), benches);

    [Fact]
    public void Keeps_its_openings_earliest_first()
    {
        var day = DayOverride.Create(Place, Day, [Opening(14, 18, 2), Opening(9, 12)]);
        (day.PlaceId, day.Date).ShouldBe((Place, Day));
        day.Openings.Select(o => (o.From, o.To, o.Benches)).ShouldBe(
        [
            (new LocalTime(9, 0), new LocalTime(12, 0), null),
            (new LocalTime(14, 0), new LocalTime(18, 0), 2),
        ]);
    }

    [Fact]
    public void None_is_a_day_shut() => DayOverride.Create(Place, Day, []).Openings.ShouldBeEmpty();

    [Fact]
    public void Openings_may_touch() => DayOverride.TryCreate(Place, Day, [Opening(12, 14), Opening(9, 12)], out _, out _).ShouldBeTrue();

    [Fact]
    public void The_last_opening_may_end_at_midnight()
    {
        DayOverride.TryCreate(Place, Day, [Opening(9, 12), new DayOverrideOpening(new LocalTime(20, 0), LocalTime.Midnight)], out _, out _).ShouldBeTrue();
        DayOverride.TryCreate(Place, Day, [new DayOverrideOpening(new LocalTime(20, 0), LocalTime.Midnight), Opening(22, 23)], out _, out var errors).ShouldBeFalse();
        errors.ShouldBe([(1, OpeningRuleError.OpeningsOverlap)]);
    }

    [Fact]
    public void Each_error_is_named_with_its_place_in_the_list()
    {
        DayOverride.TryCreate(Place, Day, [Opening(9, 12), Opening(11, 14), Opening(18, 18), Opening(20, 21, 0), Opening(21, 22, OpeningRule.MaxBenches + 1)], out var day, out var errors).ShouldBeFalse();
        day.ShouldBeNull();
        errors.ShouldBe(
        [
            (1, OpeningRuleError.OpeningsOverlap),
            (2, OpeningRuleError.ToNotAfterFrom),
            (3, OpeningRuleError.BenchesOutOfRange),
            (4, OpeningRuleError.BenchesOutOfRange),
        ]);
    }

    [Fact]
    public void An_impossible_replacement_changes_nothing()
    {
        var day = DayOverride.Create(Place, Day, [Opening(9, 12)]);
        Should.Throw<ArgumentException>(() => day.Replace([Opening(12, 9)]));
        day.Openings.Count.ShouldBe(1);
        day.Replace([Opening(14, 18), Opening(8, 10)]);
        day.Openings.Select(o => o.From.Hour).ShouldBe([8, 14]);
    }

    [Fact]
    public void A_closure_keeps_its_range_and_a_trimmed_reason()
    {
        var range = new TimeRange(Instant.FromUtc(2027, 8, 1, 0, 0), Instant.FromUtc(2027, 8, 16, 0, 0));
        var closure = Closure.Create(Place, range, "  Congés d’été ");
        (closure.PlaceId, closure.Start, closure.End, closure.Range, closure.Reason).ShouldBe((Place, range.Start, range.End, range, "Congés d’été"));
        Closure.Create(Place, range, "  ").Reason.ShouldBeNull();
        Should.Throw<ArgumentException>(() => Closure.Create(Place, range, new string('x', Closure.MaxReasonLength + 1)));
    }
}
