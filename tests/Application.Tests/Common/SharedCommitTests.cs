using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using RepairNet.Application.Common;
using RepairNet.Infrastructure.Persistence;
using RepairNet.TestSupport;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Common;

/// <summary>On SQLite, those who wait together and may are committed together, and each is kept or undone by themselves.</summary>
public sealed class SharedCommitTests
{
    [Fact]
    public async Task Those_who_share_a_commit_are_kept_or_undone_each_by_themselves()
    {
        await using var instance = await InstanceAsync();
        var tries = await TogetherAsync(
            instance,
            [.. Enumerable.Range(0, 10).Select(n => new Write(
                n,
                Then: n == 5 ? () => throw new InvalidOperationException("its own") : null,
                Accept: n != 3))]);

        (await WrittenAsync(instance)).ShouldBe([0, 1, 2, 4, 6, 7, 8, 9]);
        tries.Where(t => t.Number != 5).ShouldAllBe(t => t.Ended.IsCompletedSuccessfully);
        tries[5].Ended.Exception!.InnerException!.Message.ShouldBe("its own");
        tries.Select(t => t.By).Distinct().ShouldHaveSingleItem();
        tries.ShouldAllBe(t => t.AfterCommit == (t.Number != 5 && t.Number != 3), "what is to follow a commit follows it, and nothing else");
    }

    [Fact]
    public async Task Who_does_not_share_has_a_transaction_of_their_own_and_comes_in_turn()
    {
        await using var instance = await InstanceAsync();
        var tries = await TogetherAsync(instance, [.. Enumerable.Range(0, 9).Select(n => new Write(n, Shares: n != 4))]);

        (await WrittenAsync(instance)).ShouldBe(Enumerable.Range(0, 9));
        tries.Select(t => t.By).Distinct().Count().ShouldBe(3);
        tries[..4].Select(t => t.By).Distinct().ShouldHaveSingleItem();
        tries[5..].Select(t => t.By).Distinct().ShouldHaveSingleItem();
        tries[5].By.ShouldNotBe(tries[3].By);
    }

    [Fact]
    public async Task What_one_wrote_the_next_of_them_reads_and_nobody_else_before_all_is_committed()
    {
        await using var instance = await InstanceAsync();
        var seen = new ConcurrentDictionary<int, (long Inside, long Outside)>();
        await TogetherAsync(instance, [.. Enumerable.Range(0, 4).Select(n => new Write(n, During: async db =>
        {
            await using var other = instance.Scope();
            seen[n] = (await CountAsync(db), await CountAsync(other.ServiceProvider.GetRequiredService<RepairNetDb>()));
        }))]);

        Enumerable.Range(0, 4).Select(n => seen[n]).ShouldBe([(1, 0), (2, 0), (3, 0), (4, 0)]);
    }

    /// <summary>As SQLite does on a full disk: all of it is undone, whoever it was.</summary>
    [Fact]
    public async Task When_the_database_undoes_it_all_those_before_are_told_and_those_after_are_served()
    {
        await using var instance = await InstanceAsync();
        var tries = await TogetherAsync(instance, [.. Enumerable.Range(0, 6).Select(n => new Write(n, During: n != 2 ? null : async db =>
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = "ROLLBACK";
            command.Transaction = db.Database.CurrentTransaction!.GetDbTransaction();
            await command.ExecuteNonQueryAsync();
            throw new IOException("the disk is full");
        }))]);

        (await WrittenAsync(instance)).ShouldBe([3, 4, 5]);
        tries[..3].ShouldAllBe(t => t.Ended.IsFaulted && !t.AfterCommit);
        tries[3..].ShouldAllBe(t => t.Ended.IsCompletedSuccessfully && t.AfterCommit);
    }

    [Fact]
    public async Task Whoever_keeps_a_connection_of_their_own_waits_for_nobody_who_waits_for_them()
    {
        await using var instance = await InstanceAsync();
        var tries = await TogetherAsync(instance, [.. Enumerable.Range(0, 5).Select(n => new Write(n, OwnConnection: n == 2))]);

        (await WrittenAsync(instance)).ShouldBe(Enumerable.Range(0, 5));
        tries.ShouldAllBe(t => t.Ended.IsCompletedSuccessfully);
    }

    /// <summary>Runs these writes once all of them wait, in this order.</summary>
    private static async Task<Try[]> TogetherAsync(TestInstance instance, IReadOnlyList<Write> writes)
    {
        using var mayBegin = new ManualResetEventSlim();
        var began = new TaskCompletionSource();
        var gate = instance.Services.GetRequiredService<SqliteWriter>().RunAsync(
            () =>
            {
                began.SetResult();
                mayBegin.Wait();
                return Task.FromResult(true);
            },
            CancellationToken.None);
        await began.Task;
        var tries = writes.Select(write => new Try(write, instance)).ToArray();
        mayBegin.Set();
        await gate;
        await Task.WhenAny(Task.WhenAll(tries.Select(t => t.Ended)), Task.Delay(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));
        foreach (var one in tries)
        {
            one.Ended.IsCompleted.ShouldBeTrue();
            await one.DisposeAsync();
        }

        return tries;
    }

    private static async Task<TestInstance> InstanceAsync()
    {
        var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);
        await instance.ReadAsync(db => db.Database.ExecuteSqlRawAsync("CREATE TABLE written (number INTEGER NOT NULL)"));
        return instance;
    }

    private static Task<List<int>> WrittenAsync(TestInstance instance) =>
        instance.ReadAsync(db => db.Database.SqlQueryRaw<int>("SELECT number AS \"Value\" FROM written ORDER BY number").ToListAsync());

    private static Task<long> CountAsync(RepairNetDb db) => db.Database.SqlQueryRaw<long>("SELECT count(*) AS \"Value\" FROM written").SingleAsync();

    private sealed record Write(int Number, bool Shares = true, bool Accept = true, Action? Then = null, Func<RepairNetDb, Task>? During = null, bool OwnConnection = false);

    private sealed class Try : IAsyncDisposable
    {
        private readonly AsyncServiceScope _scope;

        public Try(Write write, TestInstance instance)
        {
            _scope = instance.Scope();
            Number = write.Number;
            var db = _scope.ServiceProvider.GetRequiredService<RepairNetDb>();
            _scope.ServiceProvider.GetRequiredService<AfterCommit>().Add(() => AfterCommit = true);
            if (write.OwnConnection)
            {
                db.Database.OpenConnection();
            }

            Ended = _scope.ServiceProvider.GetRequiredService<IWriteTransactions>().RunAsync(
                async () =>
                {
                    By = db.Database.CurrentTransaction!.GetDbTransaction();
                    await db.Database.ExecuteSqlAsync($"INSERT INTO written (number) VALUES ({write.Number})");
                    await (write.During?.Invoke(db) ?? Task.CompletedTask);
                    write.Then?.Invoke();
                    return true;
                },
                _ => write.Accept,
                CancellationToken.None,
                write.Shares);
        }

        public int Number { get; }

        /// <summary>The transaction it wrote in.</summary>
        public DbTransaction? By { get; private set; }

        public bool AfterCommit { get; private set; }

        public Task Ended { get; }

        public async ValueTask DisposeAsync() => await _scope.DisposeAsync();
    }
}
