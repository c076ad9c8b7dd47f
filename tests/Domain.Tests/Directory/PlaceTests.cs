using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.Directory;

public class PlaceTests
{
    private static readonly Place Workshop = new(PlaceId.New(), OrganisationId.New(), "Mille Vis", "mille-vis", "4 place des Fontaines", "38151", null, null, 45.1, 5.7, "Europe/Paris", benches: 3, access: null, closedOnHolidays: true);

    [Theory]
    [InlineData(1, new int[0], true)]
    [InlineData(2, new[] { 1, 2, 2 }, true)]
    [InlineData(1, new[] { 1, 2 }, false)]
    [InlineData(2, new[] { 3 }, false)]
    [InlineData(5, new[] { 3 }, true)]
    [InlineData(3, new[] { 4 }, true)]
    [InlineData(1, new[] { 4 }, true)]
    public void A_bench_someone_is_expected_at_stays(int benches, int[] taken, bool may) => Workshop.MayHave(benches, taken).ShouldBe(may);
}
