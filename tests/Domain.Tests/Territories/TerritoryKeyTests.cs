using CsCheck;
using RepairNet.Domain.Territories;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.Territories;

public sealed class TerritoryKeyTests
{
    [Theory]
    [InlineData("commune:38185", TerritoryLevel.Commune, "38185")]
    [InlineData("commune:2A004", TerritoryLevel.Commune, "2A004")]
    [InlineData("Commune:2a004", TerritoryLevel.Commune, "2A004")]
    [InlineData("epci:200040715", TerritoryLevel.Epci, "200040715")]
    [InlineData("departement:38", TerritoryLevel.Departement, "38")]
    [InlineData("departement:2B", TerritoryLevel.Departement, "2B")]
    [InlineData("departement:974", TerritoryLevel.Departement, "974")]
    [InlineData("region:84", TerritoryLevel.Region, "84")]
    [InlineData("region:988", TerritoryLevel.Region, "988")]
    [InlineData("country:fra", TerritoryLevel.Country, "FRA")]
    public void A_key_is_read_whatever_its_case(string text, TerritoryLevel level, string code)
    {
        TerritoryKey.TryParse(text, out var key).ShouldBeTrue();
        key.Level.ShouldBe(level);
        key.Code.ShouldBe(code);
        key.ShouldBe(TerritoryKey.Of(level, code));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("38185")]
    [InlineData(":38185")]
    [InlineData("commune:")]
    [InlineData("commune:3818")]
    [InlineData("commune:381855")]
    [InlineData("commune:2C004")]
    [InlineData("commune:2A00A")]
    [InlineData("commune: 38185")]
    [InlineData("commune:３８１８５")]
    [InlineData("epci:20004071")]
    [InlineData("departement:isere")]
    [InlineData("departement:2C")]
    [InlineData("region:8")]
    [InlineData("country:FR")]
    [InlineData("country:FRA:")]
    [InlineData("planet:Terra")]
    [InlineData("commune:38185' OR 1=1 --")]
    public void Anything_else_is_not_a_key(string? text) => TerritoryKey.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void A_key_written_is_the_key_read()
    {
        var digits = Gen.Char['0', '9'];
        var keys = Gen.OneOf(
            digits.Array[5].Select(d => TerritoryKey.Commune(new string(d))),
            digits.Array[9].Select(d => TerritoryKey.Epci(new string(d))),
            digits.Array[2, 3].Select(d => TerritoryKey.Departement(new string(d))),
            digits.Array[2, 3].Select(d => TerritoryKey.Region(new string(d))),
            Gen.Char['A', 'Z'].Array[3].Select(c => TerritoryKey.Country(new string(c))));
        keys.Sample(key => TerritoryKey.TryParse(key.ToString(), out var read) && read == key && key.ToString().Length <= TerritoryKey.MaxLength);
    }

    [Fact]
    public void What_is_read_from_any_text_is_written_in_its_one_form() => Gen.String.Sample(text =>
        !TerritoryKey.TryParse("commune:" + text, out var key) || key.ToString() == "commune:" + text.ToUpperInvariant());

    [Fact]
    public void A_code_of_another_shape_is_refused_in_code() => Should.Throw<FormatException>(() => TerritoryKey.Commune("Grenoble"));
}
