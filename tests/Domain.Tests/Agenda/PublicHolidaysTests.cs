using NodaTime;
using NodaTime.Text;
using RepairNet.Domain.Agenda;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.Agenda;

public class PublicHolidaysTests
{
    private static string[] Days(int year, string departement) =>
        [.. PublicHolidays.OfYear(year, departement).Select(h => LocalDatePattern.CreateWithInvariantCulture("MM-dd").Format(h.Date))];

    /// <summary>Easter Monday, Ascension and Whit Monday as the official calendars print them.</summary>
    [Theory]
    [InlineData(2024, "04-01", "05-09", "05-20")]
    [InlineData(2025, "04-21", "05-29", "06-09")]
    [InlineData(2026, "04-06", "05-14", "05-25")]
    [InlineData(2027, "03-29", "05-06", "05-17")]
    [InlineData(2028, "04-17", "05-25", "06-05")]
    [InlineData(2029, "04-02", "05-10", "05-21")]
    [InlineData(2030, "04-22", "05-30", "06-10")]
    public void The_eleven_national_days_and_no_other(int year, string easterMonday, string ascension, string whitMonday)
    {
        string[] expected = ["01-01", easterMonday, "05-01", "05-08", ascension, whitMonday, "07-14", "08-15", "11-01", "11-11", "12-25"];
        foreach (var departement in (string[])["38", "2A", "75", "54", "88", "975", "984", "989", "??"])
        {
            Days(year, departement).ShouldBe(expected.Order().ToArray(), departement);
        }
    }

    [Theory]
    [InlineData(2024, "03-29")]
    [InlineData(2025, "04-18")]
    [InlineData(2026, "04-03")]
    [InlineData(2027, "03-26")]
    [InlineData(2028, "04-14")]
    [InlineData(2029, "03-30")]
    [InlineData(2030, "04-19")]
    public void Good_friday_and_26_december_in_alsace_and_moselle(int year, string goodFriday)
    {
        foreach (var departement in (string[])["57", "67", "68"])
        {
            Days(year, departement).ShouldBe(Days(year, "38").Append(goodFriday).Append("12-26").Order().ToArray(), departement);
        }
    }

    [Theory]
    [InlineData("971", "05-27")]
    [InlineData("972", "05-22")]
    [InlineData("973", "06-10")]
    [InlineData("974", "12-20")]
    [InlineData("976", "04-27")]
    [InlineData("977", "10-09")]
    [InlineData("978", "05-28")]
    [InlineData("988", "09-24")]
    public void One_day_of_their_own_overseas(string departement, string day)
    {
        for (var year = 2024; year <= 2030; year++)
        {
            Days(year, departement).ShouldBe(Days(year, "38").Append(day).Distinct().Order().ToArray(), $"{departement} in {year}");
        }
    }

    [Fact]
    public void Saint_martin_kept_the_day_of_guadeloupe_until_2017()
    {
        PublicHolidays.IsHoliday(new LocalDate(2017, 5, 27), "978").ShouldBeTrue();
        PublicHolidays.IsHoliday(new LocalDate(2017, 5, 28), "978").ShouldBeFalse();
        PublicHolidays.IsHoliday(new LocalDate(2018, 5, 27), "978").ShouldBeFalse();
        PublicHolidays.IsHoliday(new LocalDate(2018, 5, 28), "978").ShouldBeTrue();
    }

    [Fact]
    public void Wallis_and_futuna() => Days(2027, "986").ShouldBe(Days(2027, "38").Append("04-28").Append("07-29").Order());

    [Fact]
    public void Polynesia_replaced_its_day_of_autonomy_in_2026()
    {
        Days(2025, "987").ShouldBe(Days(2025, "38").Append("03-05").Append("04-18").Append("06-29").Order());
        Days(2026, "987").ShouldBe(Days(2026, "38").Append("03-05").Append("04-03").Append("11-20").Order());
    }

    [Theory]
    [InlineData(2027, 1, 1, "38", "Jour de l’an")]
    [InlineData(2027, 3, 29, "38", "Lundi de Pâques")]
    [InlineData(2027, 5, 1, "38", "Fête du Travail")]
    [InlineData(2027, 5, 6, "38", "Ascension")]
    [InlineData(2027, 5, 8, "38", "Victoire de 1945")]
    [InlineData(2027, 5, 17, "38", "Lundi de Pentecôte")]
    [InlineData(2027, 7, 14, "38", "Fête nationale")]
    [InlineData(2027, 8, 15, "38", "Assomption")]
    [InlineData(2027, 11, 1, "38", "Toussaint")]
    [InlineData(2027, 11, 11, "38", "Armistice de 1918")]
    [InlineData(2027, 12, 25, "38", "Noël")]
    [InlineData(2027, 3, 26, "67", "Vendredi saint")]
    [InlineData(2027, 12, 26, "57", "Saint-Étienne")]
    [InlineData(2027, 12, 20, "974", "Abolition de l’esclavage")]
    // Ascension may fall on the first of May: the day keeps the name it has every year.
    [InlineData(2008, 5, 1, "38", "Fête du Travail")]
    public void Each_has_its_name(int year, int month, int day, string departement, string name)
    {
        PublicHolidays.On(new LocalDate(year, month, day), departement).ShouldBe(name);
        PublicHolidays.IsHoliday(new LocalDate(year, month, day), departement).ShouldBeTrue();
    }

    [Theory]
    [InlineData(2027, 3, 28)]
    [InlineData(2027, 5, 16)]
    [InlineData(2027, 3, 26)]
    [InlineData(2027, 12, 26)]
    public void Easter_sunday_whit_sunday_and_the_days_of_alsace_are_ordinary_elsewhere(int year, int month, int day) =>
        PublicHolidays.On(new LocalDate(year, month, day), "38").ShouldBeNull();

    /// <summary>Extremes of the rule: the earliest Easter (22 March 2285), the latest (25 April 2038), and its exceptions (1954, 1981, 2049, 2076).</summary>
    [Theory]
    [InlineData(1818, 3, 22)]
    [InlineData(1954, 4, 18)]
    [InlineData(1981, 4, 19)]
    [InlineData(2000, 4, 23)]
    [InlineData(2008, 3, 23)]
    [InlineData(2038, 4, 25)]
    [InlineData(2049, 4, 18)]
    [InlineData(2076, 4, 19)]
    [InlineData(2285, 3, 22)]
    public void Easter(int year, int month, int day) => PublicHolidays.EasterSunday(year).ShouldBe(new LocalDate(year, month, day));
}
