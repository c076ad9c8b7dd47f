using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using RepairNet.Application.Agenda;
using RepairNet.Infrastructure.Seeding;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;

namespace RepairNet.Bench.Micro;

/// <summary>
/// Free times in a country of 10,000 repairers (SQLite, in a folder of its own): the nearest ones, and sixty days of one service.
/// With ten times the bookings, what is looked at of them is what falls near and soon.
/// </summary>
[MemoryDiagnoser]
[Config(typeof(InThisProcess))]
public class NationalSlotBenches
{
    private const int Repairers = 10_000;

    private TestInstance _instance = null!;
    private FindSlots _nearest = null!;
    private GetServiceSlots _sixtyDays = null!;

    /// <summary>Bookings of the four weeks to come.</summary>
    [Params(20_000, 200_000)]
    public int Bookings { get; set; }

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);
        await using (var scope = _instance.Services.CreateAsyncScope())
        {
            var made = await scope.ServiceProvider.GetRequiredService<Seeder>().NationalAsync(Repairers, Bookings, repairs: 0, seed: 1, _ => { }, CancellationToken.None);
            if (made.Bookings < Bookings)
            {
                throw new InvalidOperationException($"{made.Bookings} bookings were made, not {Bookings}.");
            }
        }

        _nearest = new FindSlots(Given.Grenoble, "mobile");
        var found = await _instance.SendAsync(_nearest);
        var today = _instance.Clock.Now.InZone(found.Items[0].Zone).Date;
        _sixtyDays = new GetServiceSlots(found.Items[0].Service.Id, today, today.PlusDays(60));
    }

    [GlobalCleanup]
    public async Task CleanupAsync() => await _instance.DisposeAsync();

    [Benchmark]
    public async Task<int> Nearest() => (await _instance.SendAsync(_nearest)).Items.Count;

    [Benchmark]
    public async Task<int> SixtyDays() => (await _instance.SendAsync(_sixtyDays)).AsT0.Slots.Count;
}
