using System.Data.Common;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using RepairNet.Application.Common;
using RepairNet.Infrastructure.Hosting;
using RepairNet.Infrastructure.Persistence.Sqlite;

namespace RepairNet.Infrastructure.Persistence;

/// <summary>Whether the database can be reached and fits this version of the program.</summary>
/// <remarks>What an ordinary start asks goes without the framework: see <see cref="FirstLook"/>.</remarks>
public sealed class DatabaseState(DatabaseChoice choice, FirstLook look, DataFolder folder, IEnumerable<IReferenceData> referenceData, IServiceProvider services)
{
    public bool IsPostgres => choice.IsPostgres;

    /// <summary>Made when something is to be migrated.</summary>
    private DatabaseFacade Database => services.GetRequiredService<RepairNetDb>().Database;

    /// <summary>
    /// On PostgreSQL, fails where there is no such database: to the framework it is one without any migration, and whoever mistyped its name would be
    /// told to make it. On SQLite there is nothing to open yet.
    /// </summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (choice.IsPostgres)
        {
            await look.OpenAsync(cancellationToken);
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
        if (choice.SqliteFile is { } begun)
        {
            SqliteUpgrade.PutBack(begun);
        }

        // Asked first: to migrate, the framework compares two whole models, which an ordinary start does not wait for.
        var missing = (await MissingMigrationsAsync(cancellationToken)).Count > 0;
        if (missing && choice.SqliteFile is { } file)
        {
            await SqliteUpgrade.RunAsync(choice, file, cancellationToken);
        }
        else if (missing)
        {
            await Database.MigrateAsync(cancellationToken);
        }

        if (!choice.IsPostgres)
        {
            // A file put back from a backup has lost it: without the log, readers would wait for the writer.
            await look.RunAsync("PRAGMA journal_mode=WAL", cancellationToken);
        }
        if (choice.IsPostgres)
        {
            await HangfireTables.CreateAsync(choice.ConnectionString, cancellationToken);
        }

        return missing;
    }

    /// <summary>Names of the migrations this version has and the database lacks.</summary>
    public async Task<IReadOnlyList<string>> MissingMigrationsAsync(CancellationToken cancellationToken) =>
        [.. KnownMigrations().Except(await AppliedMigrationsAsync(cancellationToken), StringComparer.Ordinal)];

    /// <summary>Whether a version of the program made its tables.</summary>
    public async Task<bool> IsMadeAsync(CancellationToken cancellationToken) => (await AppliedMigrationsAsync(cancellationToken)).Count > 0;

    /// <summary>Migrations the database has and this version does not know: it was upgraded by a later version.</summary>
    public async Task<IReadOnlyList<string>> UnknownMigrationsAsync(CancellationToken cancellationToken)
    {
        MakeFolder();
        return Unknown(await AppliedMigrationsAsync(cancellationToken));
    }

    /// <summary>Those of these migrations that this version does not know: a later one made what has them.</summary>
    internal IReadOnlyList<string> Unknown(IEnumerable<string> applied) => [.. applied.Except(KnownMigrations(), StringComparer.Ordinal)];

    /// <summary>
    /// Names of the migrations of this version, the oldest first, as the build wrote them down. The framework, asked for them, loads every type of the assembly, a twentieth of
    /// all the program loads at its start.
    /// </summary>
    internal IReadOnlyList<string> KnownMigrations()
    {
        var name = choice.IsPostgres ? "PostgresMigrations" : "SqliteMigrations";
        return [.. typeof(DatabaseState).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(written => written.Key == name).Value!.Split(' ').Order(StringComparer.Ordinal)];
    }

    /// <summary>Read from their table. The framework is asked where no connection opens: only it knows whether there is a database yet.</summary>
    private async Task<IReadOnlyList<string>> AppliedMigrationsAsync(CancellationToken cancellationToken)
    {
        if (choice.SqliteFile is { } file && !File.Exists(file))
        {
            return [];
        }

        try
        {
            await look.OpenAsync(cancellationToken);
        }
        catch (DbException)
        {
            return [.. await Database.GetAppliedMigrationsAsync(cancellationToken)];
        }

        return await look.TextsAsync(HistoryRepository.DefaultTableName, "migration_id", cancellationToken);
    }

    public Task<bool> CanConnectAsync(CancellationToken cancellationToken) => Database.CanConnectAsync(cancellationToken);

    private void MakeFolder()
    {
        if (!choice.IsPostgres)
        {
            PrivateFiles.MakeFolder(folder.Root);
        }
    }
}
