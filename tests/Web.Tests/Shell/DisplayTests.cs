using System.Globalization;
using CsCheck;
using NodaTime;
using RepairNet.Application.Common;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Shell;

public class DisplayTests
{
    private static readonly Display Fr = Display.In(Language.French);
    private static readonly Display En = Display.In(Language.English);
    private static readonly LocalDate Tuesday = new(2026, 3, 3);

    /// <summary>Expected values are typed with ordinary spaces; no-break ones are checked on their own below.</summary>
    private static string Plain(string text) => text.Replace('\u00A0', ' ').Replace('\u202F', ' ');

    [Theory]
    [InlineData(2026, 3, 3, "mardi 3 mars", "Tuesday 3 March")]
    [InlineData(2026, 3, 1, "dimanche 1er mars", "Sunday 1 March")]
    [InlineData(2027, 2, 28, "dimanche 28 février", "Sunday 28 February")]
    [InlineData(2027, 8, 14, "samedi 14 août", "Saturday 14 August")]
    [InlineData(2027, 12, 31, "vendredi 31 décembre", "Friday 31 December")]
    public void Day_is_written_in_words(int year, int month, int day, string french, string english)
    {
        Fr.Day(new LocalDate(year, month, day)).ShouldBe(french);
        En.Day(new LocalDate(year, month, day)).ShouldBe(english);
    }

    [Fact]
    public void Year_is_written_only_when_it_is_another()
    {
        Fr.Day(Tuesday, new LocalDate(2026, 12, 31)).ShouldBe("mardi 3 mars");
        Fr.Day(Tuesday, new LocalDate(2025, 12, 31)).ShouldBe("mardi 3 mars 2026");
        En.Day(Tuesday, new LocalDate(2027, 1, 1)).ShouldBe("Tuesday 3 March 2026");
        Fr.DayWithYear(Tuesday).ShouldBe("mardi 3 mars 2026");
    }

    [Theory]
    [InlineData(1, "jeu. 1er janv.", "Thu 1 Jan")]
    [InlineData(2, "dim. 1er févr.", "Sun 1 Feb")]
    [InlineData(3, "dim. 1er mars", "Sun 1 March")]
    [InlineData(7, "mer. 1er juil.", "Wed 1 July")]
    [InlineData(9, "mar. 1er sept.", "Tue 1 Sept")]
    public void Short_day_is_for_slots(int month, string french, string english)
    {
        Fr.ShortDay(new LocalDate(2026, month, 1)).ShouldBe(french);
        En.ShortDay(new LocalDate(2026, month, 1)).ShouldBe(english);
    }

    [Fact]
    public void Plain_date_and_month()
    {
        Fr.PlainDate(new LocalDate(2026, 5, 1)).ShouldBe("1er mai 2026");
        En.PlainDate(new LocalDate(2026, 5, 1)).ShouldBe("1 May 2026");
        Fr.Month(new YearMonth(2026, 8)).ShouldBe("août 2026");
        En.Month(new YearMonth(2026, 8)).ShouldBe("August 2026");
    }

    [Theory]
    [InlineData("2027-03-22", "2027-03-24", "du lundi 22 au mercredi 24 mars", "from Monday 22 to Wednesday 24 March")]
    [InlineData("2027-03-30", "2027-04-02", "du mardi 30 mars au vendredi 2 avril", "from Tuesday 30 March to Friday 2 April")]
    [InlineData("2027-12-30", "2028-01-02", "du jeudi 30 décembre 2027 au dimanche 2 janvier 2028", "from Thursday 30 December 2027 to Sunday 2 January 2028")]
    [InlineData("2027-03-22", "2027-03-22", "lundi 22 mars", "Monday 22 March")]
    [InlineData("2028-03-20", "2028-03-21", "du lundi 20 au mardi 21 mars 2028", "from Monday 20 to Tuesday 21 March 2028")]
    public void Span_of_days_says_nothing_twice(string from, string to, string french, string english)
    {
        var pattern = NodaTime.Text.LocalDatePattern.Iso;
        var today = new LocalDate(2027, 3, 1);
        Fr.Days(pattern.Parse(from).Value, pattern.Parse(to).Value, today).ShouldBe(french);
        En.Days(pattern.Parse(from).Value, pattern.Parse(to).Value, today).ShouldBe(english);
    }

