using NodaTime;
using NodaTime.Text;
using RepairNet.Application.Bookings;
using RepairNet.Domain.Common;

namespace RepairNet.Web.Pages.Bookings;

/// <summary>How much of an agenda is seen at once.</summary>
public enum AgendaSpan
{
    Day,
    Week,
    Month,
}

/// <summary>The way from the day to its week and its month, and back.</summary>
/// <param name="Day">The day seen, or that one goes back to.</param>
public sealed record AgendaViews(PlaceId Place, LocalDate Day, AgendaSpan Current)
{
    /// <summary>The address of the agenda, from the root of the site.</summary>
    public string Address(AgendaSpan span) => span switch
    {
        AgendaSpan.Day => $"~/pro/agenda?lieu={Place}&jour={LocalDatePattern.Iso.Format(Day)}",
        AgendaSpan.Week => $"~/pro/agenda?lieu={Place}&jour={LocalDatePattern.Iso.Format(Day)}&vue=semaine",
        AgendaSpan.Month => Address(Place, Day.ToYearMonth()),
    };

    /// <summary>The address of a month of a place, from the root of the site.</summary>
    public static string Address(PlaceId place, YearMonth month) => $"~/pro/agenda/mois?lieu={place}&mois={YearMonthPattern.Iso.Format(month)}";

    /// <summary>What one sees, in a word to be translated.</summary>
    public static string Word(AgendaSpan span) => span switch
    {
        AgendaSpan.Day => "Jour",
        AgendaSpan.Week => "Semaine",
        AgendaSpan.Month => "Mois",
    };

    /// <summary>Whether an agenda is kept for this month.</summary>
    public static bool Holds(YearMonth month) => month.Year is >= GetBenchDay.FirstYear and <= GetBenchDay.LastYear;
}
