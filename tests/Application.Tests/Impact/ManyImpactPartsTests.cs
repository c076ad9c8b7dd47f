using RepairNet.Application.Impact;
using RepairNet.Domain.Impact;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Impact;

public sealed class ManyImpactPartsTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 300)]
    [InlineData(1, 1)]
    [InlineData(255, 256)]
    [InlineData(256, 257)]
    [InlineData(700, 700)]
    [InlineData(700, 2000)]
    public void Some_changed_and_some_more_leave_those_of_before_as_they_were(int count, int countAfter)
    {
        var before = new ManyImpactParts(count);
        for (var i = 0; i < count; i++)
        {
            before[i] = Part("before", i);
        }

        int[] changed = [.. Enumerable.Range(0, count).Where(i => i % 300 == 0)];

        var after = before.With(changed, countAfter);
        foreach (var i in changed.Concat(Enumerable.Range(count, countAfter - count)))
        {
            after[i] = Part("after", i);
        }

        after.Count.ShouldBe(countAfter);
        Enumerable.Range(0, count).All(i => before[i] == Part("before", i)).ShouldBeTrue();
        Enumerable.Range(0, countAfter).All(i => after[i] == Part(i >= count || changed.Contains(i) ? "after" : "before", i)).ShouldBeTrue();
    }

    private static ImpactPart Part(string label, int i) => new($"{i:D5}", label, new ImpactFigures(new RepairCounts(i, 0, 0, 0), default, default, default));
}
