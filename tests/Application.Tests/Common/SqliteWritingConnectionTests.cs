using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RepairNet.Application.Common;
using RepairNet.Infrastructure.Persistence;
using RepairNet.TestSupport;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Common;

/// <summary>One connection writes for all, and what a transaction leaves of it is no concern of the next.</summary>
public sealed class SqliteWritingConnectionTests
{
    [Fact]
    public async Task All_write_by_one_connection_and_each_keeps_their_own_to_read()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);

        var written = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => WriteAsync(instance)));

        written.Select(w => w.During).Distinct().ShouldHaveSingleItem();
        written.ShouldAllBe(w => w.Before == w.After && w.After != w.During);
        written.ShouldAllBe(w => w.Settings == "1 1", "it waits for no disk, which the writer does; keys refer to what is there");
    }

    [Fact]
    public async Task Whoever_keeps_a_connection_open_writes_by_it()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);
        await using var scope = instance.Scope();
        var db = scope.ServiceProvider.GetRequiredService<RepairNetDb>();
        await db.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        var own = db.Database.GetDbConnection();

        var during = await scope.ServiceProvider.GetRequiredService<IWriteTransactions>().RunAsync(
            () => Task.FromResult(db.Database.GetDbConnection()), accept: _ => true, CancellationToken.None);

        during.ShouldBeSameAs(own);
        await db.Database.CloseConnectionAsync();
    }

    [Fact]
    public async Task One_that_is_left_in_a_transaction_is_given_up()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);
        using var writing = new SqliteWritingConnection(instance.Services.GetRequiredService<DatabaseChoice>());
        var first = writing.Get();
        writing.GiveBack();
        writing.Get().ShouldBeSameAs(first);

        Execute(first, "CREATE TABLE kept (what TEXT); BEGIN IMMEDIATE; INSERT INTO kept VALUES ('half')");
        writing.GiveBack();

        var second = writing.Get();
        second.ShouldNotBeSameAs(first);
        Execute(second, "BEGIN IMMEDIATE; COMMIT");
        Scalar(second, "SELECT count(*) FROM kept").ShouldBe("0", "nothing half-written stays");
    }

    /// <summary>Whoever takes the place of the file, as a backup does, finds nobody there: a statement kept for the next booking would keep it open.</summary>
    [Fact]
    public async Task Statements_are_let_go_of_with_their_connection()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Open files are counted in /proc.");
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);
        var choice = instance.Services.GetRequiredService<DatabaseChoice>();
        await using var scope = instance.Scope();
        var db = scope.ServiceProvider.GetRequiredService<RepairNetDb>();
        using var writing = new SqliteWritingConnection(choice);
        var (own, before) = (db.Database.GetDbConnection(), Opened(choice));
        for (var i = 0; i < 3; i++)
        {
            db.Database.SetDbConnection(writing.Get());
            KeptCommands.StatementOf(db, "CREATE TEMP TABLE IF NOT EXISTS kept (what TEXT)").Run();
            KeptCommands.StatementOf(db, "INSERT INTO kept VALUES ('once')").Run();
            Opened(choice).ShouldBeGreaterThan(before);
            db.Database.SetDbConnection(own, contextOwnsConnection: true);
            writing.Dispose();
            Opened(choice).ShouldBe(before);
        }
    }

    [Fact]
    public async Task What_is_in_the_log_is_put_into_the_database_while_somebody_reads_and_another_writes()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);
        var choice = instance.Services.GetRequiredService<DatabaseChoice>();
        using var writing = new SqliteWritingConnection(choice);
        Execute(writing.Get(), "CREATE TABLE kept (what TEXT); INSERT INTO kept VALUES ('first')");
        await SweepAsync();
        InTheFileAlone(choice).ShouldBe("1");

        // Whoever reads what was there keeps the sweep from going further, and waits for nothing; nor does it wait for whoever writes.
        using var reading = new SqliteConnection(choice.ConnectionString);
        reading.Open();
        Execute(reading, "BEGIN");
        Scalar(reading, "SELECT count(*) FROM kept").ShouldBe("1");
        Execute(writing.Get(), "BEGIN IMMEDIATE; INSERT INTO kept VALUES ('second')");
        await SweepAsync();
        Execute(writing.Get(), "COMMIT");
        Scalar(reading, "SELECT count(*) FROM kept").ShouldBe("1");
        Execute(reading, "COMMIT");

        await SweepAsync();
        InTheFileAlone(choice).ShouldBe("2");

        async Task SweepAsync()
        {
            await using var scope = instance.Scope();
            await scope.ServiceProvider.GetRequiredService<SqliteLogSweep>().SweepAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>How often this process has the file open.</summary>
    private static int Opened(DatabaseChoice choice)
    {
        var file = Path.GetFullPath(new SqliteConnectionStringBuilder(choice.ConnectionString).DataSource);
        return new DirectoryInfo("/proc/self/fd").EnumerateFileSystemInfos().Count(handle => handle.LinkTarget == file);
    }

    /// <summary>How many rows a copy of the file alone, without its log, has.</summary>
    private static string? InTheFileAlone(DatabaseChoice choice)
    {
        var copy = Path.GetTempFileName();
        try
        {
            File.Copy(new SqliteConnectionStringBuilder(choice.ConnectionString).DataSource, copy, overwrite: true);
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = copy, Pooling = false }.ConnectionString);
            connection.Open();
            return Scalar(connection, "SELECT count(*) FROM kept");
        }
        finally
        {
            foreach (var file in new[] { copy, copy + "-wal", copy + "-shm" })
            {
                File.Delete(file);
            }
        }
    }

    private static async Task<(object Before, object During, object After, string Settings)> WriteAsync(TestInstance instance)
    {
        await using var scope = instance.Scope();
        var db = scope.ServiceProvider.GetRequiredService<RepairNetDb>();
        var before = db.Database.GetDbConnection();
        var (during, settings) = await scope.ServiceProvider.GetRequiredService<IWriteTransactions>().RunAsync(
            () =>
            {
                var connection = (SqliteConnection)db.Database.GetDbConnection();
                return Task.FromResult((connection, $"{Scalar(connection, "PRAGMA synchronous")} {Scalar(connection, "PRAGMA foreign_keys")}"));
            },
            accept: _ => true,
            CancellationToken.None);
        return (before, during, db.Database.GetDbConnection(), settings);
    }

    private static void Execute(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Written above.
        command.CommandText = text;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private static string? Scalar(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Written above.
        command.CommandText = text;
#pragma warning restore CA2100
        return command.ExecuteScalar()?.ToString();
    }
}
