using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using RepairNet.Application.Common;
using RepairNet.Application.Imports;
using RepairNet.TestSupport;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Common;

/// <summary>Connections go from one request to the next without having their session made anew: nothing may be left in it.</summary>
public sealed class PostgresConnectionsTests
{
    [Fact]
    public async Task Who_takes_a_connection_finds_neither_lock_nor_setting_of_whoever_had_it()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Postgres);
        var source = instance.Services.GetRequiredService<NpgsqlDataSource>();

        int first;
        await using (var connection = await source.OpenConnectionAsync(TestContext.Current.CancellationToken))
        {
            first = connection.ProcessID;
            await ScalarAsync(connection, "BEGIN; SET LOCAL synchronous_commit = off; SELECT pg_advisory_xact_lock(7)");
            await Should.ThrowAsync<PostgresException>(() => ScalarAsync(connection, "SELECT 1 / 0"));
        }

        await using var same = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        same.ProcessID.ShouldBe(first);
        (await ScalarAsync(same, "SHOW synchronous_commit")).ShouldBe("on");
        (await ScalarAsync(same, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")).ShouldBe(0L);
    }

    [Fact]
    public async Task Nor_what_an_import_or_whoever_held_a_name_wanted_for_themselves()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Postgres);
        await using var scope = instance.Scope();
        var db = scope.ServiceProvider.GetRequiredService<RepairNetDb>();
        await db.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        (await scope.ServiceProvider.GetRequiredService<IWriteTransactions>().RunAsync(
            async () =>
            {
                await scope.ServiceProvider.GetRequiredService<IRowLocks>().HoldNameAsync("somebody", CancellationToken.None);
                await scope.ServiceProvider.GetRequiredService<IImportedRepairRows>().AddNewAsync([], CancellationToken.None);
                return (string?)await ScalarAsync((NpgsqlConnection)db.Database.GetDbConnection(), "SHOW synchronous_commit") == "off";
            },
            accept: _ => true,
            CancellationToken.None)).ShouldBeTrue("an import does not wait for the disk");

        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        (await ScalarAsync(connection, "SHOW synchronous_commit")).ShouldBe("on");
        (await ScalarAsync(connection, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")).ShouldBe(0L);
        await db.Database.CloseConnectionAsync();
    }

    [Fact]
    public async Task No_statement_is_compiled_to_machine_code_however_large_its_tables_look()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Postgres);
        var source = instance.Services.GetRequiredService<NpgsqlDataSource>();
        await using var one = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var other = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);

        (await ScalarAsync(one, "SHOW jit")).ShouldBe("off");
        (await ScalarAsync(other, "SHOW jit")).ShouldBe("off");
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string text)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Written above.
        command.CommandText = text;
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync();
    }
}
