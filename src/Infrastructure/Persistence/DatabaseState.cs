using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using RepairNet.Application.Common;
using RepairNet.Infrastructure.Hosting;

namespace RepairNet.Infrastructure.Persistence;

/// <summary>Whether the database can be reached and fits this version of the program.</summary>
public sealed class DatabaseState(RepairNetDb db, DatabaseChoice choice, DataFolder folder, IEnumerable<IReferenceData> referenceData)
{
    public bool IsPostgres => choice.IsPostgres;

    /// <summary>
    /// On PostgreSQL, fails where there is no such database: to the framework it is one without any migration, and whoever mistyped its name would be
    /// told to make it. On SQLite there is nothing to open yet.
    /// </summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (choice.IsPostgres)
        {
            await db.Database.OpenConnectionAsync(cancellationToken);
            await db.Database.CloseConnectionAsync();
        }
    }

    /// <summary>Brings the schema and the reference rows up to this version; safe to run again.</summary>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var turn = await PreparingTurn.TakeAsync(choice, cancellationToken);
        await MigrateSchemaAsync(cancellationToken);
        await LoadAsync(_ => true, cancellationToken);
    }

    /// <summary>The same before the first page, which does not wait for what can be done after it: see <see cref="FinishAsync"/>.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await using var turn = await PreparingTurn.TakeAsync(choice, cancellationToken);
        var migrated = await MigrateSchemaAsync(cancellationToken);
        await LoadAsync(data => migrated || !data.MayWait, cancellationToken);
    }

    /// <summary>What <see cref="PrepareAsync"/> left for later.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        await using var turn = await PreparingTurn.TakeAsync(choice, cancellationToken);
        await LoadAsync(data => data.MayWait, cancellationToken);
    }

    private async Task LoadAsync(Func<IReferenceData, bool> which, CancellationToken cancellationToken)
    {
        foreach (var data in referenceData.Where(which))
        {
            await data.LoadAsync(cancellationToken);
        }
    }

    /// <returns>Whether there was a migration to run.</returns>
    private async Task<bool> MigrateSchemaAsync(CancellationToken cancellationToken)
    {
        MakeFolder();

        // Asked first: to migrate, the framework compares two whole models, which an ordinary start does not wait for.
        var missing = (await MissingMigrationsAsync(cancellationToken)).Count > 0;
        if (missing)
        {
            await db.Database.MigrateAsync(cancellationToken);
        }

        if (!choice.IsPostgres)
        {
            // A file put back from a backup has lost it: without the log, readers would wait for the writer.
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL", cancellationToken);
        }
        if (choice.IsPostgres)
        {
            await HangfireTables.CreateAsync(choice.ConnectionString, cancellationToken);
        }

        return missing;
    }

    /// <summary>Names of the migrations this version has and the database lacks.</summary>
    public async Task<IReadOnlyList<string>> MissingMigrationsAsync(CancellationToken cancellationToken) =>
        [.. db.Database.GetMigrations().Except(await AppliedMigrationsAsync(cancellationToken), StringComparer.Ordinal)];

    /// <summary>Migrations the database has and this version does not know: it was upgraded by a later version.</summary>
    public async Task<IReadOnlyList<string>> UnknownMigrationsAsync(CancellationToken cancellationToken)
    {
        MakeFolder();
        var known = db.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
        return [.. (await AppliedMigrationsAsync(cancellationToken)).Where(m => !known.Contains(m))];
    }

    /// <summary>
    /// Read from their table as it stands. The framework, asked for them, builds a model of that one table, with all that a model takes, which stays: some
    /// megabytes, and a twentieth of the time to the first page. It is asked where no connection opens: only it knows whether there is a database yet.
    /// </summary>
    private async Task<IReadOnlyList<string>> AppliedMigrationsAsync(CancellationToken cancellationToken)
    {
        if (!choice.IsPostgres && !File.Exists(new SqliteConnectionStringBuilder(choice.ConnectionString).DataSource))
        {
            return [];
        }

        try
        {
            await db.Database.OpenConnectionAsync(cancellationToken);
        }
        catch (DbException)
        {
            return [.. await db.Database.GetAppliedMigrationsAsync(cancellationToken)];
        }

        try
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = choice.IsPostgres
                ? "SELECT count(*) FROM pg_class WHERE oid = to_regclass('\"__EFMigrationsHistory\"')"
                : "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = '__EFMigrationsHistory'";
            if (await command.ExecuteScalarAsync(cancellationToken) is not > 0L)
            {
                return [];
            }

            command.CommandText = "SELECT migration_id FROM \"__EFMigrationsHistory\"";
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var applied = new List<string>();
            while (await reader.ReadAsync(cancellationToken))
            {
                applied.Add(reader.GetString(0));
            }

            return applied;
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    public Task<bool> CanConnectAsync(CancellationToken cancellationToken) => db.Database.CanConnectAsync(cancellationToken);

    private void MakeFolder()
    {
        if (choice.IsPostgres)
        {
            return;
        }

        // It holds names, addresses and keys: for this user alone. A folder that is there keeps its own rights.
        if (OperatingSystem.IsWindows())
        {
            System.IO.Directory.CreateDirectory(folder.Root);
        }
        else
        {
            System.IO.Directory.CreateDirectory(folder.Root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
