using System.IO.Compression;
using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using RepairNet.TestSupport;
using RepairNet.Web.Commands;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Upgrades;

/// <summary>
/// A database made by each version that was landed, with a small network in it, opened by this version: nothing is lost, the
/// totals still hold, the pages answer. <c>tools/freeze-upgrade-fixture VERSION</c> adds the databases of a version, never
/// changed afterwards.
/// </summary>
public sealed class UpgradesTests
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Upgrades");

    public static TheoryData<string, DatabaseKind> Versions
    {
        get
        {
            var data = new TheoryData<string, DatabaseKind>();
            string[] versions = System.IO.Directory.Exists(Folder) ? System.IO.Directory.GetDirectories(Folder) : [];
            foreach (var version in versions.Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal))
            {
                foreach (var kind in Enum.GetValues<DatabaseKind>())
                {
                    data.Add(version, kind);
                }
            }

            return data;
        }
    }

    [Fact]
    public void The_databases_of_the_first_version_are_kept() =>
        Versions.ShouldNotBeEmpty("Run tools/freeze-upgrade-fixture VERSION and commit what it makes.");

    [Theory, MemberData(nameof(Versions))]
    public async Task A_database_of_an_earlier_version_upgrades_with_its_data(string version, DatabaseKind kind)
    {
        await using var database = await RestoreAsync(version, kind);

        (await CommandLine.RunAsync(["migrate", "--environment", "Testing", .. database.Arguments])).ShouldBe(0);

        await using (var instance = await TestInstance.BuildAsync(database))
        {
            (await instance.ReadAsync(db => db.Database.GetPendingMigrationsAsync())).ShouldBeEmpty();
            foreach (var (table, rows) in Counts(version, kind))
            {
                var kept = await instance.ReadAsync(db => CountAsync(db, table));
                if (table is "ledger_entries" or "impact_rollups")
                {
                    // What an earlier version counted otherwise is taken away by a line and counted by another; no line goes.
                    kept.ShouldBeGreaterThanOrEqualTo(rows, table);
                }
                else
                {
                    kept.ShouldBe(rows, table);
                }
            }

            // However often it was counted again, each repair counts once.
            (await instance.ReadAsync(db => db.ImpactRollups.SumAsync(r => r.Count))).ShouldBe(await instance.ReadAsync(db => db.Repairs.LongCountAsync()));
            (await instance.ReadAsync(db => db.LedgerEntries.SumAsync(e => (long)e.Sign))).ShouldBe(await instance.ReadAsync(db => db.Repairs.LongCountAsync()));

            (await instance.ReadAsync(db => db.Bookings.CountAsync())).ShouldBeGreaterThan(0);
        }

        await using (var instance = await TestInstance.ServeAsync(database, new TestOptions { Background = true }))
        {
            (await instance.Client.GetAsync("/")).StatusCode.ShouldBe(HttpStatusCode.OK);
            (await instance.Client.GetAsync("/api/v1/impact?territory=country:FRA")).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        (await CommandLine.RunAsync(["verify", "--environment", "Testing", .. database.Arguments])).ShouldBe(0);
    }

    /// <summary>What killed an earlier try is not repaired, but undone; and the framework’s lock, a row, holds nobody for ever.</summary>
    [Fact]
    public async Task An_upgrade_that_was_killed_half_way_is_begun_again()
    {
        var version = Path.GetFileName(System.IO.Directory.GetDirectories(Folder).Order(StringComparer.Ordinal).First());
        await using var database = await RestoreAsync(version, DatabaseKind.Sqlite);
        var file = Path.Combine(database.Folder, "repairnet.db");
        var bookings = await AskAsync(file, "SELECT count(*) FROM bookings");
        File.Copy(file, file + ".before-upgrade");
        await AskAsync(file, "DELETE FROM bookings; CREATE TABLE waiting_entries (half INTEGER); SELECT 1");
        await LockAsync(file);
        await File.WriteAllTextAsync(file + ".new", "a copy that was not ended");

        (await MigrateAsync(database)).ShouldBe(0);

        (await AskAsync(file, "SELECT count(*) FROM bookings")).ShouldBe(bookings);
        System.IO.Directory.GetFiles(database.Folder, "repairnet.db.*").Select(Path.GetFileName).ShouldNotContain(name => name == "repairnet.db.before-upgrade" || name == "repairnet.db.new");
        (await CommandLine.RunAsync(["verify", "--environment", "Testing", .. database.Arguments])).ShouldBe(0);
    }

    [Fact]
    public async Task A_first_start_that_was_killed_half_way_is_begun_again()
    {
        await using var database = await TestDatabase.CreateEmptyAsync(DatabaseKind.Sqlite);
        var file = Path.Combine(database.Folder, "repairnet.db");
        await LockAsync(file + ".new");
        (await MigrateAsync(database)).ShouldBe(0);
        File.Exists(file + ".new").ShouldBeFalse();

        // One of an earlier version, which made its tables in place: the lock alone is left of it.
        await using var earlier = await TestDatabase.CreateEmptyAsync(DatabaseKind.Sqlite);
        file = Path.Combine(earlier.Folder, "repairnet.db");
        await LockAsync(file);
        (await MigrateAsync(earlier)).ShouldBe(0);
        (await AskAsync(file, "SELECT count(*) > 30000 FROM communes")).ShouldBe(1);
    }

    private static Task<int> MigrateAsync(TestDatabase database) =>
        Task.Run(() => CommandLine.RunAsync(["migrate", "--environment", "Testing", .. database.Arguments])).WaitAsync(TimeSpan.FromMinutes(2));

    private static async Task LockAsync(string file) =>
        await AskAsync(file, "CREATE TABLE IF NOT EXISTS \"__EFMigrationsLock\" (\"Id\" INTEGER NOT NULL CONSTRAINT \"PK___EFMigrationsLock\" PRIMARY KEY, \"Timestamp\" TEXT NOT NULL); INSERT INTO \"__EFMigrationsLock\" VALUES (1, '2026-11-01'); SELECT 1");

    private static async Task<long> AskAsync(string file, string statement)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=false;Foreign Keys=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Written above.
        command.CommandText = statement;
#pragma warning restore CA2100
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<TestDatabase> RestoreAsync(string version, DatabaseKind kind)
    {
        var database = await TestDatabase.CreateEmptyAsync(kind);
        await using var packed = File.OpenRead(Path.Combine(Folder, version, kind == DatabaseKind.Sqlite ? "sqlite.db.gz" : "postgres.sql.gz"));
        await using var content = new GZipStream(packed, CompressionMode.Decompress);
        if (kind == DatabaseKind.Sqlite)
        {
            await using var file = File.Create(Path.Combine(database.Folder, "repairnet.db"));
            await content.CopyToAsync(file);
            return database;
        }

        using var reader = new StreamReader(content);
        // Lines for psql alone (\restrict) are left out.
        var script = string.Join('\n', (await reader.ReadToEndAsync()).Split('\n').Where(line => !line.StartsWith('\\')));
        await using var connection = new NpgsqlConnection(database.Connection + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // A dump kept in this repository.
        command.CommandText = script;
#pragma warning restore CA2100
        command.CommandTimeout = 120;
        await command.ExecuteNonQueryAsync();
        return database;
    }

    private static IEnumerable<(string Table, long Rows)> Counts(string version, DatabaseKind kind)
    {
        var file = Path.Combine(Folder, version, kind == DatabaseKind.Sqlite ? "sqlite.counts.csv" : "postgres.counts.csv");
        return File.ReadAllLines(file).Skip(1).Select(line => line.Split(',')).Select(cells => (cells[0], long.Parse(cells[1], System.Globalization.CultureInfo.InvariantCulture)));
    }

    private static async Task<long> CountAsync(DbContext db, string table)
    {
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // Names of tables, from a file of this repository.
        command.CommandText = $"SELECT count(*) FROM \"{table}\"";
#pragma warning restore CA2100
        return Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }
}