    [Theory]
    [InlineData(9, 30, "9 h 30", "9.30 am")]
    [InlineData(14, 0, "14 h", "2 pm")]
    [InlineData(14, 5, "14 h 05", "2.05 pm")]
    [InlineData(0, 0, "0 h", "midnight")]
    [InlineData(0, 30, "0 h 30", "12.30 am")]
    [InlineData(12, 0, "12 h", "noon")]
    [InlineData(12, 15, "12 h 15", "12.15 pm")]
    [InlineData(23, 59, "23 h 59", "11.59 pm")]
    public void Hour_never_looks_like_a_clock(int hour, int minute, string french, string english)
    {
        Plain(Fr.Hour(new LocalTime(hour, minute))).ShouldBe(french);
        Plain(En.Hour(new LocalTime(hour, minute))).ShouldBe(english);
    }

    [Fact]
    public void The_hour_that_autumn_repeats_says_which_of_the_two_it_is()
    {
        var paris = DateTimeZoneProviders.Tzdb["Europe/Paris"];
        var (summer, winter, plain) = (Instant.FromUtc(2027, 10, 31, 0, 30).InZone(paris), Instant.FromUtc(2027, 10, 31, 1, 30).InZone(paris), Instant.FromUtc(2027, 10, 31, 2, 0).InZone(paris));
        Plain(Fr.Hour(summer)).ShouldBe("2 h 30 (heure d’été)");
        Plain(Fr.Hour(winter)).ShouldBe("2 h 30 (heure d’hiver)");
        Plain(Fr.Hour(plain)).ShouldBe("3 h");
        Plain(En.Moment(summer, Tuesday)).ShouldBe("Sunday 31 October 2027 at 2.30 am (summer time)");
        Plain(En.MomentWithYear(winter)).ShouldBe("Sunday 31 October 2027 at 2.30 am (winter time)");
        Plain(Fr.ShortMoment(winter)).ShouldBe("dim. 31 oct. à 2 h 30 (heure d’hiver)");
        Plain(Fr.MomentWithYear(Tuesday.At(new LocalTime(2, 30)).InZoneStrictly(paris))).ShouldBe("mardi 3 mars 2026 à 2 h 30");
    }

    [Fact]
    public void Hours_and_moments()
    {
        Plain(Fr.Hours(new LocalTime(9, 0), new LocalTime(12, 0))).ShouldBe("de 9 h à 12 h");
        Plain(En.Hours(new LocalTime(9, 0), new LocalTime(12, 0))).ShouldBe("from 9 am to noon");
        Plain(Fr.HoursShort(new LocalTime(14, 0), new LocalTime(18, 30))).ShouldBe("14 h – 18 h 30");
        Plain(Fr.Moment(Tuesday.At(new LocalTime(14, 0)), Tuesday)).ShouldBe("mardi 3 mars à 14 h");
        Plain(Fr.Moment(Tuesday.At(new LocalTime(14, 0)), Tuesday.PlusYears(1))).ShouldBe("mardi 3 mars 2026 à 14 h");
        Plain(En.Moment(Tuesday.At(new LocalTime(14, 0)), Tuesday)).ShouldBe("Tuesday 3 March at 2 pm");
        Plain(Fr.MomentWithYear(Tuesday.At(new LocalTime(9, 30)))).ShouldBe("mardi 3 mars 2026 à 9 h 30");
        Plain(Fr.ShortMoment(Tuesday.At(new LocalTime(9, 30)))).ShouldBe("mar. 3 mars à 9 h 30");
        Display.Iso(Tuesday.At(new LocalTime(9, 5, 59))).ShouldBe("2026-03-03T09:05");
        Display.Capital(Fr.Day(Tuesday)).ShouldBe("Mardi 3 mars");
        Display.Capital("").ShouldBe("");
    }

