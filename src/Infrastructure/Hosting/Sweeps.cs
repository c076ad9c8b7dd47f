using System.Collections.Concurrent;
using System.Threading.Channels;
using Hangfire;
using Hangfire.AspNetCore;
using Hangfire.Common;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;
using Hangfire.States;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using RepairNet.Application.Common;
using RepairNet.Infrastructure.Persistence;

namespace RepairNet.Infrastructure.Hosting;

/// <summary>A sweep the program knows. The name is what the job carries.</summary>
internal sealed record KnownSweep(string Name, Type Type)
{
    public static string NameOf(Type type) => type.Name;
}

/// <summary>Registers sweeps, and their triggers where pages are served.</summary>
public static class SweepRegistration
{
    /// <summary>Adds a sweep, run every minute and whenever its bell is rung. Its type is a service of its own.</summary>
    public static IServiceCollection AddSweep<TSweep>(this IServiceCollection services) where TSweep : class, ISweep =>
        services.AddSingleton(new KnownSweep(KnownSweep.NameOf(typeof(TSweep)), typeof(TSweep)));

    /// <summary>The bell, and where pages are served the job server that hears it.</summary>
    public static IServiceCollection AddSweeps(this IServiceCollection services, bool serves)
    {
        services.AddSingleton<SweepBell>();
        services.AddSingleton<ISweepBell>(provider => provider.GetRequiredService<SweepBell>());
        services.AddSingleton<SweepRunner>();
        return serves ? services.AddHostedService<SweepServer>().AddHostedService<WarmUp>() : services;
    }
}

/// <summary>Remembers which sweeps were asked for; the server takes them away.</summary>
internal sealed class SweepBell : ISweepBell
{
    private readonly ConcurrentDictionary<string, bool> _rung = new();
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Ring<TSweep>() where TSweep : ISweep => Ring(KnownSweep.NameOf(typeof(TSweep)));

    public void Ring(string name)
    {
        _rung[name] = true;
        _wake.Writer.TryWrite(true);
    }

    /// <summary>Waits for a ring, then takes all that were rung.</summary>
    public async Task<IReadOnlyList<string>> WaitAsync(CancellationToken cancellationToken)
    {
        await _wake.Reader.ReadAsync(cancellationToken);
        return [.. _rung.Keys.Where(name => _rung.TryRemove(name, out _))];
    }
}

/// <summary>What the jobs call: each sweep runs once at a time on this node, and once more if it was asked for meanwhile.</summary>
internal sealed class SweepRunner(IEnumerable<KnownSweep> sweeps, IServiceScopeFactory scopes)
{
    private readonly Dictionary<string, State> _states = sweeps.ToDictionary(s => s.Name, s => new State(s.Type), StringComparer.Ordinal);

    public IReadOnlyCollection<string> Names => _states.Keys;

    // No retry by Hangfire: the next minute finds again what is left. Deleted, so that failures do not pile up in its tables.
    [AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)]
    public async Task RunAsync(string name, CancellationToken stopping)
    {
        // A name left by another version of the program is nobody's.
        if (!_states.TryGetValue(name, out var state) || !state.Begin())
        {
            return;
        }

        var again = true;
        try
        {
            while (again)
            {
                await using var scope = scopes.CreateAsyncScope();
                await ((ISweep)scope.ServiceProvider.GetRequiredService(state.Type)).SweepAsync(stopping);
                again = state.End(stopping.IsCancellationRequested);
            }
        }
        catch
        {
            state.End(stop: true);
            throw;
        }
    }

    private sealed class State(Type type)
    {
        private readonly Lock _lock = new();
        private bool _running;
        private bool _again;

        public Type Type => type;

        /// <summary>Whether the caller shall run it; if it runs already, it will run once more.</summary>
        public bool Begin()
        {
            lock (_lock)
            {
                _again = _running;
                return !_running && (_running = true);
            }
        }

        /// <summary>Whether to run it once more.</summary>
        public bool End(bool stop)
        {
            lock (_lock)
            {
                _running = _again && !stop;
                _again = false;
                return _running;
            }
        }
    }
}

