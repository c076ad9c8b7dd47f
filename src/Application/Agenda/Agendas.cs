using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Application.Common;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;

namespace RepairNet.Application.Agenda;

/// <summary>Hours come from what is known of each place's offer; days further back are read from the database.</summary>
internal sealed class Agendas(RepairNetDb db, IOffers offers, IDateTimeZoneProvider zones) : IAgendas
{
    public async Task<IReadOnlyDictionary<PlaceId, PlaceHours>> HoursAsync(IReadOnlyCollection<PlaceId> places, LocalDate from, LocalDate to, CancellationToken cancellationToken)
    {
        if (places.Count == 0)
        {
            return new Dictionary<PlaceId, PlaceHours>();
        }

        var known = await offers.OfPlacesAsync(places, cancellationToken);
        return known.Values.All(offer => offer.HoursFrom <= from)
            ? known.ToDictionary(offer => offer.Key, offer => offer.Value.Hours)
            : await db.HoursAsync(zones, places, from, to, cancellationToken);
    }
}

/// <summary>Reads the hours of places: one query for the places, one for each thing that rules their hours, whatever their number.</summary>
internal static class HoursReading
{
    /// <summary>Hours of each of these places, enough for any local day of the period, both ends included. Unknown places are absent.</summary>
    public static async Task<IReadOnlyDictionary<PlaceId, PlaceHours>> HoursAsync(this RepairNetDb db, IDateTimeZoneProvider zones, IReadOnlyCollection<PlaceId> places, LocalDate from, LocalDate to, CancellationToken cancellationToken)
    {
        PlaceId[] ids = [.. places];
        var settings = await db.Places.AsNoTracking()
            .Where(p => ids.Contains(p.Id))
            .Select(p => new { p.Id, p.TimeZone, p.Benches, p.CommuneCode, p.ClosedOnHolidays })
            .ToListAsync(cancellationToken);
        var rules = await db.OpeningRules.AsNoTracking()
            .Where(r => ids.Contains(r.PlaceId) && r.ValidFrom <= to && (r.ValidTo == null || r.ValidTo >= from))
            .ToListAsync(cancellationToken);

        // No zone is more than a day away from UTC.
        var (start, end) = (Midnight(from, -1), Midnight(to, 2));
        var closures = await db.Closures.AsNoTracking()
            .Where(c => ids.Contains(c.PlaceId) && c.End > start && c.Start < end)
            .ToListAsync(cancellationToken);
        var overrides = await db.DayOverrides.AsNoTracking()
            .Where(d => ids.Contains(d.PlaceId) && d.Date >= from && d.Date <= to)
            .ToListAsync(cancellationToken);

        var sessions = await db.CafeSessions.AsNoTracking().Include(s => s.Volunteers)
            .Where(s => ids.Contains(s.PlaceId) && s.Date >= from && s.Date <= to)
            .ToListAsync(cancellationToken);
        var sessionsOf = (await db.SessionHoursAsync(sessions, cancellationToken)).ToLookup(s => s.Place, s => s.Hours);

        var rulesOf = rules.ToLookup(r => r.PlaceId);
        var closuresOf = closures.ToLookup(c => c.PlaceId);
        var overridesOf = overrides.ToLookup(d => d.PlaceId);
        return settings.ToDictionary(p => p.Id, p => new PlaceHours(
            zones[p.TimeZone], p.Benches, DepartementOf(p.CommuneCode), p.ClosedOnHolidays, rulesOf[p.Id], closuresOf[p.Id], overridesOf[p.Id], sessionsOf[p.Id]));
    }

    /// <summary>Sessions as slots are computed with them: what who comes repairs without help.</summary>
    private static async Task<IReadOnlyList<(PlaceId Place, SessionHours Hours)>> SessionHoursAsync(this RepairNetDb db, IReadOnlyList<CafeSession> sessions, CancellationToken cancellationToken)
    {
        if (sessions.Count == 0)
        {
            return [];
        }

        var people = sessions.SelectMany(s => s.Volunteers).Select(v => v.PersonId).Distinct().ToList();
        var skills = (await db.People.AsNoTracking().Where(p => people.Contains(p.Id))
            .SelectMany(p => p.Skills).Select(s => new { s.PersonId, s.Category, s.Level }).ToListAsync(cancellationToken))
            .Where(s => s.Level.RepairsAlone()).ToLookup(s => s.PersonId, s => s.Category);
        return [.. sessions.Select(s => (s.PlaceId, new SessionHours(
            s.Id, s.Date, s.From, s.To, s.Benches, s.Volunteers.SelectMany(v => skills[v.PersonId]).ToHashSet(StringComparer.Ordinal), s.CancelledAt is not null, s.MinutesPerPlace)))];
    }

    /// <summary>An INSEE commune code begins with that of its département: two signs, three overseas.</summary>
    private static string DepartementOf(string communeCode) =>
        communeCode.StartsWith("97", StringComparison.Ordinal) || communeCode.StartsWith("98", StringComparison.Ordinal) ? communeCode[..3] : communeCode[..2];

    private static Instant Midnight(LocalDate date, int daysLater)
    {
        var shifted = Math.Clamp((long)Period.DaysBetween(LocalDate.MinIsoValue, date) + daysLater, 0, Period.DaysBetween(LocalDate.MinIsoValue, LocalDate.MaxIsoValue));
        return LocalDate.MinIsoValue.PlusDays((int)shifted).AtMidnight().InUtc().ToInstant();
    }
}