    [Theory]
    [InlineData(1, "1 minute", "1 minute")]
    [InlineData(45, "45 minutes", "45 minutes")]
    [InlineData(60, "60 minutes", "60 minutes")]
    [InlineData(65, "1 h 05", "1 h 5 min")]
    [InlineData(90, "1 h 30", "1 h 30 min")]
    [InlineData(120, "2 heures", "2 hours")]
    public void Minutes(int minutes, string french, string english)
    {
        Plain(Fr.Minutes(minutes)).ShouldBe(french);
        Plain(En.Minutes(minutes)).ShouldBe(english);
    }

    [Theory]
    [InlineData(0, "0", "0")]
    [InlineData(999, "999", "999")]
    [InlineData(9870, "9 870", "9,870")]
    [InlineData(1234567, "1 234 567", "1,234,567")]
    [InlineData(-1200, "−1 200", "−1,200")]
    public void Thousands_are_parted(long number, string french, string english)
    {
        Plain(Fr.Number(number)).ShouldBe(french);
        En.Number(number).ShouldBe(english);
    }

    [Fact]
    public void Spaces_never_break_a_number_from_its_unit()
    {
        Fr.Number(9870).ShouldBe("9\u202F870");
        Fr.Weight(1.8m).ShouldBe("1,8\u00A0kg");
        Fr.Hour(new LocalTime(9, 30)).ShouldBe("9\u00A0h\u00A030");
        Fr.Money(45).ShouldBe("45\u00A0€");
        Display.Phone("0465712010").ShouldBe("04\u00A065\u00A071\u00A020\u00A010");
    }

    [Theory]
    [InlineData(0.0, "0,0 km", "0.0 km")]
    [InlineData(0.64, "0,6 km", "0.6 km")]
    [InlineData(0.65, "0,7 km", "0.7 km")]
    [InlineData(3.96, "4,0 km", "4.0 km")]
    [InlineData(9.94, "9,9 km", "9.9 km")]
    [InlineData(9.96, "10 km", "10 km")]
    [InlineData(12.5, "13 km", "13 km")]
    [InlineData(1234.4, "1 234 km", "1,234 km")]
    public void Distance_has_one_decimal_under_ten(double km, string french, string english)
    {
        Plain(Fr.Distance(km)).ShouldBe(french);
        Plain(En.Distance(km)).ShouldBe(english);
    }

    [Theory]
    [InlineData("0", "0,0 kg", "0.0 kg")]
    [InlineData("1.84", "1,8 kg", "1.8 kg")]
    [InlineData("1.85", "1,9 kg", "1.9 kg")]
    [InlineData("99.94", "99,9 kg", "99.9 kg")]
    [InlineData("99.96", "100 kg", "100 kg")]
    [InlineData("9870.4", "9 870 kg", "9,870 kg")]
    [InlineData("9999.4", "9 999 kg", "9,999 kg")]
    [InlineData("9999.5", "10,0 t", "10.0 t")]
    [InlineData("10000", "10,0 t", "10.0 t")]
    [InlineData("78340", "78,3 t", "78.3 t")]
    [InlineData("130960", "131 t", "131 t")]
    [InlineData("1234567000", "1 234 567 t", "1,234,567 t")]
    public void Weight_turns_to_tonnes_from_ten_thousand_kilograms(string kg, string french, string english)
    {
        var weight = decimal.Parse(kg, System.Globalization.CultureInfo.InvariantCulture);
        Plain(Fr.Weight(weight)).ShouldBe(french);
        Plain(En.Weight(weight)).ShouldBe(english);
        var (number, unit) = Fr.WeightParts(weight);
        Plain($"{number} {unit}").ShouldBe(french);
    }

    [Theory]
    [InlineData("0.15", "0,15 kg")]
    [InlineData("0.994", "0,99 kg")]
    [InlineData("0.996", "1,0 kg")]
    [InlineData("1.84", "1,8 kg")]
    [InlineData("0.05", "0,05 kg")]
    [InlineData("0.004", "0,004 kg")]
    [InlineData("0", "0,0 kg")]
    [InlineData("120", "120 kg")]
    public void The_weight_of_an_item_under_a_kilogram_has_two_decimals_and_is_never_nothing(string kg, string written) =>
        Plain(Fr.ItemWeight(decimal.Parse(kg, CultureInfo.InvariantCulture))).ShouldBe(written);