/// <summary>
/// The job server: Hangfire triggers, our tables remember. In memory beside SQLite; in PostgreSQL, where several nodes
/// share the minutes between them.
/// </summary>
internal sealed class SweepServer(
    SweepRunner runner,
    SweepBell bell,
    DatabaseChoice database,
    IServiceScopeFactory scopes,
    IHostApplicationLifetime lifetime,
    ILoggerFactory loggers,
    ILogger<SweepServer> log) : BackgroundService
{
    /// <summary>Left to the first page: a sweep has the database described and its first queries compiled, half a second on one processor.</summary>
    private static readonly TimeSpan Courtesy = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenTriggers = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(10);

    /// <summary>Two imports and the calendars kept elsewhere may take minutes each: mails do not wait behind them.</summary>
    private const int Workers = 4;

    private static readonly TimeSpan DoneJobsKept = TimeSpan.FromMinutes(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await lifetime.StartedAsync(stoppingToken);

        // Stopped before it began, where the address was taken: to the host, a wait that throws then would be a failure.
        await Task.Delay(Courtesy, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        HangfireLog.Open(loggers);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ServeAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // Pages are served without sweeps rather than not at all.
                log.LogError(e, "The job server failed and starts again");
                await Task.Delay(AfterFailure, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        HangfireLog.Close(loggers);
    }

    private async Task ServeAsync(CancellationToken stopping)
    {
        var storage = Storage();
        storage.JobExpirationTimeout = DoneJobsKept;
        using var closing = storage as IDisposable;
        using var server = new BackgroundJobServer(
            new BackgroundJobServerOptions
            {
                WorkerCount = Workers,
                Activator = new AspNetCoreJobActivator(scopes),
                ShutdownTimeout = TimeSpan.FromSeconds(20),
            },
            storage);
        try
        {
            await TriggerAsync(storage, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The server lets the piece in hand finish.
        }

        server.SendStop();
        await server.WaitForShutdownAsync(CancellationToken.None);
    }

    private async Task TriggerAsync(JobStorage storage, CancellationToken stopping)
    {
        var minutes = new RecurringJobManager(storage);
        var client = new BackgroundJobClient(storage);
        var planned = false;

        // Whatever waited while the program was down is not left to the next minute.
        foreach (var name in runner.Names)
        {
            bell.Ring(name);
        }

        while (true)
        {
            foreach (var name in await bell.WaitAsync(stopping))
            {
                try
                {
                    if (!planned)
                    {
                        Plan(minutes);
                        planned = true;
                    }

                    client.Create(Job(name), new EnqueuedState());
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    log.LogWarning(e, "Sweep {Sweep} is not asked for now", name);
                    bell.Ring(name);
                }
            }

            await Task.Delay(BetweenTriggers, stopping);
        }
    }

    private void Plan(RecurringJobManager minutes)
    {
        foreach (var name in runner.Names)
        {
            // Hangfire asks for the framework's zone: it only counts minutes here, what is due is asked of our clock.
#pragma warning disable RS0030
            var options = new RecurringJobOptions { TimeZone = TimeZoneInfo.Utc, MisfireHandling = MisfireHandlingMode.Relaxed };
#pragma warning restore RS0030
            minutes.AddOrUpdate(name, Job(name), Cron.Minutely(), options);
        }
    }

    private static Job Job(string name) => Hangfire.Common.Job.FromExpression<SweepRunner>(r => r.RunAsync(name, CancellationToken.None));

    private JobStorage Storage()
    {
        if (!database.IsPostgres)
        {
            return new InMemoryStorage(new InMemoryStorageOptions { IdType = InMemoryStorageIdType.Long });
        }

        // Hangfire refuses to start on connections that would join a transaction scope, which Npgsql's do unless told otherwise.
        var connection = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Enlist = false };
        var options = HangfireTables.Options();
        return new PostgreSqlStorage(new NpgsqlConnectionFactory(connection.ConnectionString, options, null), options);
    }
}

/// <summary>Hangfire's own tables in PostgreSQL, made by <c>migrate</c> and never while serving.</summary>
internal static class HangfireTables
{
    private const string Schema = "hangfire";

    public static PostgreSqlStorageOptions Options() => new()
    {
        SchemaName = Schema,
        PrepareSchemaIfNecessary = false,
        QueuePollInterval = TimeSpan.FromSeconds(1),
        // A long job is not started a second time while its node lives; a dead node's job starts elsewhere after this.
        UseSlidingInvisibilityTimeout = true,
        InvisibilityTimeout = TimeSpan.FromSeconds(30),
        // A node killed while it held a lock does not stop a recurring job for longer than this.
        DistributedLockTimeout = TimeSpan.FromMinutes(1),
        EnableTransactionScopeEnlistment = false,
    };

    public static async Task CreateAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        PostgreSqlObjectsInstaller.Install(connection, Schema);
    }
}
