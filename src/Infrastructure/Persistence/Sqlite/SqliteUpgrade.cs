using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace RepairNet.Infrastructure.Persistence.Sqlite;

/// <summary>
/// Brings the file to this version, so that what is killed half-way is as if it had not begun. Migrations alone do not see to that: some make a table
/// anew, which SQLite does in several transactions, and the lock of the framework is a row that outlives whoever took it, for which all others
/// would wait for ever. Called by whoever has the turn to prepare the database, which the system gives back when its holder dies.
/// </summary>
internal static class SqliteUpgrade
{
    /// <summary>What SQLite adds to the name of a database for its log and the index of it.</summary>
    public static readonly string[] Beside = ["-wal", "-shm"];

    /// <summary>Undoes what was begun and never ended.</summary>
    /// <param name="database">Its file.</param>
    public static void PutBack(string database)
    {
        if (!File.Exists(Kept(database)))
        {
            return;
        }

        SqliteConnection.ClearAllPools();
        foreach (var beside in Beside)
        {
            File.Delete(database + beside);
        }

        File.Move(Kept(database), database, overwrite: true);
    }

    /// <summary>Runs the migrations that are missing.</summary>
    /// <param name="choice">The database.</param>
    /// <param name="database">Its file.</param>
    /// <param name="cancellationToken">Gives up, as long as nothing is changed.</param>
    public static async Task RunAsync(DatabaseChoice choice, string database, CancellationToken cancellationToken)
    {
        var draft = database + ".new";
        foreach (var part in Beside.Prepend(""))
        {
            File.Delete(draft + part);
        }

        if (!File.Exists(database))
        {
            await MigrateAsync(choice, draft);
            await RunAsync(choice, draft, "PRAGMA wal_checkpoint(TRUNCATE)", CancellationToken.None);
            File.Move(draft, database);
            return;
        }

        // Without its log, which a copy of the file would lack.
        await RunAsync(choice, database, $"VACUUM INTO '{draft.Replace("'", "''", StringComparison.Ordinal)}'", cancellationToken);
        using (var copy = File.OpenHandle(draft, FileMode.Open, FileAccess.ReadWrite))
        {
            RandomAccess.FlushToDisk(copy);
        }

        File.Move(draft, Kept(database), overwrite: true);
        await RunAsync(choice, database, "DROP TABLE IF EXISTS \"__EFMigrationsLock\"", CancellationToken.None);
        await MigrateAsync(choice, database);
        File.Delete(Kept(database));
    }

    /// <summary>The database as it was, for as long as it is changed.</summary>
    private static string Kept(string database) => database + ".before-upgrade";

    /// <summary>To its end: what is given up half-way would only be undone.</summary>
    private static async Task MigrateAsync(DatabaseChoice choice, string file)
    {
        var options = (DbContextOptionsBuilder<SqliteDb>)SqliteDb.Configure(new DbContextOptionsBuilder<SqliteDb>(), Unpooled(choice, file));
        await using var db = new SqliteDb(options.Options);
        await db.Database.MigrateAsync(CancellationToken.None);
    }

    private static async Task RunAsync(DatabaseChoice choice, string file, string statement, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection(Unpooled(choice, file));
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Written above, with the name of a file at most.
        command.CommandText = statement;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static string Unpooled(DatabaseChoice choice, string file) => new SqliteConnectionStringBuilder(choice.ConnectionString) { DataSource = file, Pooling = false }.ConnectionString;
}
