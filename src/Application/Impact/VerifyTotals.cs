using System.Globalization;
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
using RepairNet.Domain.Reuse;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Impact;

/// <summary>Makes every total again from its parts: the roll-up from the ledger, the ledger from the repairs, the returns from the objects, stocks from the weighings, rounds from their stops.</summary>
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

internal sealed class VerifyTotalsHandler(RepairNetDb db, StatementMaker statements, ITerritories territories, EquipmentCatalogue catalogue, IClock clock) : IRequestHandler<VerifyTotals, TotalsVerified>
{
    /// <summary>A repair recorded between two readings looks like a difference once; a true one stays.</summary>
    private const int Readings = 3;

    /// <summary>Imported repairs held at once.</summary>
    private const int AtOnce = 1000;

    private readonly List<string> differences = [];

    private TerritoryIndex index = null!;

    public async Task<TotalsVerified> Handle(VerifyTotals request, CancellationToken cancellationToken)
    {
        index = await territories.GetAsync(cancellationToken);
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
            request.Progress?.Report(month.ToString("uuuu-MM", CultureInfo.InvariantCulture));
        }

        repairs += await CheckImportedAsync(request.Progress, cancellationToken);
        await CheckOrphansAsync(cancellationToken);
        await ReadUntilSureAsync(async () =>
        {
            await CheckReturnsAsync(cancellationToken);
            return 0;
        });
        await ReadUntilSureAsync(async () =>
        {
            await CheckStocksAsync(cancellationToken);
            await CheckRoundsAsync(cancellationToken);
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
                Differ($"{Named(cell.Key)} : {Amount(cell.Count, cell.MassMg)} ; le registre donne {Amount(sum?.Count ?? 0, sum?.MassMg ?? 0)}{(cell.Month == MonthNumber.Of(cell.Date) ? "" : " ; rangé dans un autre mois")}");
            }
        }

        foreach (var missing in due.Values)
        {
            Differ($"{Named(missing.Key)} : absent ; le registre donne {Amount(missing.Count, missing.MassMg)}");
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
            CheckLines($"réparation {repair.Id}, {Where(repair.Date, repair.CommuneCode, repair.CategoryCode)}", [.. lines[repair.Id]], line => line.Says(repair));
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
            CheckLines($"réparation importée {repair.Id}, {Where(repair.Date, repair.CommuneCode, repair.CategoryCode)}", [.. lines[repair.Id]], line => line.Says(repair));
        }

