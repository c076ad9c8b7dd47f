using Microsoft.Data.Sqlite;
using Npgsql;
using RepairNet.Web.Commands;

namespace RepairNet.TestSupport;

/// <summary>
/// A database of one test, as <c>repairnet migrate</c> leaves it: schema and reference data, nothing else. Made once per run,
/// then copied, which takes milliseconds.
/// </summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private static readonly Lazy<Task<string>> SqliteTemplate = new(() => Task.Run(MakeSqliteTemplateAsync));
    private static readonly Lazy<Task<string>> PostgresTemplate = new(() => Task.Run(MakePostgresTemplateAsync));

    private TestDatabase(DatabaseKind kind, string folder, string? connection)
    {
        Kind = kind;
        Folder = folder;
        Connection = connection;
    }

    public DatabaseKind Kind { get; }

    /// <summary>The folder given as <c>--data</c>: database file (SQLite), keys, mail.</summary>
    public string Folder { get; }

    /// <summary>What is given as <c>--database</c>; null for the embedded one.</summary>
    public string? Connection { get; }

    /// <summary>The options that make the command line use this database.</summary>
    public IReadOnlyList<string> Arguments => Connection is null ? ["--data", Folder] : ["--data", Folder, "--database", Connection];

    /// <summary>Makes a database up to date with this version.</summary>
    public static async Task<TestDatabase> CreateAsync(DatabaseKind kind)
    {
        var folder = NewFolder();
        if (kind == DatabaseKind.Sqlite)
        {
            File.Copy(await SqliteTemplate.Value, Path.Combine(folder, "repairnet.db"));
            return new(kind, folder, null);
        }

        return new(kind, folder, await CreatePostgresAsync(await PostgresTemplate.Value));
    }

    /// <summary>Makes a database with nothing in it, not even a schema.</summary>
    public static async Task<TestDatabase> CreateEmptyAsync(DatabaseKind kind) =>
        new(kind, NewFolder(), kind == DatabaseKind.Sqlite ? null : await CreatePostgresAsync(template: null));

    public async ValueTask DisposeAsync()
    {
        if (Connection is not null)
        {
            await DropPostgresAsync(new NpgsqlConnectionStringBuilder(Connection).Database!);
        }
        else
        {
            using var connection = new SqliteConnection($"Data Source={Path.Combine(Folder, "repairnet.db")}");
            SqliteConnection.ClearPool(connection);
        }

        Directory.Delete(Folder, recursive: true);
    }

    private static string NewFolder() => Directory.CreateTempSubdirectory("repairnet-test-").FullName;

    private static async Task<string> MakeSqliteTemplateAsync()
    {
        var folder = NewFolder();
        DeleteAtExit(folder);
        await MigrateAsync(["--data", folder]);
        var file = Path.Combine(folder, "repairnet.db");
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        // What is still in the log moves to the file: the file alone is then the whole database.
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() && reader.GetInt32(0) == 0 ? file : throw new InvalidOperationException("The template is still in use.");
    }

    private static async Task<string> MakePostgresTemplateAsync()
    {
        var folder = NewFolder();
        DeleteAtExit(folder);
        var connection = await CreatePostgresAsync(template: null);
        var name = new NpgsqlConnectionStringBuilder(connection).Database!;
        if (!PostgresServer.IsPrivate)
        {
            AppDomain.CurrentDomain.ProcessExit += (_, _) => DropPostgresAsync(name).Wait(TimeSpan.FromSeconds(5));
        }

        await MigrateAsync(["--data", folder, "--database", connection + ";Pooling=false"]);
        return name;
    }

    private static async Task MigrateAsync(string[] options)
    {
        var exitCode = await CommandLine.RunAsync(["migrate", "--environment", "Testing", .. options]);
        if (exitCode != 0)
        {
            throw new InvalidOperationException($"repairnet migrate answered {exitCode}: see standard error.");
        }
    }

    private static async Task<string> CreatePostgresAsync(string? template)
    {
        var name = $"repairnet_test_{Guid.CreateVersion7():N}";
        await OnServerAsync($"CREATE DATABASE {name}" + (template is null ? "" : $" TEMPLATE {template} STRATEGY FILE_COPY"));
        return new NpgsqlConnectionStringBuilder(await PostgresServer.ConnectionStringAsync()) { Database = name }.ConnectionString;
    }

    private static Task DropPostgresAsync(string name) => OnServerAsync($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");

    private static async Task OnServerAsync(string sql)
    {
        var server = new NpgsqlConnectionStringBuilder(await PostgresServer.ConnectionStringAsync()) { Database = "postgres", Pooling = false };
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        // Names are made above, of letters and digits.
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    private static void DeleteAtExit(string folder) => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    };
}
