using RepairNet.Application.Common;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Common;

/// <summary>What is made ready while something else is done comes in order, once, and is never left behind.</summary>
public sealed class AheadTests
{
    [Fact]
    public async Task All_come_in_order_and_one_is_made_ready_while_the_one_before_is_worked_on()
    {
        var made = 0;
        List<string> got = [];
        await foreach (var piece in Made(5, () => Interlocked.Increment(ref made)).OneAhead())
        {
            got.Add(piece);
            SpinWait.SpinUntil(() => Volatile.Read(ref made) > got.Count || got.Count == 5, TimeSpan.FromSeconds(30)).ShouldBeTrue("the next is on its way");
            Volatile.Read(ref made).ShouldBeLessThanOrEqualTo(got.Count + 1, "and no more than it");
        }

        got.ShouldBe(["0", "1", "2", "3", "4"]);
        (await Made(0, () => { }).OneAhead().ToListAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_goes_wrong_is_said_in_its_place()
    {
        List<string> got = [];
        var broken = Made(3, () => { }).Select(piece => piece == "2" ? throw new InvalidOperationException("broken") : piece);

        (await Should.ThrowAsync<InvalidOperationException>(async () =>
        {
            await foreach (var piece in broken.OneAhead())
            {
                got.Add(piece);
            }
        })).Message.ShouldBe("broken");
        got.ShouldBe(["0", "1"]);
    }

    [Fact]
    public async Task Whoever_stops_half_way_leaves_nobody_at_work()
    {
        using var second = new ManualResetEventSlim();
        using var maySecond = new ManualResetEventSlim();
        var (made, isLeft) = (0, false);
        IEnumerable<string> Kept()
        {
            try
            {
                foreach (var piece in Made(9, () => Make()))
                {
                    yield return piece;
                }
            }
            finally
            {
                isLeft = true;
            }
        }

        void Make()
        {
            if (made > 0)
            {
                second.Set();
                maySecond.Wait();
            }

            made++;
        }

        var loop = Task.Run(async () =>
        {
            await foreach (var piece in Kept().OneAhead())
            {
                second.Wait();
                break;
            }
        });
        second.Wait(TestContext.Current.CancellationToken);
        await Task.WhenAny(loop, Task.Delay(100, TestContext.Current.CancellationToken));
        loop.IsCompleted.ShouldBeFalse("the second is still being made");
        maySecond.Set();
        await loop.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        (made, isLeft).ShouldBe((2, true));
    }

    private static IEnumerable<string> Made(int pieces, Action made)
    {
        for (var i = 0; i < pieces; i++)
        {
            made();
            yield return i.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
    }
}
