using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Infrastructure.Hosting;
using RepairNet.TestSupport.Builders;
using RepairNet.Web.Hosting;

namespace RepairNet.TestSupport;

/// <summary>
/// The real program, started in this process on a database of its own. <see cref="ServeAsync(DatabaseKind, TestOptions?)"/>
/// listens on a free port of 127.0.0.1, and runs jobs if <see cref="TestOptions.Background"/> says so;
/// <see cref="BuildAsync(DatabaseKind, TestOptions?)"/> does neither, for tests that send use cases.
/// </summary>
public sealed class TestInstance : IAsyncDisposable
{
    /// <summary>
    /// What forms are made of, as ASP.NET reads it from their classes: the same for every program of the run. Read anew for each, it took
    /// a sixth of the time of tests of pages. It comes from the first program that serves, and must not depend on the settings of any.
    /// </summary>
    private static IModelMetadataProvider? _forms;

    /// <summary>
    /// The communes, the same in every database of the run, held from the first program on: programs share them as long as one of them
    /// holds them, and between two tests none would. Read anew, they took four times as long as a page.
    /// </summary>
    private static TerritoryIndex? _territories;

    /// <summary>Passwords of tests are nobody's: what makes them slow to guess took a fifteenth of the time of tests of pages, and half of that of some.</summary>
    private const int PasswordIterations = 1_000;

    /// <summary>What <see cref="TestOptions.Background"/> is about.</summary>
    private static readonly Type?[] Background = [typeof(SweepServer), typeof(WarmUp)];

    private readonly bool _ownsDatabase;
    private readonly List<HttpClient> _clients = [];
    private bool _mayStop;

    private TestInstance(WebApplication app, TestDatabase database, bool ownsDatabase, FakeClock clock, Uri? address)
    {
        App = app;
        Database = database;
        _ownsDatabase = ownsDatabase;
        Clock = clock;
        Address = address;
        Given = new Given(this);
    }

    public WebApplication App { get; }

    public IServiceProvider Services => App.Services;

    public TestDatabase Database { get; }

    public FakeClock Clock { get; }

    /// <summary>Makes organisations, places and the rest, ready to use.</summary>
    public Given Given { get; }

    /// <summary>Where it listens, with its port; null when it does not.</summary>
    public Uri? Address { get; }

    /// <summary>A client that follows no redirect and keeps no cookie.</summary>
    public HttpClient Client => field ??= NewClient(cookies: false);

    /// <summary>Starts the program on a new database, without listening.</summary>
    public static async Task<TestInstance> BuildAsync(DatabaseKind kind, TestOptions? options = null) =>
        await StartAsync(await TestDatabase.CreateAsync(kind), ownsDatabase: true, serves: false, options);

    /// <summary>Starts the program on a new database, listening.</summary>
    public static async Task<TestInstance> ServeAsync(DatabaseKind kind, TestOptions? options = null) =>
        await StartAsync(await TestDatabase.CreateAsync(kind), ownsDatabase: true, serves: true, options);

    /// <summary>Starts the program on a database that the caller disposes of, without listening.</summary>
    public static Task<TestInstance> BuildAsync(TestDatabase database, TestOptions? options = null) =>
        StartAsync(database, ownsDatabase: false, serves: false, options);

    /// <summary>Starts the program on a database that the caller disposes of, listening. Several may share one of PostgreSQL.</summary>
    public static Task<TestInstance> ServeAsync(TestDatabase database, TestOptions? options = null) =>
        StartAsync(database, ownsDatabase: false, serves: true, options);

