using CsCheck;
using RepairNet.Domain.Territories;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.Territories;

public sealed class GeoPointTests
{
    private static readonly Gen<GeoPoint> Points = Gen.Select(Gen.Double[-90, 90], Gen.Double[-180, 180], (lat, lon) => new GeoPoint(lat, lon));

    [Theory]
    [InlineData(48.8566, 2.3522, 43.2965, 5.3698, 660.5)] // Paris – Marseille
    [InlineData(48.8566, 2.3522, -21.1151, 55.5364, 9360)] // Paris – La Réunion
    [InlineData(45.1443, 5.7178, 45.1787, 5.7151, 3.83)] // Échirolles – Grenoble
    [InlineData(-17.5, 179.9, -17.5, -179.9, 21.2)] // across the antimeridian
    [InlineData(0, 0, 0, 180, 20015.1)] // the other side
    public void Distances_are_those_of_the_atlas(double lat1, double lon1, double lat2, double lon2, double km) =>
        new GeoPoint(lat1, lon1).KilometresTo(new GeoPoint(lat2, lon2)).ShouldBe(km, km * 0.005);

    [Fact]
    public void Distance_is_symmetric_finite_and_null_only_on_the_spot() => Gen.Select(Points, Points).Sample((a, b) =>
    {
        var there = a.KilometresTo(b);
        there.ShouldBe(b.KilometresTo(a), 1e-6);
        there.ShouldBeInRange(0, Math.PI * GeoPoint.EarthRadiusKm + 1e-6);
        a.KilometresTo(a).ShouldBe(0);
    });

    [Theory]
    [InlineData("45.14,5.72", true)]
    [InlineData("-21.1, 55.5", true)]
    [InlineData("45.14", false)]
    [InlineData("91,0", false)]
    [InlineData("0,181", false)]
    [InlineData("NaN,0", false)]
    [InlineData("1e400,0", false)]
    [InlineData("45,14,5,72", false)]
    [InlineData(null, false)]
    public void Only_a_place_on_earth_is_read(string? text, bool read) => GeoPoint.TryParse(text, out _).ShouldBe(read);

    [Fact]
    public void A_point_out_of_the_earth_cannot_be_made() => Should.Throw<ArgumentOutOfRangeException>(() => new GeoPoint(double.NaN, 0));
}
