using System.Collections.Concurrent;
using System.Data.Common;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using RepairNet.Infrastructure.Persistence.Postgres;
using RepairNet.Infrastructure.Persistence.Sqlite;
using SQLitePCL;

namespace RepairNet.TestSupport;

/// <summary>A statement that the program sent, and what it cost, as the database itself counted.</summary>
/// <param name="Text">As it was sent.</param>
/// <param name="Touched">
/// Rows looked at, kept or not. SQLite counts no rows but steps of its machine, triggers included: a twentieth of them, since a
/// row that is left out takes six or more, and one that is sorted and given back some fifty.
/// </param>
/// <param name="Scanned">Of these, rows looked at for want of a condition that an index answers.</param>
/// <param name="Plan">As the database explains it.</param>
public sealed record AskedStatement(string Text, long Touched, long Scanned, string Plan);

/// <summary>
/// Watches all that a program asks of its database, Entity Framework's queries and the program's own commands alike, since it
/// is the database that tells: <c>new TestOptions { Replace = work.Watch }</c>.
/// </summary>
public sealed class DatabaseWork : DbConnectionInterceptor, IDbTransactionInterceptor
{
    private const int FullScanSteps = 1;
    private const int MachineSteps = 4;
    private const int StepsOfARow = 20;

    // Each statement says its plan and its counts as a notice, those of triggers and foreign keys too. Tables of tests are small:
    // reading one to its end is not what would be chosen later, so it is left to where no index answers.
    private const string Explain = """
        LOAD 'auto_explain'; SET enable_seqscan = off;
        SET auto_explain.log_min_duration = 0; SET auto_explain.log_analyze = on; SET auto_explain.log_timing = off;
        SET auto_explain.log_nested_statements = on; SET auto_explain.log_format = 'json'; SET auto_explain.log_level = 'notice';
        """;

    private readonly ConcurrentQueue<AskedStatement> _asked = new();

    // SQLite tells whoever this names, for as long as the connection is in the driver's pool: kept to the end of the run.
    private readonly GCHandle _self;
    private volatile bool _listens;

    public DatabaseWork() => _self = GCHandle.Alloc(this);

    /// <summary>Adds itself to the program.</summary>
    public void Watch(IServiceCollection services)
    {
        services.ConfigureDbContext<SqliteDb>(options => options.AddInterceptors(this));
        services.ConfigureDbContext<PostgresDb>(options => options.AddInterceptors(this));
    }

