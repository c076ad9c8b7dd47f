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
        var flushes = 0;
        using var flushing = new SemaphoreSlim(0);
        using var mayFlush = new ManualResetEventSlim();
        using var writer = new SqliteWriter(() =>
        {
            flushing.Release();
            mayFlush.Wait();
            if (++flushes == 2)
            {
                throw new IOException("the disk is gone");
            }
        });

        // While the first is made durable, the others are written: they go to the disk together.
        var first = writer.RunAsync(() => Task.FromResult(0), CancellationToken.None);
        await flushing.WaitAsync(TestContext.Current.CancellationToken);
        var written = new TaskCompletionSource();
        var one = writer.RunAsync(() => Task.FromResult(1), CancellationToken.None);
        var failed = writer.RunAsync<int>(() => throw new InvalidOperationException("its own"), CancellationToken.None);
        var next = writer.RunAsync(() => Task.FromResult(2), CancellationToken.None);
        var other = writer.RunAsync(() => Task.FromResult(written.TrySetResult()), CancellationToken.None);
        await written.Task;
        mayFlush.Set();

        (await first).ShouldBe(0);
        await Should.ThrowAsync<IOException>(() => one);
        (await Should.ThrowAsync<InvalidOperationException>(() => failed)).Message.ShouldBe("its own");
        await Should.ThrowAsync<IOException>(() => next);
        (await writer.RunAsync(() => Task.FromResult(3), CancellationToken.None)).ShouldBe(3);
        other.IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public async Task A_long_queue_is_written_in_order_and_who_is_first_does_not_wait_for_the_last()
    {
        using var firstAnswered = new ManualResetEventSlim();
        var order = new List<int>();
        var flushed = 0;
        using (var writer = new SqliteWriter(() => flushed = order.Count))
        {
            var first = writer.RunAsync(() => Task.FromResult(true), CancellationToken.None);
            var all = Enumerable.Range(0, 100).Select(n => writer.RunAsync(
                () =>
                {
                    // Those before are made durable and told while the writer is still busy.
                    if (n == 50)
                    {
                        firstAnswered.Wait();
                    }

                    order.Add(n);
                    return Task.FromResult(n);
                },
                CancellationToken.None)).ToList();
            await first;
            firstAnswered.Set();
            (await Task.WhenAll(all)).ShouldBe(Enumerable.Range(0, 100));
        }

        order.ShouldBe(Enumerable.Range(0, 100));
        flushed.ShouldBe(100);
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

    [Fact]
    public async Task Whoever_does_not_wait_for_the_disk_is_answered_before_and_made_durable_with_the_next()
    {
        using var mayFlush = new SemaphoreSlim(0);
        var (written, durable) = (0, 0);
        using var writer = new SqliteWriter(() =>
        {
            mayFlush.Wait(TimeSpan.FromSeconds(30));
            durable = written;
        });

        var one = writer.RunAsync(() => Task.FromResult(++written), CancellationToken.None, untilDurable: false);
        var failed = writer.RunAsync(() => Task.FromResult(Fail()), CancellationToken.None, untilDurable: false);
        await Task.WhenAny(Task.WhenAll(one, failed), Task.Delay(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
        (one.IsCompletedSuccessfully, failed.IsFaulted).ShouldBe((true, true), "nobody has flushed yet");
        durable.ShouldBe(0);
        (await Should.ThrowAsync<InvalidOperationException>(() => failed)).Message.ShouldBe("later");

        var end = writer.RunAsync(() => Task.FromResult(++written), CancellationToken.None);
        mayFlush.Release(3);
        (await end).ShouldBe(2);
        durable.ShouldBe(2);
    }

    private static bool Waited(ManualResetEventSlim mayBegin)
    {
        mayBegin.Wait();
        return true;
    }

    private static int Fail() => throw new InvalidOperationException("later");
}
