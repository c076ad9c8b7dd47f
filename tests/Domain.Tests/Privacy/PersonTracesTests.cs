using RepairNet.Domain.Bookings;
using RepairNet.Domain.Privacy;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.Privacy;

/// <summary>A person’s name, address and number go out of what others wrote; the colour of a washing machine stays.</summary>
public sealed class PersonTracesTests
{
    private static readonly PersonTraces Marie = new(new Contact("Marie Blanc", "marie.blanc@exemple.fr", "+33612345678"));

    [Theory]
    [InlineData("Rappeler Marie Blanc.", "Rappeler […].")]
    [InlineData("rappeler marie blanc", "rappeler […]")]
    [InlineData("Mme BLANC, 06 12 34 56 78", "Mme […], […]")]
    [InlineData("Lave-linge blanc de Marie", "Lave-linge blanc de […]")]
    [InlineData("MARIE.BLANC@exemple.fr", "[…]")]
    [InlineData("Mariette, Blancheur", "Mariette, Blancheur")]
    public void Traces_go(string text, string left) => Marie.Without(text).ShouldBe(left);

    [Theory]
    [InlineData("Li")]
    [InlineData("")]
    [InlineData("(.*)")]
    [InlineData("a|b\\")]
    public void A_name_is_no_pattern(string name) => new PersonTraces(new Contact(name, null, null)).Without("Il ne tourne plus.").ShouldBe("Il ne tourne plus.");
}