    /// <summary>What this piece of work asked, in order.</summary>
    public async Task<IReadOnlyList<AskedStatement>> OfAsync(TestInstance instance, Func<Task> work)
    {
        _asked.Clear();
        _listens = true;
        try
        {
            await work();
        }
        finally
        {
            _listens = false;
        }

        var asked = _asked.ToList();
        return instance.Database.Kind == DatabaseKind.Postgres ? asked : Explained(asked, Path.Combine(instance.Database.Folder, "repairnet.db"));
    }

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Watch(connection);

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Watch(connection);
        return Task.CompletedTask;
    }

    /// <summary>The connection that writes is opened once, and by no context.</summary>
    ValueTask<InterceptionResult<DbTransaction>> IDbTransactionInterceptor.TransactionStartingAsync(
        DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result, CancellationToken cancellationToken)
    {
        if (connection is SqliteConnection)
        {
            Watch(connection);
        }

        return ValueTask.FromResult(result);
    }

    private void Watch(DbConnection connection)
    {
        if (connection is SqliteConnection { Handle: { } sqlite })
        {
            if (Native.sqlite3_trace_v2(sqlite.DangerousGetHandle(), Native.WhenDone, Native.Note, GCHandle.ToIntPtr(_self)) != raw.SQLITE_OK)
            {
                throw new InvalidOperationException("SQLite does not tell what it does.");
            }

            return;
        }

        var postgres = (NpgsqlConnection)connection;
        postgres.Notice -= NotePostgres;
        postgres.Notice += NotePostgres;
        try
        {
            using var command = new NpgsqlCommand(Explain, postgres);
            command.ExecuteNonQuery();
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new InvalidOperationException($"Plans are told by auto_explain, which only a superuser loads: make the role of {PostgresServer.Variable} one, or leave it out for a private cluster.", e);
        }
    }

    private void NoteSqlite(IntPtr statement)
    {
        var steps = Native.sqlite3_stmt_status(statement, MachineSteps, 1);
        var scanned = Native.sqlite3_stmt_status(statement, FullScanSteps, 1);
        if (_listens)
        {
            _asked.Enqueue(new AskedStatement(Marshal.PtrToStringUTF8(Native.sqlite3_sql(statement)) ?? "", steps / StepsOfARow, scanned, ""));
        }
    }

    private static List<AskedStatement> Explained(List<AskedStatement> asked, string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=false");
        connection.Open();
        return asked.ConvertAll(a => a.Text.TrimStart().Split(' ', '\n')[0].ToUpperInvariant() is "SELECT" or "INSERT" or "UPDATE" or "DELETE" or "WITH" ? a with { Plan = PlanOf(connection.Handle!, a.Text) } : a);
    }

    /// <summary>The plan of the text as it was prepared: its parameters have no value yet.</summary>
    private static string PlanOf(sqlite3 connection, string text)
    {
        var lines = new List<string>();
        raw.sqlite3_prepare_v2(connection, "EXPLAIN QUERY PLAN " + text, out var statement);
        using (statement)
        {
            while (raw.sqlite3_step(statement) == raw.SQLITE_ROW)
            {
                lines.Add(raw.sqlite3_column_text(statement, 3).utf8_to_string());
            }
        }

        return string.Join("\n", lines);
    }

    private void NotePostgres(object sender, NpgsqlNoticeEventArgs e)
    {
        if (!_listens || e.Notice.MessageText.IndexOf('{', StringComparison.Ordinal) is not (>= 0 and var start))
        {
            return;
        }

        using var told = JsonDocument.Parse(e.Notice.MessageText[start..]);
        var (touched, scanned) = (0L, 0L);
        Count(told.RootElement.GetProperty("Plan"), ref touched, ref scanned);
        _asked.Enqueue(new AskedStatement(told.RootElement.GetProperty("Query Text").GetString()!, touched, scanned, told.RootElement.GetProperty("Plan").ToString()));
    }

    private static void Count(JsonElement node, ref long touched, ref long scanned)
    {
        var type = node.GetProperty("Node Type").GetString()!;
        if (node.TryGetProperty("Relation Name", out _) && type.EndsWith("Scan", StringComparison.Ordinal))
        {
            var rows = (long)(Number(node, "Actual Loops") * (Number(node, "Actual Rows") + Number(node, "Rows Removed by Filter") + Number(node, "Rows Removed by Index Recheck")));
            touched += rows;
            scanned += type == "Bitmap Heap Scan" || node.TryGetProperty("Index Cond", out _) ? 0 : rows;
        }

        if (node.TryGetProperty("Plans", out var plans))
        {
            foreach (var plan in plans.EnumerateArray())
            {
                Count(plan, ref touched, ref scanned);
            }
        }
    }

    private static double Number(JsonElement node, string name) => node.TryGetProperty(name, out var value) ? value.GetDouble() : 0;

    /// <summary>What the driver does not offer: to be told of each statement when it is done, with its counts.</summary>
    private static class Native
    {
        public const uint WhenDone = 2;

        public static readonly Callback Note = (_, self, statement, _) =>
        {
            ((DatabaseWork)GCHandle.FromIntPtr(self).Target!).NoteSqlite(statement);
            return 0;
        };

        public delegate int Callback(uint what, IntPtr self, IntPtr statement, IntPtr nanoseconds);

        [DllImport("e_sqlite3")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
        public static extern int sqlite3_trace_v2(IntPtr connection, uint mask, Callback callback, IntPtr self);

        [DllImport("e_sqlite3")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
        public static extern int sqlite3_stmt_status(IntPtr statement, int what, int reset);

        [DllImport("e_sqlite3")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
        public static extern IntPtr sqlite3_sql(IntPtr statement);
    }
}
