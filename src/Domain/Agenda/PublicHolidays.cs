using NodaTime;

namespace RepairNet.Domain.Agenda;

/// <summary>A public holiday.</summary>
/// <param name="Date">The local day.</param>
/// <param name="Name">Its name in French, as printed in a calendar.</param>
public readonly record struct PublicHoliday(LocalDate Date, string Name);

/// <summary>
/// Public holidays (<em>jours fériés</em>) of a département or overseas territory.
/// <list type="bullet">
/// <item>Everywhere: the eleven of Code du travail L3133-1. Easter Sunday and Whit Sunday are not among them.</item>
/// <item>57, 67, 68: Good Friday and 26 December (Code du travail L3134-13, which ties Good Friday to communes with a
/// Protestant church; observed, and taken here, in all communes).</item>
/// <item>971, 972, 973, 974, 976, 977, 978: commemoration of the abolition of slavery (Code du travail L3422-2, loi 83-550 of
/// 30 June 1983, décret 83-1003 of 23 November 1983). Saint-Martin keeps 28 May since 2018 (loi 2017-256 of 28 February 2017
/// on overseas equality, interministerial circular of 4 May 2018, prefecture's notice of May 2019), 27 May before.</item>
/// <item>986 Wallis-et-Futuna: Saint-Pierre-Chanel (28 April) and the day of the Territory (29 July, loi 61-814).</item>
/// <item>987 French Polynesia: Good Friday, arrival of the Gospel (5 March), and the day of autonomy (29 June) up to 2025, in
/// place of which Matari’i (20 November) from 2026 (loi du pays voted on 6 May 2025).</item>
/// <item>988 New Caledonia: citizenship day (24 September).</item>
/// </list>
/// Customary days off that no law makes a holiday (Schœlcher day, Mi-Carême, Muslim feasts in Mayotte…) are not here: a place
/// that keeps them enters a closure.
/// </summary>
public static class PublicHolidays
{
    /// <summary>Whether the day is a public holiday in the département.</summary>
    /// <param name="date">A local day of the Gregorian calendar.</param>
    /// <param name="departementCode">INSEE code: « 38 », « 2A », « 974 », « 988 »… An unknown code has the national days.</param>
    public static bool IsHoliday(LocalDate date, string departementCode) => On(date, departementCode) is not null;

    /// <summary>The name of the public holiday of that day in the département, in French; null on an ordinary day.</summary>
    /// <param name="date">A local day of the Gregorian calendar.</param>
    /// <param name="departementCode">INSEE code: « 38 », « 2A », « 974 », « 988 »… An unknown code has the national days.</param>
    public static string? On(LocalDate date, string departementCode) => National(date) ?? Local(date, departementCode);

    /// <summary>The public holidays of a year in the département, earliest first.</summary>
    public static IReadOnlyList<PublicHoliday> OfYear(int year, string departementCode)
    {
        var holidays = new List<PublicHoliday>();
        var end = new LocalDate(year, 12, 31);
        for (var date = new LocalDate(year, 1, 1); ; date = date.PlusDays(1))
        {
            if (On(date, departementCode) is { } name)
            {
                holidays.Add(new PublicHoliday(date, name));
            }

            if (date == end)
            {
                return holidays;
            }
        }
    }

    private static string? National(LocalDate date) =>
        (date.Month, date.Day) switch
        {
            (1, 1) => "Jour de l’an",
            (5, 1) => "Fête du Travail",
            (5, 8) => "Victoire de 1945",
            (7, 14) => "Fête nationale",
            (8, 15) => "Assomption",
            (11, 1) => "Toussaint",
            (11, 11) => "Armistice de 1918",
            (12, 25) => "Noël",
            // Easter falls between 22 March and 25 April, so the days that follow it between 23 March and 14 June.
            ( >= 3 and <= 6, _) => DaysAfterEaster(date) switch
            {
                1 => "Lundi de Pâques",
                39 => "Ascension",
                50 => "Lundi de Pentecôte",
                _ => null,
            },
            _ => null,
        };

    private static string? Local(LocalDate date, string departementCode) =>
        (departementCode, date.Month, date.Day) switch
        {
            ("57" or "67" or "68", 12, 26) => "Saint-Étienne",
            ("57" or "67" or "68" or "987", 3 or 4, _) when DaysAfterEaster(date) == -2 => "Vendredi saint",
            ("971", 5, 27) or ("972", 5, 22) or ("973", 6, 10) or ("974", 12, 20) or ("976", 4, 27) or ("977", 10, 9) => "Abolition de l’esclavage",
            ("978", 5, 27) when date.Year < 2018 => "Abolition de l’esclavage",
            ("978", 5, 28) when date.Year >= 2018 => "Abolition de l’esclavage",
            ("986", 4, 28) => "Saint-Pierre-Chanel",
            ("986", 7, 29) => "Fête du Territoire",
            ("987", 3, 5) => "Arrivée de l’Évangile",
            ("987", 6, 29) when date.Year <= 2025 => "Fête de l’autonomie",
            ("987", 11, 20) when date.Year >= 2026 => "Matari’i",
            ("988", 9, 24) => "Fête de la citoyenneté",
            _ => null,
        };

    private static int DaysAfterEaster(LocalDate date) => date.DayOfYear - EasterSunday(date.Year).DayOfYear;

    /// <summary>Gregorian Easter Sunday of the year (Meeus, Jones and Butcher's rule, valid for every year from 1583).</summary>
    public static LocalDate EasterSunday(int year)
    {
        var a = year % 19;
        var (b, c) = (year / 100, year % 100);
        var (d, e) = (b / 4, b % 4);
        var f = (b + 8) / 25;
        var g = (b - f + 1) / 3;
        var h = (19 * a + b - d - g + 15) % 30;
        var (i, k) = (c / 4, c % 4);
        var l = (32 + 2 * e + 2 * i - h - k) % 7;
        var m = (a + 11 * h + 22 * l) / 451;
        var month = (h + l - 7 * m + 114) / 31;
        var day = (h + l - 7 * m + 114) % 31 + 1;
        return new LocalDate(year, month, day);
    }
}
