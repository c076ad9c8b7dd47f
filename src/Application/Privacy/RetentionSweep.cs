using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using RepairNet.Application.Common;

namespace RepairNet.Application.Privacy;

/// <summary>When this node last went through the table of delays.</summary>
public sealed class RetentionRounds
{
    private static readonly Duration Least = Duration.FromHours(20);
    private static readonly Duration Most = Duration.FromHours(26);

    private Instant? _last;

    /// <summary>Once a night; a machine that is off at night does it when it is on, and one whose clock was set back does not wait for the wrong day.</summary>
    /// <param name="isNight">Few people are here.</param>
    public bool IsDue(Instant now, bool isNight) => _last is not { } last || now < last || now - last >= (isNight ? Least : Most);

    public void Done(Instant now) => _last = now;
}

/// <summary>
/// The nightly round: forgets what is past its delay in the table of <see cref="Retention"/>, and looks after idle accounts. In batches,
/// each in a transaction of its own; what a crash left, the next round finds. Two nodes at once take turns.
/// </summary>
public sealed class RetentionSweep(IServiceScopeFactory scopes, Retention retention, RetentionRounds rounds, IClock clock, IDateTimeZoneProvider zones, ILogger<RetentionSweep> log) : ISweep
{
    private const int AtOnce = 200;

    public async Task SweepAsync(CancellationToken stopping)
    {
        var now = clock.GetCurrentInstant();
        if (!rounds.IsDue(now, now.InZone(zones["Europe/Paris"]).Hour is >= 1 and < 5))
        {
            return;
        }

        foreach (var what in Forgetting.Nightly)
        {
            var before = retention.Before(what, now);
            await RunAsync(what.ToString(), services => services.GetRequiredService<Forgetting>().ForgetAsync(what, before, AtOnce, CancellationToken.None), stopping);
        }

        await RunAsync(nameof(IdleAccounts), services => services.GetRequiredService<IdleAccounts>().LookAsync(AtOnce, CancellationToken.None), stopping);
        if (!stopping.IsCancellationRequested)
        {
            rounds.Done(now);
        }
    }

    /// <summary>Batch after batch until one is not full. What fails keeps nothing else from being forgotten.</summary>
    private async Task RunAsync(string name, Func<IServiceProvider, Task<int>> batch, CancellationToken stopping)
    {
        try
        {
            var done = AtOnce;
            while (done >= AtOnce && !stopping.IsCancellationRequested)
            {
                await using var scope = scopes.CreateAsyncScope();
                var services = scope.ServiceProvider;
                done = await services.GetRequiredService<IWriteTransactions>().RunAsync(
                    async () =>
                    {
                        await services.GetRequiredService<IRowLocks>().HoldNameAsync("retention:" + name, CancellationToken.None);
                        return await batch(services);
                    },
                    _ => true,
                    CancellationToken.None);
            }
        }
        catch (Exception e) when (e is DbUpdateException or InvalidOperationException or System.Data.Common.DbException)
        {
            log.LogError(e, "{Data} past its delay stays until the next round", name);
        }
    }
}