    [Fact]
    public void The_estimate_of_an_item_under_a_kilogram_has_two_decimals()
    {
        Plain(Fr.ItemEstimate(0.09m, 0.15m, 0.18m)).ShouldBe("0,15 kg (estimé entre 0,09 et 0,18)");
        Plain(En.ItemEstimate(0.09m, 0.15m, 0.18m)).ShouldBe("0.15 kg (estimated between 0.09 and 0.18)");
        Plain(Fr.ItemEstimate(0.15m, 0.15m, 0.15m)).ShouldBe("0,15 kg");
        Plain(Fr.ItemBetween(0.09m, 0.15m, 0.18m)).ShouldBe("entre 0,09 et 0,18 kg");
        Plain(Fr.ItemEstimate(1.49m, 1.84m, 2.41m)).ShouldBe("1,8 kg (estimé entre 1,4 et 2,5)");
        Plain(Fr.Estimate(0.09m, 0.15m, 0.18m)).ShouldBe("0,2 kg (estimé entre 0,0 et 0,2)", "totals keep one decimal");
    }

    [Theory]
    [InlineData("0.0046", "0,0046 kg")]
    [InlineData("120", "120 kg")]
    [InlineData("62.50", "62,5 kg")]
    public void A_weight_to_look_at_again_is_written_as_it_was_typed(string kg, string written) => Plain(Fr.TypedWeight(decimal.Parse(kg, CultureInfo.InvariantCulture))).ShouldBe(written);

    [Theory]
    [InlineData("6.2", "6,20 kg")]
    [InlineData("0.004", "0,004 kg")]
    [InlineData("0.0046", "0,005 kg")]
    [InlineData("0.005", "0,01 kg")]
    [InlineData("0.000002", "0,000002 kg")]
    [InlineData("0", "0,00 kg")]
    public void Scale_shows_two_decimals_and_as_many_as_it_takes_not_to_be_nothing(string kg, string written) => Plain(Fr.ScaleWeight(decimal.Parse(kg, CultureInfo.InvariantCulture))).ShouldBe(written);

    [Fact]
    public void Estimate_rounds_low_down_and_high_up()
    {
        Plain(Fr.Estimate(1.49m, 1.84m, 2.41m)).ShouldBe("1,8 kg (estimé entre 1,4 et 2,5)");
        Plain(En.Estimate(1.49m, 1.84m, 2.41m)).ShouldBe("1.8 kg (estimated between 1.4 and 2.5)");
        Plain(Fr.Estimate(1.8m, 1.8m, 1.8m)).ShouldBe("1,8 kg");
        Plain(Fr.Between(7650.9m, 9870m, 13899.1m)).ShouldBe("entre 7 650 et 13 900 kg");
        Plain(Fr.Between(9_400m, 78_000m, 166_001m)).ShouldBe("entre 9,4 et 166,1 t");
        Plain(En.Between(9_400m, 78_000m, 166_001m)).ShouldBe("between 9.4 and 166.1 t");
    }

    [Fact]
    public void Written_bracket_always_holds_the_true_one() =>
        Gen.Select(Gen.Decimal[0, 500_000], Gen.Decimal[0, 500_000], Gen.Decimal[0, 500_000]).Sample((a, b, c) =>
        {
            var sorted = new[] { a, b, c }.Order().ToArray();
            if (sorted[0] == sorted[2])
            {
                return;
            }

            var written = Plain(En.Between(sorted[0], sorted[1], sorted[2])).Replace(",", "", StringComparison.Ordinal).Split(' ');
            var unit = written[4] == "t" ? 1000m : 1m;
            var low = decimal.Parse(written[1], System.Globalization.CultureInfo.InvariantCulture) * unit;
            var high = decimal.Parse(written[3], System.Globalization.CultureInfo.InvariantCulture) * unit;
            (low <= sorted[0]).ShouldBeTrue();
            (high >= sorted[2]).ShouldBeTrue();
            (sorted[0] - low < unit && high - sorted[2] < unit).ShouldBeTrue();
        });

