using RepairNet.Domain.MutualHelp;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.MutualHelp;

/// <summary>What strangers may write to each other: a price is a price however it is written, and ordinary words are none.</summary>
public sealed class HelpTextTests
{
    [Theory]
    [InlineData("Je le fais pour 20 €")]
    [InlineData("vingt euros")]
    [InlineData("Un Euro symbolique")]
    [InlineData("20EUR")]
    [InlineData("20 eur.")]
    [InlineData("€20")]
    [InlineData("５０ €")]
    [InlineData("50 balles")]
    [InlineData("$15")]
    [InlineData("15 $")]
    [InlineData("£5")]
    [InlineData("50 centimes la vis")]
    [InlineData("100 CHF")]
    public void A_price_is_one_however_it_is_written(string text) => HelpText.HasPrice(text).ShouldBeTrue();

    [Theory]
    [InlineData("Mon grille-pain ne chauffe plus depuis 2 ans.")]
    [InlineData("Une européenne, un neurologue, des chauffeurs, un moteur de 50 W")]
    [InlineData("Quartier Europole, 20e étage, bus 12")]
    [InlineData("J’ai 3 livres sur la réparation")]
    [InlineData("Vis de 5 cm, 220 V, 10 A")]
    [InlineData("")]
    [InlineData(null)]
    public void Ordinary_words_are_none(string? text) => HelpText.HasPrice(text).ShouldBeFalse();

    [Theory]
    [InlineData("https://exemple.fr/x")]
    [InlineData("HTTP : // exemple")]
    [InlineData("voir www.exemple.fr")]
    [InlineData("sur exemple.com")]
    [InlineData("ｗｗｗ.exemple.fr")]
    [InlineData("bit.ly/abc")]
    public void A_link_is_told(string text) => HelpText.HasLink(text).ShouldBeTrue();

    [Theory]
    [InlineData("Il est grillé.Je cherche une pièce")]
    [InlineData("Un moteur 12.5 V, modèle B.12")]
    [InlineData("M. Blanc, etc.")]
    [InlineData("marie.de@exemple.fr")]
    public void A_full_stop_or_an_address_is_no_link(string text) => HelpText.HasLink(text).ShouldBeFalse();

    [Theory]
    [InlineData("06 12 34 56 78", true)]
    [InlineData("marie arobase exemple point fr", true)]
    [InlineData("marie@exemple.fr", true)]
    [InlineData("０６ １２ ３４ ５６ ７８", true)]
    [InlineData("modèle 1234, de 2019", false)]
    public void Ways_to_be_reached_are_told(string text, bool told) => HelpText.HasContacts(text).ShouldBe(told);

    [Theory]
    [InlineData("Marie", true)]
    [InlineData("Jean-Noël d’Arc", true)]
    [InlineData("Zoé", true)]
    [InlineData("محمد", true)]
    [InlineData(" ", false)]
    [InlineData("Marie 06", false)]
    [InlineData("marie@exemple", false)]
    [InlineData("Gagnez : cliquez", false)]
    [InlineData("Ma\u202Erie", false)]
    [InlineData("-Marie", false)]
    public void A_first_name_reads_like_one(string name, bool isOne) => HelpText.IsFirstName(name).ShouldBe(isOne);

    [Fact]
    public void Signs_nobody_sees_are_told()
    {
        foreach (var sign in "\u202E\u2066\u200B\u200F\u00AD\uFEFF")
        {
            HelpText.HasHiddenSigns($"abc{sign}def").ShouldBeTrue($"U+{(int)sign:X4}");
        }

        HelpText.HasHiddenSigns("« É », 20\u00A0V, œuf, 🔧, محمد").ShouldBeFalse();
        HelpText.HasPrice("\uD800 20 €").ShouldBeTrue("half a sign is no way around");
    }
}
