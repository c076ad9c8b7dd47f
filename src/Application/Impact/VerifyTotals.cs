using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Impact;
using RepairNet.Domain.Repairs;

namespace RepairNet.Application.Impact;

/// <summary>Makes every total again from its parts: the roll-up from the ledger, the ledger from the repairs, the returns from the objects.</summary>
/// <param name="Progress">Told of each month that was checked, then of each provider of imported repairs.</param>
[AllowedTo(Permission.OperateInstance)]
public sealed record VerifyTotals(IProgress<string>? Progress = null) : IQuery<TotalsVerified>;

/// <summary>What was found.</summary>
/// <param name="Repairs">Repairs looked at.</param>
/// <param name="Lines">Lines of the ledger looked at.</param>
/// <param name="Cells">Cells of the roll-up looked at.</param>
/// <param name="Differences">What does not add up, the first <see cref="MaxDifferences"/>.</param>
public sealed record TotalsVerified(long Repairs, long Lines, long Cells, IReadOnlyList<string> Differences)
{
    public const int MaxDifferences = 100;
}

internal sealed class VerifyTotalsHandler(RepairNetDb db, StatementMaker statements, ITerritories territories, EquipmentCatalogue catalogue) : IRequestHandler<VerifyTotals, TotalsVerified>
{
    /// <summary>A repair recorded between two readings looks like a difference once; a true one stays.</summary>
    private const int Readings = 3;

    /// <summary>Imported repairs held at once.</summary>
    private const int AtOnce = 1000;

    private readonly List<string> differences = [];

    public async Task<TotalsVerified> Handle(VerifyTotals request, CancellationToken cancellationToken)
    {
        long repairs = 0, lines = 0, cells = 0;
        foreach (var month in await MonthsAsync(cancellationToken))
        {
            var (first, next) = (month.OnDayOfMonth(1), month.PlusMonths(1).OnDayOfMonth(1));
            var sizes = await ReadUntilSureAsync(async () =>
            {
                var (monthLines, monthCells) = await CheckRollupAsync(first, next, cancellationToken);
                var monthRepairs = await CheckLedgerAsync(first, next, cancellationToken);
                return (Repairs: monthRepairs, Lines: monthLines, Cells: monthCells);
            });
            repairs += sizes.Repairs;
            lines += sizes.Lines;
            cells += sizes.Cells;
            request.Progress?.Report(month.ToString("uuuu-MM", System.Globalization.CultureInfo.InvariantCulture));
        }

        repairs += await CheckImportedAsync(request.Progress, cancellationToken);
        await CheckOrphansAsync(cancellationToken);
        await ReadUntilSureAsync(async () =>
        {
            await CheckReturnsAsync(cancellationToken);
            return 0;
        });
        await CheckClosedPeriodsAsync(request.Progress, cancellationToken);
        return new TotalsVerified(repairs, lines, cells, differences);
    }

    private async Task<T> ReadUntilSureAsync<T>(Func<Task<T>> check)
    {
        for (var reading = 1; ; reading++)
        {
            var before = differences.Count;
            var result = await check();
            if (differences.Count == before || reading == Readings)
            {
                return result;
            }

            differences.RemoveRange(before, differences.Count - before);
        }
    }

    private async Task<IReadOnlyList<YearMonth>> MonthsAsync(CancellationToken cancellationToken)
    {
        var days = new[]
        {
            await db.LedgerEntries.MinAsync(e => (LocalDate?)e.Date, cancellationToken), await db.LedgerEntries.MaxAsync(e => (LocalDate?)e.Date, cancellationToken),
            await db.ImpactRollups.MinAsync(e => (LocalDate?)e.Date, cancellationToken), await db.ImpactRollups.MaxAsync(e => (LocalDate?)e.Date, cancellationToken),
            await db.Repairs.MinAsync(e => (LocalDate?)e.Date, cancellationToken), await db.Repairs.MaxAsync(e => (LocalDate?)e.Date, cancellationToken),
        }.OfType<LocalDate>().ToList();
        var months = new List<YearMonth>();
        if (days.Count > 0)
        {
            for (var month = days.Min().ToYearMonth(); month <= days.Max().ToYearMonth(); month = month.PlusMonths(1))
            {
                months.Add(month);
            }
        }

        return months;
    }

