using Microsoft.Extensions.DependencyInjection;
using RepairNet.Infrastructure.Hosting;
using RepairNet.Infrastructure.Persistence;
using RepairNet.Infrastructure.Seeding;
using RepairNet.TestSupport;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Common;

/// <summary>One at a time prepares a database; whoever comes second finds it done.</summary>
public sealed class PreparingTurnTests
{
    [Theory, BothDatabases]
    public async Task One_at_a_time_has_the_turn(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var database = instance.Services.GetRequiredService<DatabaseChoice>();
        var first = await PreparingTurn.TakeAsync(database, CancellationToken.None);

        var second = PreparingTurn.TakeAsync(database, CancellationToken.None);
        await Task.Delay(TimeSpan.FromMilliseconds(500), TestContext.Current.CancellationToken);
        second.IsCompleted.ShouldBeFalse();

        await first.DisposeAsync();
        await using var turn = await second;
        using var givesUp = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        await Should.ThrowAsync<OperationCanceledException>(() => PreparingTurn.TakeAsync(database, givesUp.Token));
    }

    [Theory, BothDatabases]
    public async Task Nodes_that_start_together_on_an_empty_database_both_find_it_ready(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(kind);
        await using var one = await TestInstance.BuildAsync(database);
        await using var other = await TestInstance.BuildAsync(database);

        await Task.WhenAll(new[] { one, other }.Select(instance => Task.Run(async () =>
        {
            await using var scope = instance.Services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<DatabaseState>().MigrateAsync(TestContext.Current.CancellationToken);
        })));

        await using var after = other.Services.CreateAsyncScope();
        (await after.ServiceProvider.GetRequiredService<DatabaseState>().MissingMigrationsAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    [Theory, BothDatabases]
    public async Task The_demo_network_is_made_once_however_many_ask_for_it(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var one = await TestInstance.BuildAsync(database);
        await using var other = await TestInstance.BuildAsync(database);

        var said = await Task.WhenAll(new[] { one, other }.Select(instance => Task.Run(async () =>
        {
            await using var scope = instance.Services.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<Seeder>().DemoAsync(withPasswords: false, TestContext.Current.CancellationToken);
        })));

        said.Count(words => words.StartsWith("Rien à faire", StringComparison.Ordinal)).ShouldBe(1);
    }
}
