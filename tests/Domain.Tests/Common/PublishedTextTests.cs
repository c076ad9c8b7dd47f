using RepairNet.Domain.Common;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.Common;

/// <summary>No address and no number leaves in a published text, however it is written; what tells of the object stays.</summary>
public sealed class PublishedTextTests
{
    [Theory]
    [InlineData("06 12 34 56 78")]
    [InlineData("06.12.34.56.78")]
    [InlineData("06-12-34-56-78")]
    [InlineData("06/12/34/56/78")]
    [InlineData("06_12_34_56_78")]
    [InlineData("0612345678")]
    [InlineData("0 6 1 2 3 4 5 6 7 8")]
    [InlineData("06 – 12 – 34 – 56 – 78")]
    [InlineData("06·12·34·56·78")]
    [InlineData("06․12․34․56․78")]
    [InlineData("06．12．34．56．78")]
    [InlineData("06\u00A012\u202F34\u00A056\u202F78")]
    [InlineData("06\t12\t34\t56\t78")]
    [InlineData("０６１２３４５６７８")]
    [InlineData("+33612345678")]
    [InlineData("+33 6 12 34 56 78")]
    [InlineData("+33 (0)6 12 34 56 78")]
    [InlineData("+33(0)6.12.34.56.78")]
    [InlineData("0033 6 12 34 56 78")]
    [InlineData("(0)6 12 34 56 78")]
    [InlineData("+262 692 12 34 56")]
    [InlineData("+44 20 7946 0958")]
    [InlineData("(212) 555-0123")]
    [InlineData("marie.blanc@exemple.fr")]
    [InlineData("MARIE.BLANC@EXEMPLE.FR")]
    [InlineData("marie+repair@sous.exemple.co.uk")]
    [InlineData("marie＠exemple．fr")]
    [InlineData("marie @ exemple.fr")]
    [InlineData("marie @ exemple . fr")]
    [InlineData("marie(at)exemple.fr")]
    [InlineData("marie [at] exemple [dot] fr")]
    [InlineData("marie at exemple dot fr")]
    [InlineData("marie arobase exemple point fr")]
    [InlineData("marie.blanc arobase exemple.fr")]
    [InlineData("marie point blanc arrobase exemple point fr")]
    [InlineData("marie.blanc chez exemple.fr")]
    [InlineData("marie {arobase} exemple (point) fr")]
    public void It_is_taken_out(string secret)
    {
        var text = PublishedText.Of($"Écran cassé, joindre {secret} après 18 h");

        text.ShouldContain(PublishedText.Removed);
        text.ShouldStartWith("Écran cassé");
        text.ShouldEndWith("après 18 h");
        text.Where(char.IsDigit).Count().ShouldBe(2, text);
        text.ShouldNotContain("blanc", Case.Insensitive);
        text.ShouldNotContain("exemple", Case.Insensitive);
        PublishedText.Of(text).ShouldBe(text);
    }

    [Theory]
    [InlineData("Tél0612345678")]
    [InlineData("tel:0612345678.")]
    public void A_number_stuck_to_its_word_goes_too(string text) => PublishedText.Of(text).Count(char.IsDigit).ShouldBe(0);

    [Theory]
    [InlineData("")]
    [InlineData("Le moteur 230 V 50 Hz tourne à 1500 tr/min.")]
    [InlineData("Modèle WMY-71433 PTLE, série 7145342300")]
    [InlineData("Acheté chez Darty. Le moteur ne tourne plus.")]
    [InlineData("Il chauffe at la prise, un point c’est tout.")]
    [InlineData("Réparé le 01/02/2027, garanti jusqu’au 01/02/2028")]
    [InlineData("Pile CR2032 de 3 V, vis M3 x 10")]
    public void What_tells_of_the_object_stays(string text) => PublishedText.Of(text).ShouldBe(text);

    [Fact]
    public void A_long_hostile_text_is_read_quickly()
    {
        foreach (var piece in new[] { "a", " ", "a.", "a ", "0 ", "a @ ", " at ", "(at", "+", "point " })
        {
            var text = string.Concat(Enumerable.Repeat(piece, 20_000 / piece.Length));
            PublishedText.Of(text).Length.ShouldBeLessThanOrEqualTo(text.Length);
        }

        PublishedText.Of(null).ShouldBe("");
    }
}
