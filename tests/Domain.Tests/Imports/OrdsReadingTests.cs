using NodaTime;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Imports;
using RepairNet.Domain.Repairs;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.Imports;

public sealed class OrdsReadingTests
{
    private static readonly LocalDate Today = new(2027, 3, 1);

    private static readonly OrdsRow Kettle = new(
        "rcint_22", "Repair Café International", "FRA", "Kettle ~ electric", "Kettle", "14", "Unknown", "2010", "8.5", "Fixed", "", "0122", "2019-01-16", "ne chauffe plus");

    private static readonly OrdsReading Reading = new(new EquipmentCatalogue(
        [
            Of("kettle", 14, "Kettle"), Of("large-home-electrical", 17, "Large home electrical"), Of("washing-machine", 17, "Large home electrical"),
            Of("hair-beauty", 9, "Hair & beauty item"), Of("misc-powered", 18, "Misc"), new Category("bicycle", "Vélo", "Bicycle", false, null, null, null, null, null),
        ],
        [FactorSetNamed("rn-2026")],
        "rn-2026",
        [],
        []));

    [Fact]
    public void A_row_says_what_became_of_what_and_when()
    {
        Reading.Read(Kettle, Today, out var meaning).ShouldBeNull();

        meaning.ShouldBe(new OrdsMeaning(new LocalDate(2019, 1, 16), RepairOutcome.Fixed, null, "kettle", "FRA", OrdsWarning.None));
    }

    [Theory]
    [InlineData("Fixed", RepairOutcome.Fixed)]
    [InlineData("Repairable", RepairOutcome.Repairable)]
    [InlineData("End of life", RepairOutcome.EndOfLife)]
    [InlineData("end-of-life ", RepairOutcome.EndOfLife)]
    [InlineData("Unknown", RepairOutcome.Unknown)]
    public void A_status_is_one_of_four(string text, RepairOutcome outcome)
    {
        Reading.Read(Kettle with { RepairStatus = text }, Today, out var meaning).ShouldBeNull();
        meaning.Outcome.ShouldBe(outcome);
    }

    [Fact]
    public void Only_an_id_a_status_or_a_day_that_cannot_be_read_refuses_a_row()
    {
        Refused(Kettle with { Id = "" }).ShouldBe(OrdsRefusal.UnreadableId);
        Refused(Kettle with { DataProvider = "" }).ShouldBe(OrdsRefusal.UnreadableId);
        Refused(Kettle with { Id = new string('x', 121) }).ShouldBe(OrdsRefusal.UnreadableId);
        Refused(Kettle with { RepairStatus = "" }).ShouldBe(OrdsRefusal.UnreadableStatus);
        Refused(Kettle with { RepairStatus = "Broken" }).ShouldBe(OrdsRefusal.UnreadableStatus);
        Refused(Kettle with { EventDate = "16/01/2019" }).ShouldBe(OrdsRefusal.UnreadableDate);
        Refused(Kettle with { EventDate = "2019-02-30" }).ShouldBe(OrdsRefusal.UnreadableDate);
        Refused(Kettle with { EventDate = "1899-12-30" }).ShouldBe(OrdsRefusal.ImpossibleDate);
        Refused(Kettle with { EventDate = "2027-03-02" }).ShouldBe(OrdsRefusal.ImpossibleDate);
    }

    [Fact]
    public void A_day_before_2000_is_taken_and_said()
    {
        Reading.Read(Kettle with { EventDate = "1999-12-31" }, Today, out var old).ShouldBeNull();
        (old.Date, old.Warnings & OrdsWarning.OldDate).ShouldBe((new LocalDate(1999, 12, 31), OrdsWarning.OldDate));
        Reading.Read(Kettle with { EventDate = "2000-01-01" }, Today, out var first).ShouldBeNull();
        (first.Warnings & OrdsWarning.OldDate).ShouldBe(OrdsWarning.None);
    }

    [Theory]
    [InlineData("????", OrdsWarning.UnknownYear)]
    [InlineData("1899", OrdsWarning.ImpossibleYear)]
    [InlineData("2020", OrdsWarning.ImpossibleYear)]
    [InlineData("vers 1980", OrdsWarning.ImpossibleYear)]
    [InlineData("2019", OrdsWarning.None)]
    [InlineData("", OrdsWarning.None)]
    public void An_impossible_year_is_a_warning(string text, OrdsWarning warning) => Warned(Kettle with { YearOfManufacture = text }).ShouldBe(warning);

    [Theory]
    [InlineData("-1", OrdsWarning.ImpossibleAge)]
    [InlineData("151", OrdsWarning.ImpossibleAge)]
    [InlineData("2,5", OrdsWarning.ImpossibleAge)]
    [InlineData("2.5", OrdsWarning.None)]
    public void An_impossible_age_is_a_warning(string text, OrdsWarning warning) => Warned(Kettle with { ProductAge = text }).ShouldBe(warning);

