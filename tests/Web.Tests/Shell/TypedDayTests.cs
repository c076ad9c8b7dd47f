using NodaTime;
using RepairNet.Web.Shell;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Shell;

/// <summary>A browser with a calendar sends one order; people in front of one without type another.</summary>
public sealed class TypedDayTests
{
    [Theory]
    [InlineData("2027-03-29")]
    [InlineData(" 2027-03-29 ")]
    [InlineData("29/03/2027")]
    [InlineData("29/3/2027")]
    [InlineData("29.03.2027")]
    [InlineData("29-03-2027")]
    public void Both_orders_are_read(string typed)
    {
        TypedDay.Read(typed).ShouldBe(new LocalDate(2027, 3, 29));
        TypedDay.Iso(typed).ShouldBe("2027-03-29");
    }

    [Fact]
    public void The_day_comes_first() => TypedDay.Read("01/02/2027").ShouldBe(new LocalDate(2027, 2, 1));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("03/29/2027")]
    [InlineData("31/02/2027")]
    [InlineData("29/03/27")]
    [InlineData("29/03/-027")]
    [InlineData("29/03/0000")]
    [InlineData("2027/03/29")]
    [InlineData("demain")]
    public void What_is_no_day_stays_as_typed(string? typed)
    {
        TypedDay.Read(typed).ShouldBeNull();
        TypedDay.Iso(typed).ShouldBe(typed);
    }
}
