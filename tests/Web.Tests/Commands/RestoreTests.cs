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
}
