using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.MutualHelp.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.MutualHelp;
using RepairNet.Domain.Repairs;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.MutualHelp;

/// <inheritdoc cref="IHelpFigures"/>
internal sealed class HelpCounts(RepairNetDb db, IDateTimeZoneProvider zones) : IHelpFigures
{
    public async Task<HelpFigures> OfTerritoryAsync(TerritoryIndex territories, TerritoryKey territory, LocalDate? from, LocalDate? to, CancellationToken cancellationToken)
    {
        // A local day begins and ends at its own hour in each commune: the days around are read too, and each post is asked for its own.
        var done = HelpReader.In(db.HelpPosts.AsNoTracking(), territory, territories).Where(p => p.Status == HelpPostStatus.Done && p.StruckAt == null);
        if (from is { } first && first > LocalDate.MinIsoValue.PlusDays(2))
        {
            var since = first.PlusDays(-1).AtMidnight().InUtc().ToInstant();
            done = done.Where(p => p.DoneAt >= since);
        }

        if (to is { } last && last < LocalDate.MaxIsoValue.PlusDays(-3))
        {
            var until = last.PlusDays(2).AtMidnight().InUtc().ToInstant();
            done = done.Where(p => p.DoneAt < until);
        }

        var rows = await done.Select(p => new { p.CommuneCode, p.DoneAt, p.DoneOutcome }).ToListAsync(cancellationToken);
        return HelpFigures.Of(rows
            .Where(r => r.DoneAt!.Value.InZone(zones[territories.Commune(r.CommuneCode)?.TimeZoneId ?? TimeZones.Metropolitan]).Date is var day && (from is null || day >= from) && (to is null || day <= to))
            .GroupBy(r => r.DoneOutcome ?? RepairOutcome.Unknown).ToDictionary(g => g.Key, g => g.LongCount()));
    }
}
