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

    /// <summary>The lines of the ledger in some communes, or in a country, that count in a period.</summary>
    public async Task<StatementSums> SumAsync(IReadOnlyCollection<string> communes, TerritoryKey territory, ReportingPeriod period, CancellationToken cancellationToken)
    {
        var (from, to) = (period.From, period.To);
        var lines = db.LedgerEntries.AsNoTracking().Where(e => e.Date >= from && e.Date <= to);
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

        var sums = new StatementSums(period);
        await foreach (var line in lines.OrderBy(e => e.Sequence).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            sums.Add(line);
        }

        return sums;
    }

    /// <summary>Every code under which something of the territory may be written; for a country, its own too, which stands for « sans commune ».</summary>
    public static IReadOnlyList<string> Codes(TerritoryIndex index, TerritoryKey territory) =>
        territory == TerritoryKey.France ? [.. index.CodesOf(territory), territory.Code] : index.CodesOf(territory);
}
