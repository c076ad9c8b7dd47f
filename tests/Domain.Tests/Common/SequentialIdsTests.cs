using RepairNet.Domain.Common;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.Common;

public sealed class SequentialIdsTests
{
    [Fact]
    public void Ids_made_one_after_the_other_sort_so_however_fast()
    {
        // Far more than one millisecond has room for: the time runs ahead, and the order holds.
        var ids = Enumerable.Range(0, 50_000).Select(_ => SequentialIds.Next().ToString("N")).ToList();

        ids.ShouldBe(ids.Order(StringComparer.Ordinal));
        ids.ShouldAllBe(id => id[12] == '7' && "89ab".Contains(id[16], StringComparison.Ordinal));
    }

    [Fact]
    public async Task None_is_made_twice_by_many_at_once()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Enumerable.Range(0, 5_000).Select(_ => SequentialIds.Next()).ToList())));

        made.ShouldAllBe(ids => ids.SequenceEqual(ids.OrderBy(id => id.ToString("N"), StringComparer.Ordinal)));
        made.SelectMany(ids => ids).Distinct().Count().ShouldBe(40_000);
    }
}
