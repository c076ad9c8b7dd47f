using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using RepairNet.Infrastructure.Hosting;
using RepairNet.Infrastructure.Persistence;
using RepairNet.TestSupport;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Common;

public sealed class ServingMarkTests
{
    [Theory, BothDatabases]
    public async Task Many_may_serve_and_one_alone_may_replace(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var database = instance.Services.GetRequiredService<DatabaseChoice>();

        await using (var first = await ServingMark.TryServeAsync(database, CancellationToken.None))
        await using (var second = await ServingMark.TryServeAsync(database, CancellationToken.None))
        {
            first.ShouldNotBeNull();
            second.ShouldNotBeNull();
            (await ServingMark.TryReplaceAsync(database, CancellationToken.None)).ShouldBeNull();
        }

        await using (var alone = await ServingMark.TryReplaceAsync(database, CancellationToken.None))
        {
            alone.ShouldNotBeNull();
            (await ServingMark.TryServeAsync(database, CancellationToken.None)).ShouldBeNull();
            (await ServingMark.TryReplaceAsync(database, CancellationToken.None)).ShouldBeNull();
        }

        await using var again = await ServingMark.TryServeAsync(database, CancellationToken.None);
        again.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_service_that_lost_its_connection_takes_its_mark_again()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Postgres);
        var database = instance.Services.GetRequiredService<DatabaseChoice>();
        await using var mark = await ServingMark.TryServeAsync(database, CancellationToken.None);
        mark.ShouldNotBeNull();

        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await CountAsync(connection, "SELECT count(pg_terminate_backend(pid)) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())");

        for (var i = 0; i < 300 && await HoldersAsync(connection) > 0; i++)
        {
            await Task.Delay(50);
        }

        for (var i = 0; i < 300 && await HoldersAsync(connection) == 0; i++)
        {
            await Task.Delay(100);
        }

        (await HoldersAsync(connection)).ShouldBe(1);
        (await ServingMark.TryReplaceAsync(database, CancellationToken.None)).ShouldBeNull();
    }

    private static Task<long> HoldersAsync(NpgsqlConnection connection) =>
        CountAsync(connection, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())");

    private static async Task<long> CountAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