    /// <summary>Each cell is the sum of its lines.</summary>
    private async Task<(long Lines, long Cells)> CheckRollupAsync(LocalDate first, LocalDate next, CancellationToken cancellationToken)
    {
        var lines = await db.LedgerEntries.AsNoTracking().On(first, next.PlusDays(-1)).ToListAsync(cancellationToken);
        var due = ImpactRollup.From(lines).ToDictionary(c => c.Key);
        var kept = await db.ImpactRollups.AsNoTracking().Where(r => r.Date >= first && r.Date < next).ToListAsync(cancellationToken);
        foreach (var cell in kept)
        {
            due.Remove(cell.Key, out var sum);
            if (cell.Count != (sum?.Count ?? 0) || cell.MassMg != (sum?.MassMg ?? 0) || cell.Month != MonthNumber.Of(cell.Date))
            {
                Differ($"roll-up {cell.Key}: {cell.Count} items, {cell.MassMg} mg; the ledger gives {sum?.Count ?? 0} items, {sum?.MassMg ?? 0} mg");
            }
        }

        foreach (var missing in due.Values)
        {
            Differ($"roll-up {missing.Key}: absent; the ledger gives {missing.Count} items, {missing.MassMg} mg");
        }

        return (lines.Count, kept.Count);
    }

    /// <summary>Each repair is counted by one line that says what it says; all other lines about it cancel out.</summary>
    private async Task<long> CheckLedgerAsync(LocalDate first, LocalDate next, CancellationToken cancellationToken)
    {
        var repairs = await db.Repairs.AsNoTracking().Where(r => r.Date >= first && r.Date < next).ToListAsync(cancellationToken);
        var lines = (await db.LedgerEntries.AsNoTracking()
                .Where(e => db.Repairs.Any(r => r.Id == e.RepairId && r.Date >= first && r.Date < next)).ToListAsync(cancellationToken))
            .ToLookup(e => e.RepairId);
        foreach (var repair in repairs)
        {
            CheckLines($"repair {repair.Id}", [.. lines[repair.Id]], line => line.Says(repair));
        }

        return repairs.Count;
    }

    /// <summary>The same for those read from files, some at a time in the order of their unique key: those of a whole country are not held in memory at once.</summary>
    private async Task<long> CheckImportedAsync(IProgress<string>? progress, CancellationToken cancellationToken)
    {
        long count = 0;
        foreach (var provider in await db.ImportedProviders.AsNoTracking().OrderBy(p => p.Id).ToListAsync(cancellationToken))
        {
            for (string? last = ""; last is not null;)
            {
                var after = last;
                (var some, last) = await ReadUntilSureAsync(() => CheckImportedAsync(provider.Id, after, cancellationToken));
                count += some;
            }

            progress?.Report(provider.Name);
        }

        return count;
    }

    /// <returns>How many were looked at, and the last of them where there may be more.</returns>
    private async Task<(int Count, string? Last)> CheckImportedAsync(OrganisationId provider, string after, CancellationToken cancellationToken)
    {
        var repairs = await db.ImportedRepairs.AsNoTracking().Where(r => r.ProviderId == provider && r.RowId.CompareTo(after) > 0)
            .OrderBy(r => r.RowId).Take(AtOnce).ToListAsync(cancellationToken);
        var ids = repairs.Select(r => (ImportedRepairId?)r.Id).ToArray();
        var lines = (await db.LedgerEntries.AsNoTracking().Where(e => EF.Parameter(ids).Contains(e.ImportedRepairId)).ToListAsync(cancellationToken)).ToLookup(e => e.ImportedRepairId);
        foreach (var repair in repairs)
        {
            CheckLines($"imported repair {repair.Id}", [.. lines[repair.Id]], line => line.Says(repair));
        }

        return (repairs.Count, repairs.Count == AtOnce ? repairs[^1].RowId : null);
    }

