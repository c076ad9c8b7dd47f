using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using RepairNet.TestSupport;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Commands;

public sealed class RestoreTests
{
    [Theory, BothDatabases]
    public async Task A_backup_is_not_put_back_under_a_service(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        var file = Path.Combine(database.Folder, "sauvegarde.zip");
        (await CommandRun.RunAsync(["backup", file, .. database.Arguments])).Code.ShouldBe(0);

        await using (await BuiltProgram.ServeAsync(database))
        {
            var (code, output, errors) = await BuiltProgram.RunAsync(["restore", file, .. database.Arguments]);

            code.ShouldBe(1);
            output.ShouldBeEmpty();
            errors.Trim().ShouldBe("Un service utilise cette base de données : rien n’a été changé. Arrêtez tous les « repairnet serve » qui s’en servent, puis recommencez.");
            System.IO.Directory.EnumerateFiles(database.Folder, "*before-restore*").ShouldBeEmpty();
        }

        // It was killed, and had no time to say that it stopped.
        (await BuiltProgram.RunAsync(["restore", file, .. database.Arguments])).Code.ShouldBe(0);
    }

    /// <summary>What no backup holds and a service needs is made with it: without the tables of jobs, no mail would leave.</summary>
    [Fact]
    public async Task Put_back_in_a_new_database_all_that_a_service_counts_on_is_there()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Postgres);
        await using var other = await TestDatabase.CreateAsync(DatabaseKind.Postgres);
        var file = Path.Combine(database.Folder, "sauvegarde.zip");
        (await CommandRun.RunAsync(["backup", file, .. database.Arguments])).Code.ShouldBe(0);
        await ExecuteAsync(other, "DROP SCHEMA public CASCADE; CREATE SCHEMA public; DROP SCHEMA IF EXISTS hangfire CASCADE");

        var (code, _, errors) = await CommandRun.RunAsync(["restore", file, .. other.Arguments]);

        code.ShouldBe(0, errors);
        (await ExecuteAsync(other, "SELECT count(*) FROM pg_tables WHERE schemaname = 'hangfire' AND tablename = 'job'")).ShouldBe(1L);
        (await ExecuteAsync(other, "SELECT count(*) FROM communes")).ShouldBe(await ExecuteAsync(database, "SELECT count(*) FROM communes"));
    }

    /// <summary>SQLite would read a log that it finds there into whatever database takes that name.</summary>
    [Fact]
    public async Task A_log_left_without_its_database_is_put_aside()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        var file = Path.Combine(database.Folder, "sauvegarde.zip");
        (await CommandRun.RunAsync(["backup", file, .. database.Arguments])).Code.ShouldBe(0);
        var lost = Path.Combine(database.Folder, "repairnet.db");
        SqliteConnection.ClearAllPools();
        File.Delete(lost);
        await File.WriteAllTextAsync(lost + "-wal", "a log");

        var (code, _, errors) = await CommandRun.RunAsync(["restore", file, .. database.Arguments]);

        code.ShouldBe(0, errors);
        (await File.ReadAllTextAsync(lost + ".before-restore-1-wal")).ShouldBe("a log");
        (await CommandRun.RunAsync(["verify", .. database.Arguments])).Code.ShouldBe(0);
    }

    /// <summary>Kept before the change to a new version, it is still the old one's.</summary>
    [Theory, BothDatabases]
    public async Task A_backup_changes_nothing_of_a_database_of_a_version_before(DatabaseKind kind)
    {
        const string Migrations = """SELECT count(*) FROM "__EFMigrationsHistory" """;
        await using var database = await TestDatabase.CreateAsync(kind);
        await ExecuteAsync(database, """DELETE FROM "__EFMigrationsHistory" WHERE migration_id = (SELECT max(migration_id) FROM "__EFMigrationsHistory")""");
        var before = await ExecuteAsync(database, Migrations);

        var (code, _, errors) = await CommandRun.RunAsync(["backup", Path.Combine(database.Folder, "avant.zip"), .. database.Arguments]);

        code.ShouldBe(0, errors);
        (await ExecuteAsync(database, Migrations)).ShouldBe(before);
    }

    [Theory, BothDatabases]
    public async Task A_backup_given_a_folder_or_nothing_to_copy_leaves_nothing_behind(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        var folder = System.IO.Directory.CreateDirectory(Path.Combine(database.Folder, "sauvegardes")).FullName;

        var (code, _, errors) = await CommandRun.RunAsync(["backup", folder + "/", .. database.Arguments]);

        code.ShouldBe(1);
        errors.ShouldContain("est un dossier. Donnez le nom du fichier à écrire.");
        System.IO.Directory.EnumerateFileSystemEntries(folder).ShouldBeEmpty();

        await ExecuteAsync(database, """DELETE FROM "__EFMigrationsHistory" """);
        (code, _, errors) = await CommandRun.RunAsync(["backup", Path.Combine(folder, "rien.zip"), .. database.Arguments]);
        code.ShouldBe(1);
        errors.ShouldContain("est vide");
        System.IO.Directory.EnumerateFileSystemEntries(folder).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_mistyped_database_is_not_one_to_make()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Postgres);
        string[] mistyped = [.. database.Arguments.Select(a => a.Replace("Database=", "Database=x", StringComparison.Ordinal))];

        foreach (var verb in new[] { new[] { "verify" }, ["backup", Path.Combine(database.Folder, "rien.zip")], ["token", "create", "a@exemple.fr"] })
        {
            var (code, _, errors) = await CommandRun.RunAsync([.. verb, .. mistyped]);
            code.ShouldBe(1);
            errors.ShouldContain("3D000");
            errors.ShouldContain("Vérifiez le nom de la base");
            errors.ShouldNotContain("repairnet migrate");
        }
    }

    [Fact]
    public async Task One_of_two_services_is_enough_to_refuse()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Postgres);
        var file = Path.Combine(database.Folder, "sauvegarde.zip");
        (await CommandRun.RunAsync(["backup", file, .. database.Arguments])).Code.ShouldBe(0);

        await using (await BuiltProgram.ServeAsync(database))
        {
            await using (await BuiltProgram.ServeAsync(database))
            {
                // Both serve: neither keeps the other out.
            }

            (await BuiltProgram.RunAsync(["restore", file, .. database.Arguments])).Code.ShouldBe(1);
        }
    }

    /// <summary>One statement, on the database itself.</summary>
    private static async Task<object?> ExecuteAsync(TestDatabase database, string statement)
    {
        await using DbConnection connection = database.Connection is { } text
            ? new NpgsqlConnection(text)
            : new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(database.Folder, "repairnet.db"), Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        return await command.ExecuteScalarAsync();
    }
}
