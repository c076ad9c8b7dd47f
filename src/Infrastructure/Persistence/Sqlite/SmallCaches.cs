using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace RepairNet.Infrastructure.Persistence.Sqlite;

/// <summary>
/// Each connection keeps pages of the file for itself, and a busy server has a dozen of them: a quarter of what SQLite gives by itself is
/// enough, since what they read again is in the system's cache, common to all. What writes has more (<see cref="SqliteWritingConnection"/>).
/// </summary>
internal sealed class SmallCaches : DbConnectionInterceptor
{
    /// <summary>512 KiB; SQLite's own is 2,000.</summary>
    public const string Setting = "PRAGMA cache_size=-512";

    // Opening takes a connection from the pool most of the time, and it has kept its cache.
    private readonly ConditionalWeakTable<sqlite3, object?> _known = [];

    public static SmallCaches Instance { get; } = new();

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Keep(connection);

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Keep(connection);
        return Task.CompletedTask;
    }

    private void Keep(DbConnection connection)
    {
        if (connection is SqliteConnection { Handle: { } handle } sqlite && _known.TryAdd(handle, null))
        {
            using var command = sqlite.CreateCommand();
            command.CommandText = Setting;
            command.ExecuteNonQuery();
        }
    }
}
