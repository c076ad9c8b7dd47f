using RepairNet.Application.Impact;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Impact;

/// <summary>What is added part by part is added up part by part, be there few of them or many, and much or little in each.</summary>
public sealed class PartSumsTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(3, 5000)]
    [InlineData(24, 1000)]
    [InlineData(25, 1000)]
    [InlineData(60, 8)]
    [InlineData(400, 60_000)]
    [InlineData(5000, 12_000)]
    public void Each_part_comes_to_what_was_added_to_it(int parts, int things)
    {
        const int figures = 7;
        using var sums = new PartSums(figures);
        var due = new Dictionary<(int Part, int Figure), (long Count, long MassMg)>();
        var other = new PartSums(figures);
        for (var i = 0; i < things; i++)
        {
            // Neither goes evenly into the other, so that all meet; a third is seen by somebody else.
            var (part, figure, count, massMg) = ((i * 7919) % parts, (int)((long)i * i % figures), (i % 5) - 2L, i * 3L);
            (i % 3 == 0 ? other : sums).Add(part, figure, count, massMg);
            var before = due.GetValueOrDefault((part, figure));
            due[(part, figure)] = (before.Count + count, before.MassMg + massMg);
        }

        sums.Join(other);

        sums.Parts.ShouldBe(due.Keys.Select(k => k.Part).Distinct(), ignoreOrder: true);
        var made = new FigureSums(figures);
        foreach (var part in sums.Parts)
        {
            sums.AddUp(part, made);
            made.Made.Select(figure => (figure, made[figure])).ShouldBe(due.Where(d => d.Key.Part == part).Select(d => (d.Key.Figure, d.Value)), ignoreOrder: true);
            made.Clear();
        }

        made.EverMade.ShouldBe(due.Keys.Select(k => k.Figure).Distinct(), ignoreOrder: true);
    }

    /// <summary>What one gave back is lent to another as it is.</summary>
    [Fact]
    public void What_was_given_back_is_not_added_up_again()
    {
        for (var round = 1; round <= 3; round++)
        {
            using var sums = new PartSums(2);
            for (var part = 0; part < 100; part++)
            {
                sums.Add(part, part % 2, round, part);
            }

            var made = new FigureSums(2);
            for (var part = 0; part < 100; part++)
            {
                sums.AddUp(part, made);
                made.Made.ShouldBe([part % 2]);
                made[part % 2].ShouldBe((round, part));
                made.Clear();
            }
        }
    }
}
