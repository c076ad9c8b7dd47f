using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Impact;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Impact;

/// <summary>On which day something counts: on its own, or today where its period was closed meanwhile.</summary>
public interface ICountingDays
{
    /// <summary>
    /// Holds every period as it is, open or closed, to the end of the transaction, and tells which of these communes and days are closed.
    /// </summary>
    /// <param name="written">Communes, or the country of what has none (« sans commune »), and local days about to be counted.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<OpenDays> ForAsync(IReadOnlyCollection<(string Where, LocalDate Day)> written, CancellationToken cancellationToken);
}

/// <summary>The answer for the communes asked about.</summary>
public sealed class OpenDays(ILookup<string, ClosedCommune> closed, Func<string, LocalDate> today)
{
    /// <summary>The day something of this commune, or country, and day counts on.</summary>
    public LocalDate Of(string where, LocalDate day) => closed[where].Any(c => c.From <= day && day <= c.To) ? today(where) : day;
}

internal sealed class CountingDays(RepairNetDb db, IRowLocks locks, ITerritories territories, IClock clock, IDateTimeZoneProvider zones) : ICountingDays
{
    /// <summary>Held by whoever closes a period, shared by whoever writes in the ledger.</summary>
    public const string Periods = "impact-periods";

    public async Task<OpenDays> ForAsync(IReadOnlyCollection<(string Where, LocalDate Day)> written, CancellationToken cancellationToken)
    {
        await locks.ShareNameAsync(Periods, cancellationToken);
        var communes = written.Select(w => w.Where).Distinct(StringComparer.Ordinal).ToArray();
        var (first, last) = written.Count == 0 ? (default, default) : (written.Min(w => w.Day), written.Max(w => w.Day));

        // An import asks about thousands: one parameter, where one each takes the driver the square of their number.
        var closed = await db.ClosedCommunes.AsNoTracking()
            .Where(c => EF.Parameter(communes).Contains(c.CommuneCode) && c.From <= last && c.To >= first)
            .ToListAsync(cancellationToken);
        var index = closed.Count == 0 ? null : await territories.GetAsync(cancellationToken);
        var now = clock.GetCurrentInstant();
        return new OpenDays(
            closed.ToLookup(c => c.CommuneCode, StringComparer.Ordinal),
            commune => now.InZone(zones[index!.Commune(commune)?.TimeZoneId ?? TimeZones.Metropolitan]).Date);
    }
}
