using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using RepairNet.Application.Common;
using RepairNet.Application.Imports;
using RepairNet.Domain.Common;
using RepairNet.Domain.Imports;
using RepairNet.Infrastructure.Persistence;

namespace RepairNet.Infrastructure.Imports;

internal sealed class ImportedRepairRows(RepairNetDb db) : IImportedRepairRows
{
    public async Task<IReadOnlySet<ImportedRepairId>> AddNewAsync(IReadOnlyCollection<ImportedRepair> repairs, CancellationToken cancellationToken)
    {
        // In one order for everybody: two imports of the same rows wait for each other and never in a ring.
        var ordered = repairs.OrderBy(r => r.ProviderId.Value).ThenBy(r => r.RowId, StringComparer.Ordinal).ToList();
        var written = new HashSet<ImportedRepairId>();
        if (db.Database.IsNpgsql())
        {
            // A batch that a power cut takes back is imported again: how far the import is goes with it. Its end waits for the disk, and so for all before it.
            await db.Database.ExecuteSqlRawAsync("SET LOCAL synchronous_commit = off", cancellationToken);
        }

        await BulkRows.Of<ImportedRepair>(db).AddNewAsync(
            db, ordered, "id", (place, id) => written.Add(place is { } i ? ordered[i].Id : ImportedRepairId.From((Guid)id!)), cancellationToken);
        return written;
    }

    /// <summary>
    /// On SQLite, one connection for the whole import, with a larger cache: the keys of a batch fall all over the indexes, of which
    /// the usual two mebibytes hold next to nothing. Pages that many batches change go from the log to the database once for several.
    /// </summary>
    public async Task<IAsyncDisposable> SettleInAsync(CancellationToken cancellationToken)
    {
        var stay = new Stay(db.Database.GetDbConnection() is SqliteConnection ? db : null);
        await stay.BeginAsync(cancellationToken);
        return stay;
    }

    private sealed class Stay(RepairNetDb? sqlite) : IAsyncDisposable
    {
        public async Task BeginAsync(CancellationToken cancellationToken)
        {
            if (sqlite is not null)
            {
                await sqlite.Database.OpenConnectionAsync(cancellationToken);

                // Batches are made durable by the writer. 64 MiB of cache, 96 MiB of log. What would undo one statement stays in memory: in a file, it is most of what is written.
                await sqlite.Database.ExecuteSqlRawAsync("PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536; PRAGMA wal_autocheckpoint=24000; PRAGMA temp_store=MEMORY", cancellationToken);
            }
        }

        public async ValueTask DisposeAsync()
        {
            if (sqlite is not null)
            {
                try
                {
                    // As SQLite has them: the connection goes back to those that serve pages.
                    await sqlite.Database.ExecuteSqlRawAsync("PRAGMA synchronous=FULL; PRAGMA cache_size=-2000; PRAGMA wal_autocheckpoint=1000; PRAGMA temp_store=DEFAULT");
                }
                finally
                {
                    await sqlite.Database.CloseConnectionAsync();
                }
            }
        }
    }
}
