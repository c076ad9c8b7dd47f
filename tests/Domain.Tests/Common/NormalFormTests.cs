using System.Text;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Territories;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.Common;

public sealed class NormalFormTests
{
    [Theory]
    [InlineData("Échirolles", "E\u0301c")]
    [InlineData("\uFFFE", "")]
    [InlineData("a\uFFFEé", "ae\u0301")]
    [InlineData("😀\uFFFF", "😀\uFFFF")]
    public void Whatever_a_robot_types_has_a_form(string text, string begins) => NormalForm.Of(text, NormalizationForm.FormD).ShouldStartWith(begins, Case.Sensitive);

    /// <summary>Halves of pairs do not survive the attribute of a test.</summary>
    [Fact]
    public void Half_a_character_has_one_too()
    {
        NormalForm.Of("a" + (char)0xD800, NormalizationForm.FormC).ShouldBe("a\uFFFD");
        NormalForm.Of((char)0xDC00 + "é", NormalizationForm.FormD).ShouldBe("\uFFFDe\u0301");
    }

    [Theory]
    [InlineData('\uFFFE')]
    [InlineData('\uD800')]
    [InlineData('\uDFFF')]
    public void What_folds_a_text_trips_on_no_sign(char sign)
    {
        Slug.Fold("Café" + sign).ShouldStartWith("cafe");
        NameSearch.TryParse("Zoé" + sign, out var search).ShouldBeTrue();
        search!.Matches("Zoé").ShouldBeTrue();
        FrenchPlaceName.Of("Échirolles" + sign).ShouldStartWith("d’É");
    }
}
