using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Impact;
using RepairNet.Application.Tests.Repairs;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Impact;
using RepairNet.Domain.Repairs;
using RepairNet.TestSupport;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Impact;

/// <summary>Figures come from memory: they must be those of the database at the moment they are asked for, on every node, and nothing else.</summary>
public sealed class CurrentImpactCubeTests
{
    private const int Rounds = 200;
    private static readonly LocalDate Day = new(2027, 1, 31);

    [Theory, BothDatabases]
    public async Task Another_process_sees_at_once_what_this_one_wrote(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var here = await TestInstance.BuildAsync(database);
        await using var there = await TestInstance.BuildAsync(database);
        var workshop = await here.Given.WorkshopAsync();

        for (var count = 1; count <= 20; count++)
        {
            await here.RecordAsync(workshop, Bench.Fields("kettle", date: Day.PlusDays(-count % 3)));
            (await there.ImpactAsync("commune:38185")).Figures.Repairs.Total.ShouldBe(count);
            (await here.ImpactAsync("country:FRA", ImpactGrouping.Day)).Figures.Repairs.Total.ShouldBe(count);
        }
    }

    [Theory, BothDatabases]
    public async Task What_a_transaction_may_yet_undo_is_seen_by_nobody_and_then_by_all_or_none(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        async Task<long> TotalAsync() => (await instance.ImpactAsync("country:FRA")).Figures.Repairs.Total;
        (await TotalAsync()).ShouldBe(0);

        foreach (var keep in new[] { false, true, false, true })
        {
            var before = await TotalAsync();
            await AddAsync(instance, [Cell("38185", 1), Cell("38151", 1)], keep, async () => (await TotalAsync()).ShouldBe(before));
            (await TotalAsync()).ShouldBe(before + (keep ? 2 : 0));
        }
    }

    [Theory, BothDatabases]
    public async Task Two_who_write_the_same_cell_in_transactions_that_overlap_are_both_seen(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        if (kind == DatabaseKind.Sqlite)
        {
            // One writes after the other.
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => AddAsync(instance, [Cell("38185", 1)], keep: true)));
            (await instance.ImpactAsync("country:FRA")).Figures.Repairs.Total.ShouldBe(8);
            return;
        }

        // The first takes its number, the second writes and commits and is seen, then the first writes the cell too: its number is the older of the two.
        async Task FirstAsync(RepairNetDb db, IImpactRollups rollups)
        {
            await rollups.AddAsync([Cell("75056", 1)], default);
            await AddAsync(instance, [Cell("38185", 1)], keep: true);
            (await instance.ImpactAsync("country:FRA")).Figures.Repairs.Total.ShouldBe(1);
            await rollups.AddAsync([Cell("38185", 1)], default);
        }

        await using (var scope = instance.Scope())
        {
            var db = scope.ServiceProvider.GetRequiredService<RepairNetDb>();
            await using var transaction = await db.Database.BeginTransactionAsync();
            await FirstAsync(db, scope.ServiceProvider.GetRequiredService<IImpactRollups>());
            (await instance.ImpactAsync("country:FRA")).Figures.Repairs.Total.ShouldBe(1);
            await transaction.CommitAsync();
        }

        (await instance.ImpactAsync("country:FRA")).Figures.Repairs.Total.ShouldBe(3);
    }

    [Theory, BothDatabases]
    public async Task Those_who_record_and_look_at_the_same_time_each_see_their_own(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var done = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, Rounds), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, _) =>
        {
            await AddAsync(instance, [Cell("38185", 1)], keep: true);
            var least = Interlocked.Increment(ref done);
            var seen = (await instance.ImpactAsync("commune:38185")).Figures.Repairs.Total;
            seen.ShouldBeGreaterThanOrEqualTo(least);
            seen.ShouldBeLessThanOrEqualTo(Rounds);
        });
        (await instance.ImpactAsync("commune:38185")).Figures.Repairs.Total.ShouldBe(Rounds);
        (await instance.ReadAsync(db => db.ImpactRollups.SumAsync(r => r.Count))).ShouldBe(Rounds);
    }

    [Theory, BothDatabases]
    public async Task Cells_are_read_as_they_were_written_and_from_a_version_on_only_those_changed_since(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (one, other) = (OrganisationId.New(), OrganisationId.New());
        ImpactRollup[] first =
        [
            new(new ImpactCellKey("FRA", "2A004", one, new LocalDate(2024, 2, 29), "fridge", RepairOutcome.Repairable, Provenance.Declared, "restart-2021", true, RepairBarrier.WornOut), -2, 0),
            new(new ImpactCellKey("DEU", "", other, new LocalDate(1, 1, 1), "kettle", RepairOutcome.Unknown, Provenance.Averaged, "rn-2026", false, null), 5_000_000_000, 0),
            new(new ImpactCellKey("FRA", "97608", one, LocalDate.MaxIsoValue, "mobile", RepairOutcome.EndOfLife, Provenance.Weighed, "rn-2026", false, null), 0, 9_000_000_000_000),
        ];
        ImpactRollup[] then = [new(new ImpactCellKey("FRA", "97608", one, new LocalDate(2027, 3, 28), "mobile", RepairOutcome.Fixed, Provenance.Weighed, "rn-2026", false, null), 1, 150_000)];
        await AddAsync(instance, first, keep: true);
        await using var scope = instance.Scope();
        var rollups = scope.ServiceProvider.GetRequiredService<IImpactRollups>();
        var horizon = await HorizonAsync();
        await AddAsync(instance, then, keep: true);

        (await ReadAsync(0)).ShouldBe([.. first.Select(Told), .. then.Select(Told)], ignoreOrder: true);
        (await ReadAsync(horizon)).ShouldBe(then.Select(Told));

        // On PostgreSQL, what any database of the same server has not committed yet holds the horizon back, and other tests share this one.
        async Task<long> HorizonAsync()
        {
            var horizon = await rollups.HorizonAsync(CancellationToken.None);
            for (var look = 0; look < 600 && (await ReadAsync(horizon)).Count > 0; look++)
            {
                await Task.Delay(100);
                horizon = await rollups.HorizonAsync(CancellationToken.None);
            }

            return horizon;
        }

        async Task<IReadOnlyList<(ImpactCellKey, long, long)>> ReadAsync(long version)
        {
            var read = new List<(ImpactCellKey, long, long)>();
            await foreach (var cell in rollups.ChangedAsync(version, CancellationToken.None))
            {
                read.Add(Told(cell));
            }

            return read;
        }

        static (ImpactCellKey, long, long) Told(ImpactRollup cell) => (cell.Key, cell.Count, cell.MassMg);
    }

    private static ImpactRollup Cell(string commune, long count, int daysBack = 0) => new(
        new ImpactCellKey("FRA", commune, OrganisationId.From(Guid.Parse("0197a000-0000-7000-8000-000000000001")), Day.PlusDays(-daysBack), "kettle", RepairOutcome.Fixed, Provenance.Averaged, "rn-2026", false, null),
        count);

    private static async Task AddAsync(TestInstance instance, IReadOnlyList<ImpactRollup> cells, bool keep, Func<Task>? meanwhile = null)
    {
        await using var scope = instance.Scope();
        var transactions = scope.ServiceProvider.GetRequiredService<IWriteTransactions>();
        var rollups = scope.ServiceProvider.GetRequiredService<IImpactRollups>();
        await transactions.RunAsync(
            async () =>
            {
                await rollups.AddAsync(cells, CancellationToken.None);
                await (meanwhile?.Invoke() ?? Task.CompletedTask);
                return keep;
            },
            accept: kept => kept,
            CancellationToken.None);
    }
}
