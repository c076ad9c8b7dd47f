using System.Diagnostics.CodeAnalysis;
using NodaTime;
using NodaTime.Text;
using RepairNet.Application.Common;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;

namespace RepairNet.Web.Api;

/// <summary>Instants, dates and times as the API writes and reads them.</summary>
internal static class ApiTime
{
    /// <summary>The end of a day, as ISO 8601 wrote it.</summary>
    public const string MidnightAfter = "24:00";

    private static readonly OffsetDateTimePattern Written = OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'sso<+HH:mm>");

    private static readonly OffsetDateTimePattern[] Read =
    [
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'ss;FFFFFFFFFo<G>"),
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mmo<G>"),
    ];

    private static readonly LocalTimePattern HourAndMinute = LocalTimePattern.CreateWithInvariantCulture("HH':'mm");

    /// <summary>« 2027-03-29T09:00:00+02:00 ».</summary>
    public static string Instant(Instant instant, DateTimeZone zone) => Written.Format(instant.InZone(zone).ToOffsetDateTime());

    /// <summary>« 2027-03-29 ».</summary>
    public static string Date(LocalDate date) => LocalDatePattern.Iso.Format(date);

    /// <summary>« 09:00 ».</summary>
    public static string Time(LocalTime time) => HourAndMinute.Format(time);

    /// <summary>When something ends: « 12:00 », or « 24:00 » at the end of the day.</summary>
    public static string Closing(LocalTime time) => time == ClosingTime.EndOfDay ? MidnightAfter : Time(time);

    /// <summary>Reads when something ends: as <see cref="TryTime"/>, and « 24:00 », which is « 00:00 » here.</summary>
    public static bool TryClosing([NotNullWhen(true)] string? text, out LocalTime time)
    {
        if (text is MidnightAfter or MidnightAfter + ":00")
        {
            time = ClosingTime.EndOfDay;
            return true;
        }

        return TryTime(text, out time);
    }

    /// <summary>Reads an instant with its offset; <c>Z</c>, <c>+01</c> and fractions of a second are understood.</summary>
    public static bool TryInstant([NotNullWhen(true)] string? text, out Instant instant)
    {
        instant = default;
        foreach (var pattern in Read)
        {
            if (text is { Length: <= 40 } && pattern.Parse(text).TryGetValue(default, out var value) && IsOfThisEra(value))
            {
                instant = value.ToInstant();
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a moment is far enough from the ends of the calendar for any offset, and for a day more or less.</summary>
    public static bool IsOfThisEra(OffsetDateTime value) => value.Year is >= 1 and < 9999;

    /// <summary>Whether a date is one that <c>YYYY-MM-DD</c> writes.</summary>
    public static bool IsOfThisEra(LocalDate date) => date.Year >= 1;

    /// <summary>Reads an id as it is given out.</summary>
    public static bool TryId<TId>(string? text, out TId id)
        where TId : struct, ITypedId<TId> => TId.TryRead(text, out id);

    public static bool TryDate([NotNullWhen(true)] string? text, out LocalDate date)
    {
        date = default;
        return text is { Length: <= 20 } && LocalDatePattern.Iso.Parse(text).TryGetValue(default, out date) && IsOfThisEra(date);
    }

    /// <summary>Reads « 09:00 »; « 09:00:00 » too, seconds being zero.</summary>
    public static bool TryTime([NotNullWhen(true)] string? text, out LocalTime time)
    {
        time = default;
        return text is { Length: 5 } && HourAndMinute.Parse(text).TryGetValue(default, out time)
            || text is { Length: 8 } && text.EndsWith(":00", StringComparison.Ordinal) && HourAndMinute.Parse(text[..5]).TryGetValue(default, out time);
    }
}

/// <summary>Reads the parts of a request that are texts in JSON or in an address, and gathers what is wrong with them.</summary>
internal sealed class FieldReader
{
    private readonly Dictionary<string, string[]> _errors = [];

    public Instant Instant(string field, string? text) =>
        ApiTime.TryInstant(text, out var instant) ? instant : Wrong<Instant>(field, "Écrivez l’instant avec son décalage, par exemple 2027-03-29T09:00:00+02:00.");

    public LocalDate Date(string field, string? text) =>
        ApiTime.TryDate(text, out var date) ? date : Wrong<LocalDate>(field, "Écrivez la date comme 2027-03-29.");

    public LocalDate? OptionalDate(string field, string? text) => string.IsNullOrEmpty(text) ? null : Date(field, text);

    public LocalTime Time(string field, string? text) =>
        ApiTime.TryTime(text, out var time) ? time : Wrong<LocalTime>(field, "Écrivez l’heure comme 09:00, de 00:00 à 23:59.");

    /// <summary>When something ends. 00:00 is where a day begins, before anything that opens on it: only 24:00 is its end here. Pages read both.</summary>
    public LocalTime Closing(string field, string? text) =>
        ApiTime.TryTime(text, out var start) && start == LocalTime.Midnight ? Wrong<LocalTime>(field, "L’heure de fin est après celle de début. Pour la fin de la journée, écrivez 24:00.")
        : ApiTime.TryClosing(text, out var time) ? time : Wrong<LocalTime>(field, "Écrivez l’heure comme 18:00, jusqu’à 24:00 pour minuit.");

    /// <summary>Notes an error; the value returned stands for the unreadable one.</summary>
    public T? Wrong<T>(string field, string message)
    {
        _errors[field] = [message];
        return default;
    }

    /// <summary>A whole number within bounds; null where none is given.</summary>
    public int? OptionalNumber(string field, string? text, int least, int most) =>
        string.IsNullOrEmpty(text) ? null
        : int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number
        : Wrong<int?>(field, "Écrivez un nombre entier, dans ses limites.");

    /// <summary>Notes an error unless this is so.</summary>
    public void Require(bool isSo, string field, string message)
    {
        if (!isSo)
        {
            _errors[field] = [message];
        }
    }

    /// <summary>Refuses the request if anything was wrong.</summary>
    /// <exception cref="InvalidRequestException">Something was.</exception>
    public void Check()
    {
        if (_errors.Count > 0)
        {
            throw new InvalidRequestException(_errors);
        }
    }
}
