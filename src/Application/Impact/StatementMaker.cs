using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Impact;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Impact;

/// <summary>Makes the statement of a period from the lines of the ledger.</summary>
internal sealed class StatementMaker(RepairNetDb db, EquipmentCatalogue catalogue)
{
    /// <summary>The statement of a period, as the ledger has it now.</summary>
    public async Task<PeriodStatement> MakeAsync(
        TerritoryIndex index, TerritoryKey territory, ReportingPeriod period, long number, string previous, Instant now, CancellationToken cancellationToken)
    {
        using var sums = await SumAsync(Codes(index, territory), territory, period, cancellationToken);
        var cells = sums.Cells;
        return new PeriodStatement
        {
            Number = number,
            Previous = previous,
            Territory = territory,
            TerritoryName = index.NameOf(territory)!,
            Population = index.PopulationOf(territory),
            Period = period,
            CogYear = index.Vintage,
            ClosedAt = now,
            Entries = sums.Extract,
            Cells = cells,
            Figures = ImpactCalculation.Of(cells.Select(c => c.Cell), catalogue),
        };
    }

    /// <summary>The sums of the lines of the ledger in some communes, or in a country, that count in a period.</summary>
    public async Task<StatementSums> SumAsync(IReadOnlyCollection<string> communes, TerritoryKey territory, ReportingPeriod period, CancellationToken cancellationToken)
    {
        var sums = new StatementSums(period);
        await foreach (var line in Lines(communes, territory, period).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            sums.Add(line);
        }

        return sums;
    }

    /// <summary>The lines of the ledger that were signed, in the order they were written.</summary>
    public async Task<IQueryable<LedgerEntry>> SignedLinesAsync(long number, PeriodStatement statement, CancellationToken cancellationToken) =>
        Lines(await CommunesAsync(number, cancellationToken), statement.Territory, statement.Period);

    /// <summary>The cells of a closed period by organisation, in the communes the territory had when it was closed.</summary>
    public async Task<IReadOnlyList<(string Part, ImpactCell Cell)>> ActorsAsync(long number, PeriodStatement statement, CancellationToken cancellationToken)
    {
        var (from, to) = (statement.Period.From, statement.Period.To);
        var rows = db.ImpactRollups.AsNoTracking().Where(r => !r.IsReturn && r.Date >= from && r.Date <= to);
        if (statement.Territory.Level == TerritoryLevel.Country)
        {
            var country = statement.Territory.Code;
            rows = rows.Where(r => r.Country == country);
        }
        else
        {
            var codes = await CommunesAsync(number, cancellationToken);
            rows = rows.Where(r => codes.Contains(r.CommuneCode));
        }

        var cells = await rows.GroupBy(r => new { r.OrganisationId, r.CategoryCode, r.Outcome, r.Provenance, r.FactorSet })
            .Select(g => new { g.Key, Count = g.Sum(r => r.Count), MassMg = g.Sum(r => r.MassMg) }).ToListAsync(cancellationToken);
        return [.. cells.Select(c => (c.Key.OrganisationId.ToString(), new ImpactCell(c.Key.CategoryCode, c.Key.Outcome, c.Key.Provenance, c.Key.FactorSet, false, c.Count, c.MassMg)))];
    }

    /// <summary>How many communes a period was closed for, by the communes of today: codes that were old by then are none, and two merged since are one.</summary>
    public async Task<int> CommuneCountAsync(TerritoryIndex index, long number, CancellationToken cancellationToken) =>
        (await CommunesAsync(number, cancellationToken)).Select(code => index.Commune(code)?.Code).OfType<string>().Distinct(StringComparer.Ordinal).Count();

    private async Task<string[]> CommunesAsync(long number, CancellationToken cancellationToken) =>
        await db.ClosedCommunes.AsNoTracking().Where(c => c.Number == number).Select(c => c.CommuneCode).ToArrayAsync(cancellationToken);

    private IQueryable<LedgerEntry> Lines(IReadOnlyCollection<string> communes, TerritoryKey territory, ReportingPeriod period)
    {
        var lines = db.LedgerEntries.AsNoTracking().On(period.From, period.To);
        if (territory.Level == TerritoryLevel.Country)
        {
            var country = territory.Code;
            lines = lines.Where(e => e.Country == country);
        }
        else
        {
            var codes = communes.ToArray();
            lines = lines.Where(e => codes.Contains(e.CommuneCode));
        }

        return lines.OrderBy(e => e.Sequence);
    }

    /// <summary>Every code under which something of the territory may be written; for a country, its own too, which stands for « sans commune ».</summary>
    public static IReadOnlyList<string> Codes(TerritoryIndex index, TerritoryKey territory) =>
        territory == TerritoryKey.France ? [.. index.CodesOf(territory), territory.Code] : index.CodesOf(territory);
}
