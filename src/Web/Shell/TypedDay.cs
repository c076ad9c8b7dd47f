using System.Diagnostics.CodeAnalysis;
using NodaTime;
using NodaTime.Text;
using RepairNet.Web.Api;

namespace RepairNet.Web.Shell;

/// <summary>
/// A day as a form sends it: <c>2027-03-29</c> by a browser that has a calendar for such fields, whatever it shows; <c>29/03/2027</c> by someone who
/// types it in one that has none. Never the month first.
/// </summary>
internal static class TypedDay
{
    private static readonly LocalDatePattern DayFirst = LocalDatePattern.CreateWithInvariantCulture("d/M/uuuu");

    public static bool TryRead([NotNullWhen(true)] string? text, out LocalDate day)
    {
        var typed = text?.Trim();
        return ApiTime.TryDate(typed, out day)
            || typed is { Length: <= 10 } && DayFirst.Parse(typed.Replace('.', '/').Replace('-', '/')).TryGetValue(default, out day) && ApiTime.IsOfThisEra(day);
    }

    /// <summary>Null for what is no day.</summary>
    public static LocalDate? Read(string? text) => TryRead(text, out var day) ? day : null;

    /// <summary>As addresses and fields of dates hold it; what is no day stays as it was typed.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Iso(string? text) => TryRead(text, out var day) ? ApiTime.Date(day) : text;
}
