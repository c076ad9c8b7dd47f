using RepairNet.Domain.Territories;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.Territories;

public sealed class CountriesTests
{
    [Theory]
    [InlineData("FRA", "France")]
    [InlineData("CAN", "Canada")]
    [InlineData("GBR", "Royaume-Uni")]
    [InlineData("XXX", null)]
    [InlineData("REU", null)] // part of France here
    public void A_country_has_its_french_name(string code, string? name) => Countries.NameOf(code).ShouldBe(name);

    [Fact]
    public void Every_country_has_a_code_a_key_can_hold()
    {
        Countries.Codes.Count.ShouldBeInRange(236, 240);
        Countries.Codes.ShouldAllBe(code => TerritoryKey.Country(code).Code == code && Countries.NameOf(code)!.Length > 1);
    }
}
