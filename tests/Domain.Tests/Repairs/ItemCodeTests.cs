using RepairNet.Domain.Repairs;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.Repairs;

public sealed class ItemCodeTests
{
    [Fact]
    public void A_new_code_can_be_read_aloud()
    {
        var codes = Enumerable.Range(0, 500).Select(_ => ItemCode.New().Value).ToList();
        codes.ShouldAllBe(c => c.Length == 9 && c[4] == '-' && !c.Any(s => "IO01".Contains(s)) && c.Replace("-", "").All(char.IsAsciiLetterOrDigit));
        codes.Distinct().Count().ShouldBe(500);
    }

    [Fact]
    public void Every_sign_of_the_alphabet_is_drawn_once_in_32()
    {
        var signs = Enumerable.Range(0, 256).Select(b => ItemCode.FromBytes([(byte)b, 0, 0, 0, 0, 0, 0, 0]).Value[0]).GroupBy(c => c).ToList();
        signs.Count.ShouldBe(32);
        signs.ShouldAllBe(g => g.Count() == 8);
    }

    [Theory]
    [InlineData("K7P3-9WQX", "K7P3-9WQX")]
    [InlineData(" k7p3-9wqx ", "K7P3-9WQX")]
    [InlineData("k7p39wqx", "K7P3-9WQX")]
    [InlineData("K7P3 9WQX", "K7P3-9WQX")]
    [InlineData("atelier/0012", "ATELIER/0012")]
    public void A_typed_code_is_read(string typed, string code)
    {
        ItemCode.TryParse(typed, out var read).ShouldBeTrue();
        read.Value.ShouldBe(code);
        ItemCode.From(read.Value).ShouldBe(read);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ab")]
    [InlineData("=HYPERLINK(1)")]
    [InlineData("étiquette")]
    [InlineData("12345678901234567890123456789012345678901")]
    public void What_is_no_code_is_refused(string? typed) => ItemCode.TryParse(typed, out _).ShouldBeFalse();
}
