using RepairNet.Infrastructure.Persistence;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Common;

/// <summary>Who writes together goes to the disk together, and nobody is told before.</summary>
public sealed class SqliteWriterTests
{
    [Fact]
    public async Task Nobody_is_answered_before_the_disk_has_it()
    {
        using var mayFlush = new SemaphoreSlim(0);
        var flushes = 0;
        using var writer = new SqliteWriter(() =>
        {
            mayFlush.Wait();
            flushes++;
        });

        var first = writer.RunAsync(() => Task.FromResult(0), CancellationToken.None);
        var others = Enumerable.Range(1, 5).Select(n => writer.RunAsync(() => Task.FromResult(n), CancellationToken.None)).ToList();
        await Task.Delay(50, TestContext.Current.CancellationToken);

        others.ShouldAllBe(t => !t.IsCompleted);
        first.IsCompleted.ShouldBeFalse();
        mayFlush.Release(6);
        (await Task.WhenAll(others)).ShouldBe([1, 2, 3, 4, 5]);
        flushes.ShouldBeLessThanOrEqualTo(3, "five that waited together are flushed together");
    }

    [Fact]
    public async Task One_that_fails_or_is_cancelled_harms_no_other()
    {
        using var mayBegin = new ManualResetEventSlim();
        using var writer = new SqliteWriter(() => { });
        using var cancelled = new CancellationTokenSource();
        var gate = writer.RunAsync(() => Task.FromResult(Waited(mayBegin)), CancellationToken.None);
        var ran = false;

        var good = writer.RunAsync(() => Task.FromResult("good"), CancellationToken.None);
        var thrown = writer.RunAsync<int>(() => throw new InvalidOperationException("at once"), CancellationToken.None);
        var faulted = writer.RunAsync(async () => { await Task.Yield(); return Fail(); }, CancellationToken.None);
        var given = writer.RunAsync(() => Task.FromResult(ran = true), cancelled.Token);
        var last = writer.RunAsync(() => Task.FromResult("last"), CancellationToken.None);
        await cancelled.CancelAsync();
        mayBegin.Set();

        (await gate).ShouldBeTrue();
        (await good).ShouldBe("good");
        (await last).ShouldBe("last");
        (await Should.ThrowAsync<InvalidOperationException>(() => thrown)).Message.ShouldBe("at once");
        (await Should.ThrowAsync<InvalidOperationException>(() => faulted)).Message.ShouldBe("later");
        await Should.ThrowAsync<OperationCanceledException>(() => given);
        ran.ShouldBeFalse("cancelled before its turn");
    }

    [Fact]
    public async Task When_the_disk_fails_all_of_the_group_are_told_and_the_next_are_served()
    {
        var fails = true;
        using var mayBegin = new ManualResetEventSlim();
        using var writer = new SqliteWriter(() =>
        {
            if (fails)
            {
                fails = false;
                throw new IOException("the disk is gone");
            }
        });
        var gate = writer.RunAsync(() => Task.FromResult(Waited(mayBegin)), CancellationToken.None);
        var other = writer.RunAsync(() => Task.FromResult(1), CancellationToken.None);
        var failed = writer.RunAsync<int>(() => throw new InvalidOperationException("its own"), CancellationToken.None);
        mayBegin.Set();

        await Should.ThrowAsync<IOException>(() => gate);
        await Should.ThrowAsync<IOException>(() => other);
        (await Should.ThrowAsync<InvalidOperationException>(() => failed)).Message.ShouldBe("its own");
        (await writer.RunAsync(() => Task.FromResult(2), CancellationToken.None)).ShouldBe(2);
    }

    [Fact]
    public async Task A_long_queue_is_answered_in_parts_and_in_order()
    {
        using var mayBegin = new ManualResetEventSlim();
        var order = new List<int>();
        var flushed = new List<int>();
        using (var writer = new SqliteWriter(() => flushed.Add(order.Count)))
        {
            var gate = writer.RunAsync(() => Task.FromResult(Waited(mayBegin)), CancellationToken.None);
            var all = Enumerable.Range(0, 100).Select(n => writer.RunAsync(() => { order.Add(n); return Task.FromResult(n); }, CancellationToken.None)).ToList();
            mayBegin.Set();
            await gate;
            await Task.WhenAll(all);
        }

        order.ShouldBe(Enumerable.Range(0, 100));
        flushed.Count.ShouldBeGreaterThanOrEqualTo(7, "who is first does not wait for a hundred others");
        flushed[^1].ShouldBe(100);
    }

    [Fact]
    public async Task What_leaves_the_program_waits_for_what_it_has_read()
    {
        var (written, durable) = (false, false);
        using var writer = new SqliteWriter(() => durable = written);
        var write = writer.RunAsync(() => Task.FromResult(written = true), CancellationToken.None);

        await writer.DurableAsync(CancellationToken.None);

        durable.ShouldBeTrue();
        (await write).ShouldBeTrue();
    }

    private static bool Waited(ManualResetEventSlim mayBegin)
    {
        mayBegin.Wait();
        return true;
    }

    private static int Fail() => throw new InvalidOperationException("later");
}