        return (repairs.Count, repairs.Count == AtOnce ? repairs[^1].RowId : null);
    }

    private void CheckLines(string what, List<LedgerEntry> about, Predicate<LedgerEntry> says)
    {
        var standing = Standing(about);
        if (standing.Count != 1 || !says(standing[0]))
        {
            Differ($"{what} : {(standing.Count == 1 ? "le registre dit autre chose" : $"le registre la compte {standing.Count} fois")}");
        }
    }

    /// <summary>The lines that nothing takes away; what takes one away must be its equal.</summary>
    private List<LedgerEntry> Standing(List<LedgerEntry> about)
    {
        var byId = about.ToDictionary(e => e.Id);
        var takenAway = about.Where(e => e.Sign == -1).ToList();
        foreach (var reversal in takenAway)
        {
            if (reversal.CorrectsEntryId is not { } corrected || !byId.TryGetValue(corrected, out var line) || !reversal.TakesAway(line))
            {
                Differ($"{Named(reversal)} : elle retire une ligne qui ne lui est pas égale, ou qui n’est pas là");
            }
        }

        return [.. about.Where(e => e.Sign == 1 && !takenAway.Exists(t => t.CorrectsEntryId == e.Id))];
    }

    /// <summary>Of a repair that was withdrawn, the lines cancel out; no other is without a repair.</summary>
    private async Task CheckOrphansAsync(CancellationToken cancellationToken)
    {
        var about = new List<LedgerEntry>();
        var found = 0;
        await foreach (var line in db.LedgerEntries.AsNoTracking().Where(e => !db.Repairs.Any(r => r.Id == e.RepairId) && !db.ImportedRepairs.Any(r => r.Id == e.ImportedRepairId))
            .OrderBy(e => e.RepairId).ThenBy(e => e.ImportedRepairId).ThenBy(e => e.Sequence).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (about.Count > 0 && (about[0].RepairId, about[0].ImportedRepairId) != (line.RepairId, line.ImportedRepairId))
            {
                Tell();
                if (found >= TotalsVerified.MaxDifferences)
                {
                    return;
                }
            }

            about.Add(line);
        }

        Tell();

        void Tell()
        {
            foreach (var line in Standing(about))
            {
                Differ($"{Named(line)} : elle ne compte aucune réparation");
                found++;
            }

            about.Clear();
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
                Differ($"réparation {changed.Id}, {Where(changed.Date, changed.CommuneCode, changed.CategoryCode)} : {(changed.IsReturn ? "c’est un retour dans les 90 jours, et elle n’est pas notée comme tel" : "elle est notée comme un retour dans les 90 jours, et n’en est pas un")}");
            }
        }
    }

    /// <summary>What a workshop holds of a category is what its weighings leave: a row for each of both, however many weighings there are.</summary>
    private async Task CheckStocksAsync(CancellationToken cancellationToken)
    {
        var weighed = (await (from w in db.Weighings.AsNoTracking()
                              join l in db.WeighingLines.AsNoTracking() on w.Id equals l.WeighingId
                              group new { w.Sign, l.NetGrams } by new { w.OrganisationId, l.CategoryCode } into g
                              select new { g.Key.OrganisationId, g.Key.CategoryCode, Grams = g.Sum(x => x.Sign * x.NetGrams) }).ToListAsync(cancellationToken))
            .GroupBy(g => (g.OrganisationId, Category: g.CategoryCode ?? StockLine.Unknown)).ToDictionary(g => g.Key, g => g.Sum(x => x.Grams));
        foreach (var stock in await db.Stocks.AsNoTracking().OrderBy(s => s.OrganisationId).ThenBy(s => s.CategoryCode).ToListAsync(cancellationToken))
        {
            weighed.Remove((stock.OrganisationId, stock.CategoryCode), out var grams);
            if (stock.Grams != grams)
            {
                Differ($"{Stock(stock.OrganisationId, stock.CategoryCode)} : {Grams(stock.Grams)} ; les pesées donnent {Grams(grams)}");
            }
        }

        foreach (var ((organisation, category), grams) in weighed.Where(w => w.Value != 0))
        {
            Differ($"{Stock(organisation, category)} : absent ; les pesées donnent {Grams(grams)}");
        }

        string Stock(OrganisationId organisation, string category) =>
            $"stock, « {(category == StockLine.Unknown ? "famille inconnue" : catalogue.FindCategory(category)?.NameFr ?? category)} », acteur {organisation}";
    }

    /// <summary>
    /// A round to come keeps what the requests in it keep. From its day on it is not looked at: whoever was absent may be given another day or a refusal, and
    /// their stop stays written in the round that went to them.
    /// </summary>
    private async Task CheckRoundsAsync(CancellationToken cancellationToken)
    {
        var after = clock.GetCurrentInstant() + Duration.FromDays(1);
        var wrong = await db.CollectionRounds.AsNoTracking().Where(r => r.StartsAt > after).OrderBy(r => r.StartsAt).ThenBy(r => r.Id)
            .Select(r => new
            {
                r.OrganisationId,
                r.Date,
                r.Stops,
                r.Grams,
                KeptStops = db.CollectionRequests.Count(q => q.RoundId == r.Id && q.HeldGrams != null),
                KeptGrams = db.CollectionRequests.Where(q => q.RoundId == r.Id).Sum(q => q.HeldGrams ?? 0),
            })
            .Where(r => r.Stops != r.KeptStops || r.Grams != r.KeptGrams).Take(TotalsVerified.MaxDifferences).ToListAsync(cancellationToken);
        foreach (var round in wrong)
        {
            Differ(
                $"tournée du {Display.In(Language.French).PlainDate(round.Date)}, acteur {round.OrganisationId} : {Stops(round.Stops)}, {Grams(round.Grams)} ; les demandes donnent {Stops(round.KeptStops)}, {Grams(round.KeptGrams)}");
        }

        static string Stops(int count) => $"{count.ToString(CultureInfo.InvariantCulture)} {(count is 0 or 1 ? "arrêt" : "arrêts")}";
    }

    /// <summary>Each statement follows the one before, holds together, and is made of the lines the ledger has for it.</summary>
    private async Task CheckClosedPeriodsAsync(IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var previous = PeriodStatement.NoPrevious;
        for (long number = 1; await db.ClosedPeriods.AsNoTracking().SingleOrDefaultAsync(p => p.Number == number, cancellationToken) is { } period; number++)
        {
            var communes = await db.ClosedCommunes.AsNoTracking().Where(c => c.Number == number).ToListAsync(cancellationToken);
            if (!PeriodStatement.TryRead(period.Statement, out var statement) || !period.Says(statement) || statement.Previous != previous)
            {
                Differ($"période close n° {number} : son texte signé a été changé, ou la chaîne est rompue là");
            }
            else
            {
                if (communes.Exists(c => !c.Says(statement)))
                {
                    Differ($"période close n° {number} : une commune est close pour d’autres jours que ceux qui sont signés");
                }

                // Of another year of the code officiel géographique, which communes the territory had is no longer known.
                if (statement.CogYear == index.Vintage && !communes.Select(c => c.CommuneCode).ToHashSet().SetEquals(StatementMaker.Codes(index, statement.Territory)))
                {
                    Differ($"période close n° {number} : les communes qu’elle clôt ne sont pas celles de son territoire");
                }

                using var sums = await statements.SumAsync([.. communes.Select(c => c.CommuneCode)], statement.Territory, statement.Period, cancellationToken);
                if (!statement.IsMadeOf(sums))
                {
                    Differ($"période close n° {number} : le registre ne donne pas ce qui est signé");
                }

                if (!statement.HoldsTogether(catalogue))
                {
                    Differ($"période close n° {number} : le contenu ne va pas ensemble : la période, les lignes du registre ou les chiffres se contredisent");
                }
            }

            previous = period.Hash;
            progress?.Report($"période close n° {number}");
        }

        var (kept, last) = (await db.ClosedPeriods.LongCountAsync(cancellationToken), await db.ClosedPeriods.MaxAsync(p => (long?)p.Number, cancellationToken) ?? 0);
        if (kept != last)
        {
            Differ($"périodes closes : il y en a {kept}, et la dernière porte le n° {last}");
        }
    }

    /// <summary>« total du 3 mars 2027 à Grenoble (38185), « Grille-pain », réparé »: all that tells a cell from another, in words.</summary>
    private string Named(ImpactCellKey key) => string.Join(", ", new[]
    {
        $"total {Where(key.Date, key.CommuneCode, key.CategoryCode)}",
        key.Country == LedgerEntry.HomeCountry ? null : $"pays {key.Country}",
        key.Outcome switch
        {
            RepairOutcome.Fixed => "réparé",
            RepairOutcome.Repairable => "réparable",
            RepairOutcome.EndOfLife => "fin de vie",
            RepairOutcome.Unknown => "on ne sait pas",
        },
        key.Barrier is { } barrier ? $"obstacle {barrier.Code()}" : null,
        key.IsReturn ? "retour" : null,
        key.Provenance switch
        {
            Provenance.Weighed => "poids pesé",
            Provenance.Declared => "poids déclaré",
            Provenance.Averaged => "poids moyen",
        },
        $"facteurs {key.FactorSet}",
        $"acteur {key.OrganisationId}",
    }.OfType<string>());

    private string Named(LedgerEntry line) => $"ligne n° {line.Sequence} du registre, {Where(line.Date, line.CommuneCode, line.CategoryCode)}";

    private string Where(LocalDate day, string? commune, string category)
    {
        var at = string.IsNullOrEmpty(commune) ? "sans commune" : index.Commune(commune) is { } known ? $"à {FrenchPlaceName.Typographic(known.Name)} ({commune})" : $"commune {commune}";
        return $"du {Display.In(Language.French).PlainDate(day)}, {at}, « {catalogue.FindCategory(category)?.NameFr ?? category} »";
    }

    private static string Amount(long items, long milligrams) =>
        $"{items.ToString(CultureInfo.InvariantCulture)} {(items is 0 or 1 ? "objet" : "objets")}, {milligrams.ToString(CultureInfo.InvariantCulture)} mg";

    private static string Grams(long grams) => $"{grams.ToString(CultureInfo.InvariantCulture)} g";

    private void Differ(string what)
    {
        if (differences.Count < TotalsVerified.MaxDifferences)
        {
            differences.Add(what);
        }
    }
}
