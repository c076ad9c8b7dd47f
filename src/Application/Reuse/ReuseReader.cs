using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Reuse.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Reuse;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Reuse;

/// <summary>A reuse workshop one works for.</summary>
public sealed record OwnReuseWorkshop(OrganisationId Id, string Name, string Slug);

/// <summary>Weighings of one kind added up.</summary>
/// <param name="Grams">Net grams, each with the sign of its weighing.</param>
internal sealed record WeighedRow(WeighingDirection Direction, IntakeChannel? Channel, Destination? Destination, RecyclingStream? Stream, string? Origin, string? Category, long Grams, long Items)
{
    public WeighedSum Sum => new(Direction, Destination, Grams, Items);
}

/// <summary>Finds the workshops one works for, and adds up weighings in the database.</summary>
internal sealed class ReuseReader(RepairNetDb db, ICountedFigures counted) : IReuseFigures
{
    private const int MostWorkshops = 50;

    /// <summary>The reuse workshops of someone, by name, and the one asked for; null for one that is not theirs.</summary>
    public async Task<(OwnReuseWorkshop Workshop, IReadOnlyList<OwnReuseWorkshop> All)?> OwnAsync(Actor actor, Permission permission, string? slug, CancellationToken cancellationToken)
    {
        OrganisationId[] own = [.. actor.OrganisationsWith(permission)];
        var all = await db.Organisations.AsNoTracking()
            .Where(o => (o.Kinds & OrganisationKinds.ReuseWorkshop) != 0 && (own.Contains(o.Id) || (actor.IsOperator && o.Slug == slug)))
            .OrderBy(o => o.Name).ThenBy(o => o.Slug).Take(MostWorkshops)
            .Select(o => new OwnReuseWorkshop(o.Id, o.Name, o.Slug)).ToListAsync(cancellationToken);
        return (string.IsNullOrEmpty(slug) ? all.FirstOrDefault() : all.Find(o => o.Slug == slug)) is { } chosen ? (chosen, all) : null;
    }

    /// <summary>Today at the workshop's first place.</summary>
    public async Task<LocalDate> TodayAsync(OrganisationId organisation, Instant now, IDateTimeZoneProvider zones, CancellationToken cancellationToken) =>
        now.InZone(zones[await db.Places.Where(p => p.OrganisationId == organisation).OrderBy(p => p.Name).ThenBy(p => p.Id).Select(p => p.TimeZone).FirstOrDefaultAsync(cancellationToken) ?? TimeZones.Metropolitan]).Date;

    /// <summary>All weighings of a workshop from one day to another, both included, added up by all that tells them apart.</summary>
    public async Task<IReadOnlyList<WeighedRow>> RowsAsync(OrganisationId organisation, LocalDate from, LocalDate to, CancellationToken cancellationToken) =>
        await (from w in db.Weighings.AsNoTracking()
               join l in db.WeighingLines.AsNoTracking() on w.Id equals l.WeighingId
               where w.OrganisationId == organisation && w.Date >= @from && w.Date <= to
               group new { w.Sign, l.NetGrams, l.Count } by new { w.Direction, w.Channel, w.Destination, w.Stream, w.OriginCode, l.CategoryCode } into g
               select new WeighedRow(
                   g.Key.Direction, g.Key.Channel, g.Key.Destination, g.Key.Stream, g.Key.OriginCode, g.Key.CategoryCode,
                   g.Sum(x => x.Sign * x.NetGrams), g.Sum(x => (long)(x.Sign * (x.Count ?? 0))))).ToListAsync(cancellationToken);

    /// <summary>What lay there before a day, a category at a time.</summary>
    public async Task<IReadOnlyDictionary<string, long>> StockBeforeAsync(OrganisationId organisation, LocalDate day, CancellationToken cancellationToken) =>
        await (from w in db.Weighings.AsNoTracking()
               join l in db.WeighingLines.AsNoTracking() on w.Id equals l.WeighingId
               where w.OrganisationId == organisation && w.Date < day
               group new { w.Sign, l.NetGrams } by l.CategoryCode into g
               select new { g.Key, Grams = g.Sum(x => x.Sign * x.NetGrams) }).ToDictionaryAsync(g => g.Key ?? StockLine.Unknown, g => g.Grams, cancellationToken);

