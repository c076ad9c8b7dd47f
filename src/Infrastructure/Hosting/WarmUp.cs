using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Territories.Contract;
using RepairNet.Infrastructure.Persistence;

namespace RepairNet.Infrastructure.Hosting;

/// <summary>
/// Reads what the home page asks for while the program begins to listen, on whatever processor is free. Once pages are served, reads what the first search and the first figures need
/// (communes, where places are, the roll-up), so that nobody waits for it, ends what the start left for later, and gives back the memory it took.
/// </summary>
internal sealed class WarmUp(IServiceScopeFactory scopes, ITerritories territories, IHostApplicationLifetime lifetime, ILogger<WarmUp> log) : BackgroundService
{
    /// <summary>Left to the first pages, which are compiled meanwhile.</summary>
    private static readonly TimeSpan Courtesy = TimeSpan.FromSeconds(3);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await TryAsync(scope => ReadAsync(scope, isOnHomePage: true, stoppingToken), stoppingToken);
        await lifetime.StartedAsync(stoppingToken);
        await TryAsync(
            async scope =>
            {
                await Task.Delay(Courtesy, stoppingToken);
                await territories.GetAsync(stoppingToken);
                await scope.GetRequiredService<IOffers>().OfPlacesAsync([], stoppingToken);
                await ReadAsync(scope, isOnHomePage: false, stoppingToken);
                if (scope.GetRequiredService<DatabaseState>() is { IsPostgres: false } state)
                {
                    // On the other database « migrate » has done it all.
                    await state.FinishAsync(stoppingToken);
                }

                ProcessMemory.GiveBack();
            },
            stoppingToken);
    }

    private static async Task ReadAsync(IServiceProvider scope, bool isOnHomePage, CancellationToken stopping)
    {
        foreach (var kept in scope.GetServices<IReadAhead>().Where(kept => kept.IsOnHomePage == isOnHomePage))
        {
            await kept.ReadAheadAsync(stopping);
        }
    }

    private async Task TryAsync(Func<IServiceProvider, Task> work, CancellationToken stopping)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await work(scope.ServiceProvider);
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            // Stopped before it was warm; where its address was taken, what it reads with may be gone already.
        }
        catch (Exception e)
        {
            // Whoever asks first reads it then, and is told what is wrong.
            log.LogWarning(e, "What pages, searches or figures need is not read ahead, or what the start left is not done");
        }
    }
}

/// <summary>Waits that background services share.</summary>
internal static class Lifetimes
{
    /// <summary>The first page comes first: waits until requests are answered, or the program stops.</summary>
    public static async Task StartedAsync(this IHostApplicationLifetime lifetime, CancellationToken stopping)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var a = lifetime.ApplicationStarted.Register(() => started.TrySetResult());
        await using var b = stopping.Register(() => started.TrySetResult());
        await started.Task;
    }
}
