using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Territories.Contract;
using RepairNet.Infrastructure.Persistence;

namespace RepairNet.Infrastructure.Hosting;

/// <summary>Once pages are served, reads what the first search and the first figures need (communes, where places are, the roll-up), so that nobody waits for it, ends what the start left for later, and gives back the memory it took.</summary>
internal sealed class WarmUp(IServiceScopeFactory scopes, ITerritories territories, IHostApplicationLifetime lifetime, ILogger<WarmUp> log) : BackgroundService
{
    /// <summary>Left to the first pages, which are compiled meanwhile.</summary>
    private static readonly TimeSpan Courtesy = TimeSpan.FromSeconds(3);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await lifetime.StartedAsync(stoppingToken);
        try
        {
            await Task.Delay(Courtesy, stoppingToken);
            await territories.GetAsync(stoppingToken);
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<IOffers>().OfPlacesAsync([], stoppingToken);
            foreach (var kept in scope.ServiceProvider.GetServices<IReadAhead>())
            {
                await kept.ReadAheadAsync(stoppingToken);
            }

            if (scope.ServiceProvider.GetRequiredService<DatabaseState>() is { IsPostgres: false } state)
            {
                // On the other database « migrate » has done it all.
                await state.FinishAsync(stoppingToken);
            }

            ProcessMemory.GiveBack();
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            // Whoever asks first reads it then, and is told what is wrong.
            log.LogWarning(e, "What searches or figures need is not read ahead, or what the start left is not done");
        }
        catch (OperationCanceledException)
        {
            // Stopped before it was warm.
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
