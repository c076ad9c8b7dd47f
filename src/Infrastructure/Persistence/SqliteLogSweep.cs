using Microsoft.Data.Sqlite;
using RepairNet.Application.Common;

namespace RepairNet.Infrastructure.Persistence;

/// <summary>
/// Puts the log of the database (<c>-wal</c>) into the database each minute. The connection that writes does so each 64 MiB only: all that a small town
/// wrote in a week could be in the log alone, where whoever copies the one file does not look.
/// </summary>
public sealed class SqliteLogSweep(DatabaseChoice database) : ISweep
{
    public async Task SweepAsync(CancellationToken stopping)
    {
        // Not from the pool: it is used once a minute. It waits for nobody, and nobody for it: what somebody still reads is left for the next minute.
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder(database.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(stopping);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(PASSIVE)";
        await command.ExecuteNonQueryAsync(stopping);
    }
}
