using RepairNet.Browser.Tests.Support;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Xunit;

[assembly: AssemblyFixture(typeof(SmallTown))]

namespace RepairNet.Browser.Tests.Support;

/// <summary>
/// One instance shared by the tests that only look: ten workshops around Grenoble, open working days, seen on Monday
/// 1 March 2027. Tests that change something start an instance of their own.
/// </summary>
public sealed class SmallTown : IAsyncLifetime
{
    private TestInstance? _instance;
    private readonly List<Workshop> _workshops = [];

    public TestInstance Instance => _instance ?? throw new InvalidOperationException("The town is not built.");

    public IReadOnlyList<Workshop> Workshops => _workshops;

    public async ValueTask InitializeAsync()
    {
        _instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        for (var i = 0; i < 10; i++)
        {
            _workshops.Add(await _instance.Given.WorkshopAsync(name: $"L’Établi n° {i + 1}", lat: 45.17 + i * 0.004, lon: 5.71 + i * 0.003, benches: 2));
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_instance is not null)
        {
            await _instance.DisposeAsync();
        }
    }
}
