using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Territories.Contract;
using RepairNet.Infrastructure.Persistence;

namespace RepairNet.Infrastructure.Hosting;

/// <summary>
/// Once pages are served, reads what the first search and the first figures need (communes, where places are, the roll-up), so that nobody
/// waits for it, ends what the start left for later, and gives back the memory it took; then, from time to time, what busy moments took.
/// </summary>
internal sealed class WarmUp(IServiceScopeFactory scopes, ITerritories territories, IHostApplicationLifetime lifetime, ILogger<WarmUp> log) : BackgroundService
{
    /// <summary>Left to the first pages, which are compiled meanwhile.</summary>
    private static readonly TimeSpan Courtesy = TimeSpan.FromSeconds(3);

    /// <summary>Between two times at which memory is given back: at first, while much is used once and never again, then twice as long each time.</summary>
    private static readonly TimeSpan ShortPause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongPause = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await lifetime.StartedAsync(stoppingToken);
        try
        {
            var files = MappedFiles.Unchanged();
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

            NativeMemory.GiveBack();
            for (var pause = ShortPause; ; pause = pause * 2 < LongPause ? pause * 2 : LongPause)
            {
                files = MappedFiles.GiveBack(files);
                await Task.Delay(pause, stoppingToken);
                NativeMemory.GiveBackFree();
            }
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
