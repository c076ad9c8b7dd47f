using CsCheck;
using RepairNet.Domain.Common;
using RepairNet.Domain.Imports;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.Imports;

public sealed class OrdsCellTests
{
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("@home", "'@home")]
    [InlineData("-ne marche pas", "'-ne marche pas")]
    [InlineData("+33", "+33")]
    [InlineData("-3.5", "-3.5")]
    [InlineData("'=1+1", "''=1+1")]
    [InlineData("'quoted'", "'quoted'")]
    [InlineData("kettle", "kettle")]
    public void A_spreadsheet_takes_no_cell_for_a_formula(string value, string cell)
    {
        OrdsCell.Safe(value).ShouldBe(cell);
        OrdsCell.Bare(cell).ShouldBe(value);
    }

    [Fact]
    public void Every_value_comes_back() =>
        Gen.OneOf('=', '+', '-', '@', '\'', '\t', '\r', '1', '.', 'a', ' ', '"').Array[0, 8].Select(letters => new string(letters)).Sample(value => OrdsCell.Bare(OrdsCell.Safe(value)) == value);

    [Theory]
    [InlineData("Écrire à jeanne.dupont@example.org ou au 06 12 34 56 78.", "Écrire à […] ou au […].")]
    [InlineData("tel +33 6 12 34 56 78", "tel […]")]
    [InlineData("0033612345678", "[…]")]
    [InlineData("0612345678", "[…]")]
    [InlineData("04.65.71.20.10 ou 04-65-71-20-10", "[…] ou […]")]
    [InlineData("call (416) 555-0123 or 416-555-0123", "call […] or […]")]
    [InlineData("Modèle 123456789, 230 V, 2019-01-16", "Modèle 123456789, 230 V, 2019-01-16")]
    [InlineData("Item was damaged @ repair event.", "Item was damaged @ repair event.")]
    [InlineData("", "")]
    public void A_published_problem_holds_no_address_nor_number(string text, string published) => PublishedText.Of(text).ShouldBe(published);

    [Fact]
    public void A_provider_has_the_same_id_everywhere()
    {
        ImportedProvider.IdOf("Repair Café International").ShouldBe(ImportedProvider.IdOf("Repair Café International"));
        ImportedProvider.IdOf("Repair Café Toronto").ShouldNotBe(ImportedProvider.IdOf("Repair Café International"));
        ImportedProvider.IdOf("Fixit Clinic").Value.Version.ShouldBe(8);
    }
}