    [Theory]
    [InlineData("Item too worn out")]
    [InlineData("Product too worn out")]
    [InlineData("Too worn out")]
    public void Barrier_6_has_three_spellings(string text)
    {
        Reading.Read(Kettle with { RepairStatus = "End of life", RepairBarrier = text }, Today, out var meaning).ShouldBeNull();
        meaning.Barrier.ShouldBe(RepairBarrier.WornOut);
        meaning.Warnings.ShouldBe(OrdsWarning.None);
    }

    [Fact]
    public void A_barrier_nobody_knows_or_nobody_expects_is_a_warning()
    {
        Warned(Kettle with { RepairStatus = "End of life", RepairBarrier = "Too heavy" }).ShouldBe(OrdsWarning.UnknownBarrier);
        Warned(Kettle with { RepairBarrier = "Too worn out" }).ShouldBe(OrdsWarning.UnexpectedBarrier);
    }

    [Theory]
    [InlineData("17", "Large home electrical", "", "large-home-electrical", OrdsWarning.None)]
    [InlineData("", "hair &amp; beauty item", "", "hair-beauty", OrdsWarning.None)]
    [InlineData("14", "", "", "kettle", OrdsWarning.None)]
    [InlineData("14", "Misc", "", "kettle", OrdsWarning.ContradictoryCategory)]
    [InlineData("99", "Submarine", "", "misc-powered", OrdsWarning.UnknownCategory)]
    public void A_category_is_known_by_its_number_or_its_name(string number, string name, string partner, string code, OrdsWarning warning)
    {
        Reading.Read(Kettle with { ProductCategoryId = number, ProductCategory = name, PartnerProductCategory = partner }, Today, out var meaning).ShouldBeNull();
        meaning.CategoryCode.ShouldBe(code);
        (meaning.Warnings & ~OrdsWarning.HtmlEntity).ShouldBe(warning);
    }

    [Fact]
    public void What_this_program_published_keeps_its_own_category()
    {
        Reading.Read(Kettle with { Id = "repairnet_1", PartnerProductCategory = "Vélo", ProductCategoryId = "18", ProductCategory = "Misc" }, Today, out var meaning).ShouldBeNull();
        meaning.CategoryCode.ShouldBe("bicycle");
    }

    [Theory]
    [InlineData("CAN", "CAN", null, OrdsWarning.None)]
    [InlineData(" can", "CAN", null, OrdsWarning.None)]
    [InlineData("FRA", "FRA", null, OrdsWarning.None)]
    [InlineData("REU", "FRA", "974", OrdsWarning.None)]
    [InlineData("mtq ", "FRA", "972", OrdsWarning.None)]
    [InlineData("", "ZZZ", null, OrdsWarning.UnknownCountry)]
    [InlineData("France", "ZZZ", null, OrdsWarning.UnknownCountry)]
    [InlineData("ZZZ", "ZZZ", null, OrdsWarning.UnknownCountry)]
    public void A_country_is_one_of_the_standard(string text, string country, string? overseas, OrdsWarning warning)
    {
        Reading.Read(Kettle with { Country = text }, Today, out var meaning).ShouldBeNull();
        (meaning.Country, meaning.Overseas).ShouldBe((country, overseas));
        meaning.Warnings.ShouldBe(warning);
    }

    [Theory]
    [InlineData("d?©faut de charge", OrdsWarning.Mojibake)]
    [InlineData("dÃ©faut", OrdsWarning.Mojibake)]
    [InlineData("lâ€™hélice", OrdsWarning.Mojibake)]
    [InlineData("ne d\uFFFDmarre plus", OrdsWarning.Mojibake)]
    [InlineData("Ça marche ? « oui » ? non", OrdsWarning.None)]
    [InlineData("MÂCHOIRE, pâté", OrdsWarning.None)]
    [InlineData("plug &amp; play", OrdsWarning.HtmlEntity)]
    [InlineData("l&#39;hélice", OrdsWarning.HtmlEntity)]
    [InlineData("B&B; rien", OrdsWarning.None)]
    [InlineData("=1+1", OrdsWarning.FormulaCell)]
    [InlineData("-ne marche pas", OrdsWarning.FormulaCell)]
    [InlineData("@home", OrdsWarning.FormulaCell)]
    public void Damaged_text_is_kept_and_flagged(string text, OrdsWarning warning) => Warned(Kettle with { Problem = text }).ShouldBe(warning);

    private static OrdsRefusal? Refused(OrdsRow row) => Reading.Read(row, Today, out _);

    private static OrdsWarning Warned(OrdsRow row)
    {
        Reading.Read(row, Today, out var meaning).ShouldBeNull();
        return meaning.Warnings;
    }

    private static Category Of(string code, int number, string name) => new(code, code, code, true, number, name, null, null, null);

    private static FactorSet FactorSetNamed(string key) => Equipment.TestCatalogue.Catalogue.FactorSets.First(s => s.Key == key);
}
