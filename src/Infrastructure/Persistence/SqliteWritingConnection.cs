using System.Data;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace RepairNet.Infrastructure.Persistence;

/// <summary>
/// The connection by which this process writes, one transaction after the other, on the thread of <see cref="SqliteWriter"/>. Nobody else having
/// written since, what it read for the last transaction still holds for the next; a connection that did not write it all reads it all again.
/// It commits without waiting for the disk: that is what the writer does, for all who wait together.
/// </summary>
public sealed class SqliteWritingConnection(DatabaseChoice database) : IDisposable
{
    /// <summary>Not from the pool, where its settings would serve others.</summary>
    private readonly string connectionString = new SqliteConnectionStringBuilder(database.ConnectionString) { Pooling = false }.ConnectionString;

    private SqliteConnection? connection;

    /// <summary>The transaction that several share, each behind a savepoint of their own; null where each has their own.</summary>
    public SqliteTransaction? Shared { get; private set; }

    /// <summary>Whether what they share is still to be committed: on a full disk, among others, SQLite undoes it by itself.</summary>
    public bool IsSharedOpen => Shared is not null && connection is { } used && raw.sqlite3_get_autocommit(used.Handle) == 0;

    /// <summary>Begins a transaction that several share.</summary>
    public void BeginShared()
    {
        try
        {
            Shared = Get().BeginTransaction(deferred: false);
        }
        catch
        {
            GiveBack();
            throw;
        }
    }

    /// <summary>Commits what they share, or undoes all of it and fails.</summary>
    public void CommitShared()
    {
        try
        {
            Shared!.Commit();
        }
        finally
        {
            Shared!.Dispose();
            Shared = null;
            GiveBack();
        }
    }

    /// <summary>The connection, open, in no transaction but the one that is shared.</summary>
    public SqliteConnection Get()
    {
        if (connection is null)
        {
            var fresh = new SqliteConnection(connectionString);
            try
            {
                fresh.Open();
                using var settings = fresh.CreateCommand();

                // 8 MiB of cache. The log goes into the database every 16,000 pages, 64 MiB: pages that many transactions change are written there once.
                settings.CommandText = "PRAGMA synchronous=NORMAL; PRAGMA cache_size=-8192; PRAGMA wal_autocheckpoint=16000; PRAGMA temp_store=MEMORY";
                settings.ExecuteNonQuery();
            }
            catch
            {
                fresh.Dispose();
                throw;
            }

            connection = fresh;
        }

        return connection;
    }

    /// <summary>Keeps it for the next transaction, unless it is in no state to begin one.</summary>
    public void GiveBack()
    {
        if (Shared is null && connection is { } used && (used.State != ConnectionState.Open || raw.sqlite3_get_autocommit(used.Handle) == 0))
        {
            Dispose();
        }
    }

    /// <summary>Lets go of the database; the next transaction opens it again.</summary>
    public void Dispose()
    {
        connection?.Dispose();
        connection = null;
    }
}