    /// <summary>A client of its own: a browser without a history.</summary>
    public HttpClient NewClient(bool cookies = true, bool followRedirects = false)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = followRedirects, UseCookies = cookies })
        {
            BaseAddress = Address ?? throw new InvalidOperationException("This instance does not listen: start it with ServeAsync."),
        };
        _clients.Add(client);
        return client;
    }

    /// <summary>A scope in which someone acts; nobody in particular when null.</summary>
    public AsyncServiceScope Scope(Actor? actor = null)
    {
        var scope = Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<ActingAs>().Actor = actor ?? Actor.Anonymous;
        return scope;
    }

    /// <summary>Sends a use case through the whole pipeline, as this person; as a passer-by when null.</summary>
    public async Task<TResponse> SendAsync<TResponse>(IRequest<TResponse> request, Actor? actor = null, CancellationToken cancellationToken = default)
    {
        await using var scope = Scope(actor);
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request, cancellationToken);
    }

    /// <summary>Reads the database in a scope of its own.</summary>
    public async Task<T> ReadAsync<T>(Func<RepairNetDb, Task<T>> read)
    {
        await using var scope = Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RepairNetDb>();
        try
        {
            return await read(db);
        }
        finally
        {
            // Contexts serve again: one whose connection was left open would not lend it to the writer.
            await db.Database.CloseConnectionAsync();
        }
    }

    /// <summary>Adds these entities to the database, together.</summary>
    public async Task AddAsync(params IEnumerable<object> entities)
    {
        await using var scope = Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RepairNetDb>();
        db.AddRange(entities);
        await db.SaveChangesAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            client.Dispose();
        }

        var stoppedByItself = Address is not null && !_mayStop && App.Lifetime.ApplicationStopping.IsCancellationRequested;
        if (Address is not null)
        {
            await App.StopAsync();
        }

        await App.DisposeAsync();
        if (_ownsDatabase)
        {
            await Database.DisposeAsync();
        }

        if (stoppedByItself)
        {
            throw new InvalidOperationException("The program stopped by itself during the test: a background service failed. Its log says why.");
        }
    }

    /// <summary>Stops serving before the end of the test, as a shut-down does: what is in hand is finished.</summary>
    public async Task StopAsync()
    {
        _mayStop = true;
        await App.StopAsync();
    }

    private static async Task<TestInstance> StartAsync(TestDatabase database, bool ownsDatabase, bool serves, TestOptions? options)
    {
        options ??= new TestOptions();
        var clock = options.Clock ?? new FakeClock(options.Now);
        var settings = new Dictionary<string, string?>
        {
            ["Limits:Enabled"] = options.Limits ? "true" : "false",
            ["Identity:SecondFactor"] = "Offered",
            ["Instance:Name"] = "RepairNet",
            ["Instance:HomeTerritory"] = "epci:200040715",
            ["Logging:LogLevel:Default"] = "Warning",
        };
        foreach (var (name, value) in RunLog.Levels.Concat(options.Settings))
        {
            settings[name] = value;
        }

        var app = RepairNetHost.Build(new HostSettings
        {
            Data = database.Folder,
            Database = database.Connection,
            Urls = "http://127.0.0.1:0",
            Clock = clock,
            Environment = options.Environment,
            Overrides = settings,
            Replace = services =>
            {
                services.AddSingleton<ILoggerProvider>(RunLog.OfRun);
                services.Configure<PasswordHasherOptions>(hashing => hashing.IterationCount = PasswordIterations);
                if (Volatile.Read(ref _forms) is { } forms)
                {
                    services.AddSingleton(forms);
                }

                if (SavedPages.Folder is { } folder)
                {
                    services.AddSingleton<IStartupFilter>(new SavedPages(folder));
                }

                if (!options.Background)
                {
                    foreach (var service in services.Where(s => s.ServiceType == typeof(IHostedService) && Background.Contains(s.ImplementationType)).ToList())
                    {
                        services.Remove(service);
                    }
                }

                options.Replace?.Invoke(services);
            },
            Serves = serves,
        });
        if (serves)
        {
            Interlocked.CompareExchange(ref _forms, app.Services.GetRequiredService<IModelMetadataProvider>(), null);
            await app.PrepareDatabaseAsync(CancellationToken.None);
        }

        if (_territories is null && (serves || ownsDatabase))
        {
            _territories = await app.Services.GetRequiredService<ITerritories>().GetAsync();
        }

        if (!serves)
        {
            return new TestInstance(app, database, ownsDatabase, clock, address: null);
        }

        await app.StartAsync();
        return new TestInstance(app, database, ownsDatabase, clock, new Uri(app.Urls.First()));
    }
}
