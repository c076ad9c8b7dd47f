using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Imports.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Imports;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Imports;

/// <summary>
/// Reads a file batch after batch. Each batch is one write transaction, short enough for bookings to pass in between, which also
/// writes how far the import is: whoever takes it up after a crash goes on from there, and a row that comes twice changes nothing.
/// </summary>
internal sealed class ImportRunner(
    RepairNetDb db,
    IWriteTransactions transactions,
    IRowLocks locks,
    IImportFiles files,
    IImportedRepairRows rows,
    ITerritories territories,
    EquipmentCatalogue catalogue,
    IMediator mediator,
    IClock clock,
    IDateTimeZoneProvider zones)
{
    /// <summary>Rows a transaction: the fewer batches, the fewer times a page of an index is written; a batch takes a fifth of a second.</summary>
    public const int BatchSize = 4000;

    private readonly HashSet<OrganisationId> knownProviders = [];

    /// <summary>Takes the import up and goes on to its end; does nothing where it is over or somebody else works on it.</summary>
    public async Task RunAsync(ImportId id, Guid holder, IProgress<long>? progress, CancellationToken stopping)
    {
        if (await TakeAsync(id, holder) is not { } import)
        {
            return;
        }

        try
        {
            if (!await WriteAllAsync(import, holder, progress, stopping))
            {
                return;
            }

            // Waits for the disk, and so for all batches before it, which did not.
            await ChangeAsync(id, own => own.IsHeldBy(holder), own => own.Finish(clock.GetCurrentInstant()));
        }
        catch
        {
            await ChangeAsync(id, own => own.IsHeldBy(holder), own => own.LetGo());
            throw;
        }

        files.Delete(id);
    }

    /// <summary>Batch after batch to the end of the file.</summary>
    /// <returns>False where somebody else has taken the import over.</returns>
    private async Task<bool> WriteAllAsync(Import import, Guid holder, IProgress<long>? progress, CancellationToken stopping)
    {
        var (id, done) = (import.Id, import.Done);
        var index = await territories.GetAsync(stopping);
        var places = new ImportPlaces(index, import.Territory is { } key ? TerritoryKey.From(key) : null, clock.GetCurrentInstant(), zones);
        var reading = new OrdsReading(catalogue);
        await using var stay = await rows.SettleInAsync(stopping);

        // The next is read and understood while this one is written.
        await foreach (var batch in files.Read(id, done).Chunk(BatchSize).Select(records => new ImportBatch(id, records, reading, places)).OneAhead())
        {
            stopping.ThrowIfCancellationRequested();
            if (!await WriteAsync(id, holder, done, batch, stopping))
            {
                return false;
            }

            done += batch.Rows;
            progress?.Report(done);
        }

        return true;
    }

    /// <summary>The file is not here.</summary>
    public Task MissAsync(ImportId id) => ChangeAsync(id, own => own.MissFile(clock.GetCurrentInstant()), _ => { });

    private async Task<Import?> TakeAsync(ImportId id, Guid holder)
    {
        Import? taken = null;
        var isLost = false;
        await transactions.RunAsync(
            async () =>
            {
                var import = await HoldAsync(id);
                taken = import?.TryTake(holder, clock.GetCurrentInstant()) == true ? import : null;
                isLost = import?.State == ImportState.Failed;
                return true;
            },
            _ => true,
            CancellationToken.None);
        if (isLost)
        {
            files.Delete(id);
        }

        return taken;
    }

    private Task<bool> ChangeAsync(ImportId id, Predicate<Import> may, Action<Import> change) => transactions.RunAsync(
        async () =>
        {
            if (await HoldAsync(id) is not { } import || !may(import))
            {
                return false;
            }

            change(import);
            return true;
        },
        changed => changed,
        CancellationToken.None);

    private async Task<bool> WriteAsync(ImportId id, Guid holder, long done, ImportBatch batch, CancellationToken stopping) => await transactions.RunAsync(
        async () =>
        {
            // Whoever lost the import, for having slept too long, writes no more.
            if (await HoldAsync(id) is not { } import || !import.IsHeldBy(holder) || import.Done != done)
            {
                return false;
            }

            await AddProvidersAsync(batch, CancellationToken.None);
            var result = batch.Begin();
            var fresh = await WithoutOwnAsync(batch, result);
            var written = await rows.AddNewAsync(fresh.ConvertAll(r => r.Repair), CancellationToken.None);
            if (written.Count < fresh.Count)
            {
                await NoteKnownAsync([.. fresh.Where(r => !written.Contains(r.Repair.Id))], result);
            }

            if (written.Count > 0)
            {
                var news = new ImportedRepairsWritten([.. fresh.Where(r => written.Contains(r.Repair.Id)).Select(r => r.Repair)], import.StartedBy);
                await mediator.Publish(news, CancellationToken.None);
                foreach (var row in news.InClosedPeriods.Count == 0 ? [] : fresh.Where(r => news.InClosedPeriods.Contains(r.Repair.Id)))
                {
                    result.Warn(OrdsWarning.ClosedPeriod, row.Line, row.Row.EventDate);
                }
            }

            import.Advance(result.Rows(), clock.GetCurrentInstant());
            return true;
        },
        written => written,
        stopping);

    private async Task<Import?> HoldAsync(ImportId id)
    {
        db.ChangeTracker.Clear();
        await locks.HoldNameAsync($"import {id}", CancellationToken.None);
        return await db.Imports.SingleOrDefaultAsync(i => i.Id == id);
    }

    private async Task AddProvidersAsync(ImportBatch batch, CancellationToken cancellationToken)
    {
        foreach (var provider in batch.Providers.Where(p => !knownProviders.Contains(p.Id)))
        {
            if (!await db.ImportedProviders.AnyAsync(p => p.Id == provider.Id, cancellationToken))
            {
                db.ImportedProviders.Add(new ImportedProvider(provider.Name));
                await db.SaveChangesAsync(cancellationToken);
            }
        }

        // Known for good once this is committed; until then, asked for again.
        if (db.ChangeTracker.Entries<ImportedProvider>().Any())
        {
            return;
        }

        knownProviders.UnionWith(batch.Providers.Select(p => p.Id));
    }

    /// <summary>What this network published itself is counted already.</summary>
    private async Task<List<ReadRow>> WithoutOwnAsync(ImportBatch batch, ImportTally tally)
    {
        var own = batch.Accepted.Where(r => r.OwnId is not null).Select(r => r.OwnId!.Value).ToArray();
        if (own.Length == 0)
        {
            return batch.Accepted;
        }

        var known = (await db.Repairs.Where(r => EF.Parameter(own).Contains(r.Id)).Select(r => r.Id).ToListAsync()).ToHashSet();
        foreach (var row in batch.Accepted.Where(r => r.OwnId is { } id && known.Contains(id)))
        {
            tally.Warn(OrdsWarning.OwnRepair, row.Line, row.Row.Id);
        }

        return [.. batch.Accepted.Where(r => r.OwnId is not { } id || !known.Contains(id))];
    }

    private async Task NoteKnownAsync(List<ReadRow> known, ImportTally tally)
    {
        foreach (var provider in known.GroupBy(r => r.Repair.ProviderId))
        {
            var ids = provider.Select(r => r.Row.Id).ToArray();
            var kept = await db.ImportedRepairs.AsNoTracking().Where(r => r.ProviderId == provider.Key && EF.Parameter(ids).Contains(r.RowId)).ToDictionaryAsync(r => r.RowId);
            foreach (var row in provider)
            {
                tally.Warn(kept[row.Row.Id].RowOf(row.Row.DataProvider) == row.Row ? OrdsWarning.AlreadyImported : OrdsWarning.DifferentBefore, row.Line, row.Row.Id);
            }
        }
    }
}