    [Theory]
    [InlineData("0", "gratuit", "free")]
    [InlineData("45", "45 €", "€45")]
    [InlineData("12.5", "12,50 €", "€12.50")]
    [InlineData("12.999", "13,00 €", "€13.00")]
    [InlineData("1200", "1 200 €", "€1,200")]
    public void Money(string euros, string french, string english)
    {
        var amount = decimal.Parse(euros, System.Globalization.CultureInfo.InvariantCulture);
        Plain(Fr.Money(amount)).ShouldBe(french);
        Plain(En.Money(amount)).ShouldBe(english);
    }

    [Theory]
    [InlineData("0.64", "64 %", "64%")]
    [InlineData("0", "0 %", "0%")]
    [InlineData("1", "100 %", "100%")]
    [InlineData("0.999", "99 %", "99%")]
    [InlineData("0.001", "1 %", "1%")]
    public void Percent_is_never_all_nor_nothing_by_rounding(string share, string french, string english)
    {
        var value = decimal.Parse(share, System.Globalization.CultureInfo.InvariantCulture);
        Plain(Fr.Percent(value)).ShouldBe(french);
        Plain(En.Percent(value)).ShouldBe(english);
    }

    [Fact]
    public void List_ends_with_and()
    {
        Fr.List([]).ShouldBe("");
        Fr.List(["vélo"]).ShouldBe("vélo");
        Fr.List(["vélo", "four"]).ShouldBe("vélo et four");
        En.List(["a", "b", "c"]).ShouldBe("a, b and c");
    }

    [Theory]
    [InlineData("0465712010", "04 65 71 20 10", "tel:+33465712010")]
    [InlineData("+33465712010", "04 65 71 20 10", "tel:+33465712010")]
    [InlineData("+33 (0)4 65 71 20 10", "04 65 71 20 10", "tel:+33465712010")]
    [InlineData("0033 4 65 71 20 10", "04 65 71 20 10", "tel:+33465712010")]
    [InlineData("04.65.71.20.10", "04 65 71 20 10", "tel:+33465712010")]
    [InlineData("0692123456", "06 92 12 34 56", "tel:+262692123456")]
    [InlineData("+590590123456", "05 90 12 34 56", "tel:+590590123456")]
    [InlineData("+41227912111", "+41 22 791 21 11", "tel:+41227912111")]
    [InlineData("3635", "3635", "tel:3635")]
    public void Telephone_is_read_in_pairs_and_dialled_from_anywhere(string number, string written, string link)
    {
        Plain(Display.Phone(number)).ShouldBe(written);
        Display.PhoneLink(number).ShouldBe(link);
    }

    [Theory]
    [InlineData("Et ensuite ?", "Et ensuite\u202F?")]
    [InlineData("Erreur : ici", "Erreur\u00A0: ici")]
    [InlineData("« Fermer »", "«\u00A0Fermer\u00A0»")]
    [InlineData("L'objet d'hier", "L’objet d’hier")]
    [InlineData("de 8 h 30 à 12 h.", "de 8\u00A0h\u00A030 à 12\u00A0h.")]
    [InlineData("45 € ou 12 kg, 3 hommes", "45\u00A0€ ou 12\u00A0kg, 3 hommes")]
    [InlineData("pour 1 000 habitants, 12 345 678 kg", "pour 1\u202F000 habitants, 12\u202F345\u202F678\u00A0kg")]
    [InlineData("En 2027 100 objets, au 04 76 00 00 00", "En 2027 100 objets, au 04 76 00 00 00")]
    [InlineData("Jusqu’à {0} km, 15 min", "Jusqu’à {0}\u00A0km, 15\u00A0min")]
    [InlineData("Sans rien", "Sans rien")]
    [InlineData("", "")]
    public void French_print_needs_no_special_keyboard(string typed, string set) => Typography.French(typed).ShouldBe(set);
}
