using NodaTime;
using RepairNet.Application.Common;

namespace RepairNet.Application.Agenda;

/// <summary>Local days that slots are asked for, both included.</summary>
internal readonly record struct SlotPeriod(LocalDate From, LocalDate To)
{
    /// <summary>Most days asked for at once.</summary>
    public const int MaxDays = 400;

    /// <summary>The days asked for, defaults filled in.</summary>
    /// <param name="defaultDays">The last day lies this many days after the first when it is not given.</param>
    /// <exception cref="InvalidRequestException">The last day comes before the first, or there are more than <see cref="MaxDays"/>.</exception>
    public static SlotPeriod Read(LocalDate? from, LocalDate? to, LocalDate today, int defaultDays)
    {
        var first = from ?? (to < today ? to.Value : today);
        var last = to ?? (first < LocalDate.MaxIsoValue.PlusDays(-defaultDays) ? first.PlusDays(defaultDays) : LocalDate.MaxIsoValue);
        if (last < first)
        {
            throw new InvalidRequestException("to", "Le dernier jour vient avant le premier.");
        }

        return Period.DaysBetween(first, last) < MaxDays
            ? new SlotPeriod(first, last)
            : throw new InvalidRequestException("to", "Demandez 400 jours au plus.");
    }

    /// <summary>Each of these days.</summary>
    public IEnumerable<LocalDate> Days
    {
        get
        {
            for (var day = From; day <= To; day = day.PlusDays(1))
            {
                yield return day;
                if (day == To)
                {
                    yield break;
                }
            }
        }
    }

    /// <summary>The part in which a start can lie at all: from today until the service takes no more bookings; null if there is none.</summary>
    public SlotPeriod? Within(Instant now, DateTimeZone zone, int maxAheadDays)
    {
        var today = now.InZone(zone).Date;
        var (from, to) = (LocalDate.Max(From, today), LocalDate.Min(To, today.PlusDays(maxAheadDays)));
        return from <= to ? new SlotPeriod(from, to) : null;
    }

    /// <summary>The instants of these days, with room for what begins before or ends after.</summary>
    public (Instant Start, Instant End) Instants(DateTimeZone zone) =>
        (zone.AtStartOfDay(From.PlusDays(-1)).ToInstant(), zone.AtStartOfDay(To.PlusDays(3)).ToInstant());
}
