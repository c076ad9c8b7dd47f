using NodaTime;
using RepairNet.Domain.Equipment;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.Equipment;

public sealed class RepairBonusTests
{
    private static readonly Category Kettle = new("kettle", "Bouilloire", "Kettle", true, null, null, null, null, null);

    private static RepairBonus Bonus(decimal? amount, decimal? least = null, LocalDate? from = null, LocalDate? to = null) =>
        new("kettle", "bouilloire", amount, least, from ?? new LocalDate(2024, 1, 1), to, "liste", BonusConfidence.Medium);

    [Fact]
    public void A_list_counts_from_its_first_day_to_its_last()
    {
        var bonus = Bonus(10, from: new LocalDate(2022, 12, 15), to: new LocalDate(2023, 12, 31));
        bonus.AppliesOn(new LocalDate(2022, 12, 14)).ShouldBeFalse();
        bonus.AppliesOn(new LocalDate(2022, 12, 15)).ShouldBeTrue();
        bonus.AppliesOn(new LocalDate(2023, 12, 31)).ShouldBeTrue();
        bonus.AppliesOn(new LocalDate(2024, 1, 1)).ShouldBeFalse();
        Bonus(10).AppliesOn(new LocalDate(2030, 1, 1)).ShouldBeTrue();
    }

    [Fact]
    public void Several_products_of_a_category_make_a_range()
    {
        BonusRange.Of(Kettle, []).ShouldBeNull();
        BonusRange.Of(Kettle, [Bonus(15), Bonus(25, 150), Bonus(null)]).ShouldBe(new BonusRange(15, 25, null, new LocalDate(2024, 1, 1), ForAll: false));
        BonusRange.Of(Kettle, [Bonus(50, 150), Bonus(60, 180)]).ShouldBe(new BonusRange(50, 60, 150, new LocalDate(2024, 1, 1), ForAll: true));
        BonusRange.Of(Kettle, [Bonus(null)]).ShouldBe(new BonusRange(null, null, null, new LocalDate(2024, 1, 1), ForAll: false));
        BonusRange.Of(Kettle with { NameFr = "Bouilloire, samovar" }, [Bonus(15)])!.ForAll.ShouldBeFalse();
    }
}
