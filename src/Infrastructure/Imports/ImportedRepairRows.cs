using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using RepairNet.Application.Common;
using RepairNet.Application.Imports;
using RepairNet.Domain.Common;
using RepairNet.Domain.Imports;
using RepairNet.Infrastructure.Persistence;
using RepairNet.Infrastructure.Persistence.Sqlite;

namespace RepairNet.Infrastructure.Imports;

internal sealed class ImportedRepairRows(RepairNetDb db, Durability durability) : IImportedRepairRows
{
    /// <summary>Some rows of this import were there already: more will be, most likely.</summary>
    private bool meetsKnown;

    public async Task<IReadOnlySet<ImportedRepairId>> AddNewAsync(IReadOnlyCollection<ImportedRepair> repairs, CancellationToken cancellationToken)
    {
        // In one order for everybody: two imports of the same rows wait for each other and never in a ring.
        var ordered = repairs.OrderBy(r => r.ProviderId.Value).ThenBy(r => r.RowId, StringComparer.Ordinal).ToList();
        var written = new HashSet<ImportedRepairId>();
        if (db.Database.IsNpgsql())
        {
            // As on SQLite: the import's end waits for the disk, and so for all before it.
            await db.Database.ExecuteSqlRawAsync("SET LOCAL synchronous_commit = off", cancellationToken);
            if (!meetsKnown && await TryAddAllAsync(ordered, cancellationToken))
            {
                return ordered.Select(r => r.Id).ToHashSet();
            }

            meetsKnown = true;
        }

        await BulkRows.Of<ImportedRepair>(db).AddNewAsync(
            db, ordered, "id", (place, id) => written.Add(place is { } i ? ordered[i].Id : ImportedRepairId.From((Guid)id!)), cancellationToken);
        return written;
    }

    /// <summary>All of them or none: PostgreSQL takes rows that may meet no other in two thirds of the time of those of which each may.</summary>
    /// <returns>False where one of them is there already.</returns>
    private async Task<bool> TryAddAllAsync(IReadOnlyCollection<ImportedRepair> repairs, CancellationToken cancellationToken)
    {
        const string Before = "before_the_rows";
        var transaction = db.Database.CurrentTransaction!;
        await transaction.CreateSavepointAsync(Before, cancellationToken);
        try
        {
            await BulkRows.Of<ImportedRepair>(db).AddAsync(db, repairs, cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            await transaction.RollbackToSavepointAsync(Before, cancellationToken);
            return false;
        }

        await transaction.ReleaseSavepointAsync(Before, cancellationToken);
        return true;
    }

    /// <summary>
    /// On SQLite, one connection for the whole import, with a larger cache: the keys of a batch fall all over the indexes, of which
    /// the usual two mebibytes hold next to nothing. Pages that many batches change go from the log to the database once for several.
    /// </summary>
    public async Task<IAsyncDisposable> SettleInAsync(CancellationToken cancellationToken)
    {
        meetsKnown = false;
        var stay = new Stay(db.Database.GetDbConnection() is SqliteConnection ? db : null, durability);
        await stay.BeginAsync(cancellationToken);
        return stay;
    }

    private sealed class Stay(RepairNetDb? sqlite, Durability durability) : IAsyncDisposable
    {
        public async Task BeginAsync(CancellationToken cancellationToken)
        {
            if (sqlite is not null)
            {
                await sqlite.Database.OpenConnectionAsync(cancellationToken);

                // 64 MiB of cache, 192 MiB of log. What would undo one statement stays in memory: in a file, it is most of what is written.
                await sqlite.Database.ExecuteSqlRawAsync("PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536; PRAGMA wal_autocheckpoint=48000; PRAGMA temp_store=MEMORY", cancellationToken);

                // A batch that a power cut takes back is imported again: how far the import is goes with it.
                durability.AtTheEndOnly = true;
            }
        }

        public async ValueTask DisposeAsync()
        {
            durability.AtTheEndOnly = false;
            if (sqlite is not null)
            {
                try
                {
                    // As the others have them: the connection goes back to those that serve pages.
                    await sqlite.Database.ExecuteSqlRawAsync(SmallCaches.Setting + "; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=1000; PRAGMA temp_store=DEFAULT");
                }
                finally
                {
                    await sqlite.Database.CloseConnectionAsync();
                }
            }
        }
    }
}
