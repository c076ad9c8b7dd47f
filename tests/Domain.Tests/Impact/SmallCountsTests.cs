using CsCheck;
using NodaTime;
using NodaTime.Text;
using RepairNet.Domain.Impact;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.Impact;

public sealed class SmallCountsTests
{
    private static readonly LocalDate First = new(2027, 2, 20);

    /// <summary>What some organisations did on some days of two months; a number below zero is a correction of a closed period.</summary>
    private static readonly Gen<(int Actor, int Day, int Count)[]> Repairs =
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 20], Gen.Int[-2, 5]).Array[0, 12];

    [Theory]
    [InlineData(0, true, true)]
    [InlineData(2, true, true)]
    [InlineData(3, true, false)]
    [InlineData(2, false, false)]
    public void Fewer_than_three_of_one_organisation_are_not_shown_alone(long size, bool isAlone, bool tooSmall) =>
        SmallCounts.IsTooSmall(new PublicPart("a", size, isAlone)).ShouldBe(tooSmall);

    [Fact]
    public void Only_days_and_organisations_could_tell_of_one_person() =>
        Enum.GetValues<ImpactGrouping>().Where(SmallCounts.Concern).ShouldBe([ImpactGrouping.Day, ImpactGrouping.Organisation]);

    [Fact]
    public void Enough_is_told_alone() => Together(("a", 3), ("b", 40), ("c", 0)).ShouldBeEmpty();

    [Fact]
    public void Little_is_told_together_and_never_so_little_that_the_rest_gives_it_away()
    {
        Together(("a", 2), ("b", 40), ("c", 5)).ShouldBe(["a", "c"], ignoreOrder: true);
        Together(("a", 2), ("b", 1), ("c", 5)).ShouldBe(["a", "b"], ignoreOrder: true);
        Together(("a", 1)).ShouldBe(["a"]);
        SmallCounts.Together([new("a", 50, true), new("b", 40, true)], key => key != "a").ShouldBe(["a"]);
    }

    [Fact]
    public void Days_join_the_rest_of_their_month_and_beyond_where_that_is_a_day_too()
    {
        Wider(null, null, ("2027-03-29", 1), ("2027-03-30", 2), ("2027-04-01", 7)).ShouldBe([("2027-03-29", "2027-03"), ("2027-03-30", "2027-03")]);

        // The smallest other day of the month is taken along.
        Wider(null, null, ("2027-03-29", 1), ("2027-03-30", 9), ("2027-03-31", 4)).ShouldBe([("2027-03-29", "2027-03"), ("2027-03-31", "2027-03")]);

        // A whole month is told as a month anyway; one day of it is not.
        Wider(null, null, ("2027-03-31", 1), ("2027-04-01", 7)).ShouldBe([("2027-03-31", "2027-03")]);
        Wider(new LocalDate(2027, 3, 1), new LocalDate(2027, 4, 2), ("2027-03-31", 1), ("2027-04-01", 7)).ShouldBe([("2027-03-31", "2027-03")]);
        Wider(new LocalDate(2027, 3, 31), new LocalDate(2027, 4, 2), ("2027-03-31", 1), ("2027-04-01", 7)).ShouldBe([("2027-03-31", "others"), ("2027-04-01", "others")]);
    }

    [Fact]
    public void Whatever_is_cut_by_day_adds_up_and_shows_no_day_of_one_organisation_alone() =>
        Gen.Select(Repairs, Gen.Int[0, 12], Gen.Int[8, 20]).Sample((repairs, from, to) =>
        {
            var cells = Cells(repairs.Where(r => r.Day >= from && r.Day <= to));
            var days = cells.GroupBy(c => c.Day).Select(g => new PublicPart(g.Key, g.Sum(c => Math.Abs(c.Count)), g.Select(c => c.Actor).Distinct().Count() == 1)).ToList();

            var wider = SmallCounts.WiderDays(days, First.PlusDays(from), First.PlusDays(to));

            ShouldHideTheSmall(cells, c => wider.GetValueOrDefault(c.Day, c.Day));
            wider.Where(w => w.Value != SmallCounts.Others).ShouldAllBe(w => w.Key.StartsWith(w.Value, StringComparison.Ordinal));
        });

    [Fact]
    public void Whatever_is_cut_by_organisation_adds_up_and_shows_no_small_one_alone() =>
        Gen.Select(Repairs, Gen.Int[0, 4]).Sample((repairs, hidden) =>
        {
            var cells = Cells(repairs);
            var actors = cells.GroupBy(c => c.Actor).Select(g => new PublicPart(g.Key, g.Sum(c => Math.Abs(c.Count)), IsAlone: true)).ToList();

            var together = SmallCounts.Together(actors, key => key != $"a{hidden}");

            ShouldHideTheSmall(cells, c => together.Contains(c.Actor) ? SmallCounts.Others : c.Actor);
            together.Contains($"a{hidden}").ShouldBe(actors.Exists(a => a.Key == $"a{hidden}"));
        });

    /// <summary>
    /// Parts do not overlap, so what can be worked out from them and from their sum is each part, and the whole. None of them is one organisation's
    /// day of fewer than three, unless nothing else is there.
    /// </summary>
    private static void ShouldHideTheSmall(List<(string Actor, string Day, long Count)> cells, Func<(string Actor, string Day, long Count), string> partOf)
    {
        var parts = cells.GroupBy(partOf).ToList();
        parts.Sum(p => p.Sum(c => c.Count)).ShouldBe(cells.Sum(c => c.Count));
        foreach (var part in parts.Where(p => p.Count() < cells.Count))
        {
            (part.Sum(c => Math.Abs(c.Count)) >= SmallCounts.Fewest || part.Select(c => (c.Actor, c.Day)).Distinct().Count() > 1).ShouldBeTrue($"{part.Key}: {string.Join(", ", part)}");
        }
    }

    private static List<(string Actor, string Day, long Count)> Cells(IEnumerable<(int Actor, int Day, int Count)> repairs) =>
        [.. repairs.GroupBy(r => (r.Actor, r.Day)).Select(g => ($"a{g.Key.Actor}", LocalDatePattern.Iso.Format(First.PlusDays(g.Key.Day)), (long)g.Sum(r => r.Count))).Where(c => c.Item3 != 0)];

    private static IReadOnlySet<string> Together(params (string Key, long Size)[] parts) => SmallCounts.Together(parts.Select(p => new PublicPart(p.Key, p.Size, IsAlone: true)));

    private static IEnumerable<(string, string)> Wider(LocalDate? from, LocalDate? to, params (string Key, long Size)[] days) =>
        SmallCounts.WiderDays([.. days.Select(d => new PublicPart(d.Key, d.Size, IsAlone: true))], from, to).Select(w => (w.Key, w.Value)).OrderBy(w => w.Key, StringComparer.Ordinal);
}