    /// <inheritdoc />
    public async Task<WorkFigures> WorkOfTerritoryAsync(TerritoryIndex territories, TerritoryKey territory, LocalDate? from, LocalDate? to, CancellationToken cancellationToken)
    {
        var (first, last) = (from ?? Domain.Repairs.RepairLimits.FirstDay, to ?? new LocalDate(9999, 12, 31));
        string[] few = territory.Level is TerritoryLevel.Commune or TerritoryLevel.Epci ? [.. territories.CodesOf(territory)] : [];

        // One row a workshop and commune it declared in, whatever the number of quarters: its hours, and what it said of the last. A workshop that moved works
        // where it last said: its jobs are not counted in both communes.
        var within = db.Workforces.AsNoTracking().Where(w => w.LastDay >= first && w.LastDay <= last);
        var rows = await (few.Length == 0 ? within : within.Where(w => db.Workforces.Where(o => few.Contains(o.CommuneCode)).Select(o => o.OrganisationId).Contains(w.OrganisationId)))
            .GroupBy(w => new { w.OrganisationId, w.CommuneCode })
            .Select(g => new
            {
                g.Key.OrganisationId,
                g.Key.CommuneCode,
                LastDay = g.Max(w => w.LastDay),
                Hours = g.Sum(w => (long)w.InsertionHours),
                Fte = g.OrderByDescending(w => w.LastDay).Select(w => w.FteHundredths).First(),
            })
            .ToListAsync(cancellationToken);
        var hours = rows.Where(r => territories.Holds(territory, r.CommuneCode)).Sum(r => r.Hours);
        var working = rows.GroupBy(r => r.OrganisationId).Select(g => g.MaxBy(r => r.LastDay)!).Where(r => territories.Holds(territory, r.CommuneCode)).ToList();
        return new WorkFigures(working.Sum(r => (long)r.Fte), hours, working.Count);
    }

    /// <inheritdoc />
    public async Task<(MassFigures Figures, long StockGrams)> OfTerritoryAsync(TerritoryIndex territories, TerritoryKey territory, LocalDate? from, LocalDate? to, CancellationToken cancellationToken)
    {
        var (first, last) = (from ?? LocalDate.MinIsoValue, to ?? new LocalDate(9999, 12, 31));
        if (first < Domain.Repairs.RepairLimits.FirstDay)
        {
            first = Domain.Repairs.RepairLimits.FirstDay;
        }

        // A commune or a group of them asks for its own; a wider one adds all up, and gets one row for each commune that has a workshop and each destination.
        string[] few = territory.Level is TerritoryLevel.Commune or TerritoryLevel.Epci ? [.. territories.CodesOf(territory)] : [];
        var weighings = few.Length == 0 ? db.Weighings.AsNoTracking() : db.Weighings.AsNoTracking().Where(w => few.Contains(w.CommuneCode));
        var rows = await (from w in weighings
                          join l in db.WeighingLines.AsNoTracking() on w.Id equals l.WeighingId
                          where w.Date <= last
                          group new { w.Sign, l.NetGrams } by new { w.CommuneCode, w.Direction, w.Destination, InPeriod = w.Date >= first } into g
                          select new { g.Key.CommuneCode, g.Key.Direction, g.Key.Destination, g.Key.InPeriod, Grams = g.Sum(x => x.Sign * x.NetGrams) }).ToListAsync(cancellationToken);
        var here = rows.Where(r => territories.Holds(territory, r.CommuneCode)).ToList();
        var figures = MassFigures.Of(here.Where(r => r.InPeriod).Select(r => new WeighedSum(r.Direction, r.Destination, r.Grams)));
        return (figures with { AlreadyRepaired = await AlreadyRepairedAsync(weighings, code => territories.Holds(territory, code), first, last, cancellationToken) }, here.Sum(r => r.Grams));
    }

    /// <summary>
    /// What left to be used again under the code of an item whose repair was counted before, by then or on that day: the repair counts it. Few lines have a
    /// code, and their index finds them. The ledger tells, not the register: of a closed period it says the same for ever.
    /// </summary>
    private async Task<long> AlreadyRepairedAsync(IQueryable<Weighing> weighings, Func<string, bool> holds, LocalDate first, LocalDate last, CancellationToken cancellationToken)
    {
        var repaired = counted.Repaired;
        var rows = await (from l in db.WeighingLines.AsNoTracking()
                          join w in weighings on l.WeighingId equals w.Id
                          where l.ItemCode != null && w.Date >= first && w.Date <= last
                              && (w.Destination == Destination.Sold || w.Destination == Destination.Donated || w.Destination == Destination.Repairer)
                              && repaired.Where(r => r.ItemCode == l.ItemCode!.Value && r.Date <= w.Date).Sum(r => r.Sign) > 0
                          group new { w.Sign, l.NetGrams } by w.CommuneCode into g
                          select new { g.Key, Grams = g.Sum(x => x.Sign * x.NetGrams) }).ToListAsync(cancellationToken);
        return -rows.Where(r => holds(r.Key)).Sum(r => r.Grams);
    }
}
