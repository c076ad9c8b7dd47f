using RepairNet.TestSupport;
using RepairNet.Web.Tests.Commands;
using Xunit;

namespace RepairNet.Web.Tests.Bookings;

/// <summary>The program served twice on one database, each time in a process and from a folder of its own.</summary>
public sealed class TwoProcesses : IAsyncLifetime
{
    private readonly List<IAsyncDisposable> _all = [];

    /// <summary>The same database, to make workshops in it and to look at it.</summary>
    public TestInstance Instance { get; private set; } = null!;

    public HttpClient First { get; private set; } = null!;

    public HttpClient Second { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        try
        {
            var database = await TestDatabase.CreateAsync(DatabaseKind.Postgres);
            _all.Add(database);
            Instance = await TestInstance.BuildAsync(database);
            _all.Add(Instance);
            First = await ServeAsync(database);
            Second = await ServeAsync(database);
        }
        catch
        {
            // Nobody disposes of what was not made whole: a program served for nobody would stay.
            await DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        First?.Dispose();
        Second?.Dispose();
        foreach (var made in Enumerable.Reverse(_all))
        {
            await made.DisposeAsync();
        }
    }

    private async Task<HttpClient> ServeAsync(TestDatabase database)
    {
        var folder = Path.Combine(database.Folder, $"noeud-{_all.Count}");
        var program = await BuiltProgram.ServeAsync(["--data", folder, "--database", database.Connection!, "--now", Instance.Clock.Now.ToString()], ("REPAIRNET__LIMITS__ENABLED", "false"));
        _all.Add(program);
        return new HttpClient { BaseAddress = program.Address };
    }
}
