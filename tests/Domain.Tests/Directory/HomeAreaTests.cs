using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.Directory;

public sealed class HomeAreaTests
{
    [Fact]
    public void Of_merged_communes_it_goes_to_the_one_of_today()
    {
        var successors = new Dictionary<string, string> { ["38151"] = "38185", ["38158"] = "38185" };
        var area = new HomeArea(["38151", "38158", "38563"], 10, 20).Following(successors);
        area.ShouldBe(new HomeArea(["38185", "38563"], 10, 20));
        area.Following(successors).ShouldBe(area);
    }

    [Theory]
    [InlineData("38151", null, null, "38151", null, true)]
    [InlineData("38151", null, null, "38185", 1.0, false)]
    [InlineData(null, 10, null, "38185", 10.0, true)]
    [InlineData(null, 10, null, "38185", 10.1, false)]
    [InlineData(null, 10, null, "38185", null, false)]
    [InlineData("38151", 10, null, "38151", 40.0, true)]
    [InlineData(null, null, 30, "75056", 480.0, true)]
    public void Goes_to_the_communes_listed_and_within_the_circle(string? listed, int? radiusKm, int? travel, string commune, double? kilometres, bool covers) =>
        new HomeArea(listed is null ? [] : [listed], radiusKm, travel ?? 0).Covers(commune, kilometres).ShouldBe(covers);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(201, 0)]
    [InlineData(10, -1)]
    [InlineData(10, 241)]
    public void Has_a_radius_and_a_road_of_this_world(int radiusKm, int travel) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new HomeArea([], radiusKm, travel));

    [Fact]
    public void Belongs_to_a_service_at_home_whose_bench_waits_for_the_road()
    {
        Make(ServiceMode.Home, buffer: 15, travel: 30).BufferMinutes.ShouldBe(45);
        Should.Throw<ArgumentException>(() => Make(ServiceMode.Workshop, buffer: 0, travel: 30));
        Should.Throw<ArgumentOutOfRangeException>(() => Make(ServiceMode.Home, buffer: BookingTerms.MaxBuffer - 29, travel: 30), "no bench is busy longer than searches look back");
    }

    [Fact]
    public void Is_forgotten_when_the_work_comes_back_to_the_workshop()
    {
        var service = Make(ServiceMode.Home, buffer: 0, travel: 30);
        service.Home!.Communes.ShouldBe(["38151", "38185"]);

        service.Describe("Dépannage", ["mobile"], new BookingTerms(60, 0, 0, 60, 0), ServiceMode.Workshop, null, publicBooking: true);

        (service.Home, service.BufferMinutes).ShouldBe((null, 0));
    }

    private static Service Make(ServiceMode mode, int buffer, int travel) => new(
        ServiceId.New(), PlaceId.New(), OrganisationId.New(), "Dépannage", ["mobile"], new BookingTerms(60, buffer, 0, 60, 0), mode, null, publicBooking: true, home: new HomeArea(["38185", "38151", "38185"], null, travel));
}
