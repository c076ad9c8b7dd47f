using System.IO.Compression;
using System.Net;
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
