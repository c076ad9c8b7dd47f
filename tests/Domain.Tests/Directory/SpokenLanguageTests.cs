using RepairNet.Domain.Directory;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.Directory;

public sealed class SpokenLanguageTests
{
    [Fact]
    public void Each_language_is_read_by_its_code_and_by_both_its_names()
    {
        foreach (var language in SpokenLanguage.All)
        {
            SpokenLanguage.CodeOf(language.Code).ShouldBe(language.Code);
            SpokenLanguage.CodeOf(language.NameFr).ShouldBe(language.Code);
            SpokenLanguage.CodeOf(language.NameEn).ShouldBe(language.Code);
            SpokenLanguage.Find(language.Code).ShouldBeSameAs(language);
        }
    }

    [Theory]
    [InlineData("Français", "fr")]
    [InlineData(" creole haitien ", "ht")]
    [InlineData("LSF", "fsl")]
    [InlineData("langue des signes", "fsl")]
    [InlineData("WO", "wo")]
    [InlineData("xh", "xh")]
    [InlineData("ase", "ase")]
    [InlineData("françois", null)]
    [InlineData("x", null)]
    [InlineData("12", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void As_people_write_it(string? text, string? code) => SpokenLanguage.CodeOf(text).ShouldBe(code);

    [Fact]
    public void No_code_stands_for_two_languages() => SpokenLanguage.All.Select(l => l.Code).ShouldBeUnique();
}