    private void CheckLines(string what, List<LedgerEntry> about, Predicate<LedgerEntry> says)
    {
        var byId = about.ToDictionary(e => e.Id);
        var takenAway = about.Where(e => e.Sign == -1).ToList();
        foreach (var reversal in takenAway)
        {
            if (reversal.CorrectsEntryId is not { } corrected || !byId.TryGetValue(corrected, out var line) || !reversal.TakesAway(line))
            {
                Differ($"ledger line {reversal.Id}: it takes away no line equal to it");
            }
        }

        var standing = about.Where(e => e.Sign == 1 && !takenAway.Exists(t => t.CorrectsEntryId == e.Id)).ToList();
        if (standing.Count != 1 || !says(standing[0]))
        {
            Differ($"{what}: the ledger {(standing.Count == 1 ? "says otherwise" : $"counts it {standing.Count} times")}");
        }
    }

    private async Task CheckOrphansAsync(CancellationToken cancellationToken)
    {
        foreach (var line in await db.LedgerEntries.AsNoTracking().Where(e => !db.Repairs.Any(r => r.Id == e.RepairId) && !db.ImportedRepairs.Any(r => r.Id == e.ImportedRepairId))
            .OrderBy(e => e.Sequence).Take(TotalsVerified.MaxDifferences).ToListAsync(cancellationToken))
        {
            Differ($"ledger line {line.Id}: it counts no repair");
        }
    }

    /// <summary>An object repaired several times is marked as the rule of returns marks it.</summary>
    private async Task CheckReturnsAsync(CancellationToken cancellationToken)
    {
        var repairs = await db.Repairs.AsNoTracking()
            .Where(r => r.IsReturn || db.Repairs.Any(other => other.ItemCode == r.ItemCode && other.Id != r.Id)).ToListAsync(cancellationToken);
        foreach (var item in repairs.GroupBy(r => r.ItemCode))
        {
            foreach (var changed in Returns.Judge(item))
            {
                Differ($"repair {changed.Id}: it {(changed.IsReturn ? "is" : "is not")} a return");
            }
        }
    }

    /// <summary>Each statement follows the one before, holds together, and is made of the lines the ledger has for it.</summary>
    private async Task CheckClosedPeriodsAsync(IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var previous = PeriodStatement.NoPrevious;
        var index = await territories.GetAsync(cancellationToken);
        for (long number = 1; await db.ClosedPeriods.AsNoTracking().SingleOrDefaultAsync(p => p.Number == number, cancellationToken) is { } period; number++)
        {
            var communes = await db.ClosedCommunes.AsNoTracking().Where(c => c.Number == number).ToListAsync(cancellationToken);
            if (!PeriodStatement.TryRead(period.Statement, out var statement) || !period.Says(statement) || statement.Previous != previous)
            {
                Differ($"closed period {number}: its statement was changed, or the chain is broken there");
            }
            else
            {
                if (communes.Exists(c => !c.Says(statement)))
                {
                    Differ($"closed period {number}: a commune is closed for other days than those signed");
                }

                // Of another year of the code officiel géographique, which communes the territory had is no longer known.
                if (statement.CogYear == index.Vintage && !communes.Select(c => c.CommuneCode).ToHashSet().SetEquals(StatementMaker.Codes(index, statement.Territory)))
                {
                    Differ($"closed period {number}: the communes it closes are not those of its territory");
                }

                using var sums = await statements.SumAsync([.. communes.Select(c => c.CommuneCode)], statement.Territory, statement.Period, cancellationToken);
                if (!statement.IsMadeOf(sums))
                {
                    Differ($"closed period {number}: the ledger does not give what was signed");
                }

                if (!statement.HoldsTogether(catalogue))
                {
                    Differ($"closed period {number}: what it says does not hold together: its period, its lines or its figures contradict one another");
                }
            }

            previous = period.Hash;
            progress?.Report($"closed period {number}");
        }

        var (kept, last) = (await db.ClosedPeriods.LongCountAsync(cancellationToken), await db.ClosedPeriods.MaxAsync(p => (long?)p.Number, cancellationToken) ?? 0);
        if (kept != last)
        {
            Differ($"closed periods: {kept} are there, and the last is number {last}");
        }
    }

    private void Differ(string what)
    {
        if (differences.Count < TotalsVerified.MaxDifferences)
        {
            differences.Add(what);
        }
    }
}
