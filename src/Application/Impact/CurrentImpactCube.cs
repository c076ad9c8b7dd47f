using Microsoft.Extensions.DependencyInjection;
using RepairNet.Application.Common;
using RepairNet.Domain.Impact;

namespace RepairNet.Application.Impact;

/// <summary>
/// The cube of this process, brought up to date before each use: what was committed before it was asked for is in it, whichever node wrote it. It is
/// read by a connection of its own, so that it never holds what a transaction may yet undo.
/// </summary>
internal sealed class CurrentImpactCube(IServiceScopeFactory scopes) : IReadAhead, IDisposable
{
    /// <summary>Cells staged at once: those who read meanwhile wait for no more than that.</summary>
    private const int Batch = 1000;

    private readonly Lock gate = new();
    private readonly ImpactCube cube = new();
    private long horizon;
    private Task running = Task.CompletedTask;
    private Task? next;

    /// <summary>The cube, as new as this call.</summary>
    public async Task<ImpactCube> GetAsync(CancellationToken cancellationToken)
    {
        Task update;
        lock (gate)
        {
            // One that is under way may have begun before the caller's own change: those who come meanwhile share the one after it.
            update = next ??= AfterAsync(running);
        }

        await update.WaitAsync(cancellationToken);
        return cube;
    }

    public Task ReadAheadAsync(CancellationToken cancellationToken) => GetAsync(cancellationToken);

    public void Dispose() => cube.Dispose();

    private async Task AfterAsync(Task previous)
    {
        await previous.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        lock (gate)
        {
            (running, next) = (next!, null);
        }

        await UpdateAsync();
    }

    private async Task UpdateAsync()
    {
        await using var scope = scopes.CreateAsyncScope();
        var rollups = scope.ServiceProvider.GetRequiredService<IImpactRollups>();

        // Asked first: what is committed between the two readings is read twice rather than never.
        var seen = await rollups.HorizonAsync(CancellationToken.None);
        cube.Abandon();
        var batch = new List<ImpactRollup>(Batch);
        await foreach (var cell in rollups.ChangedAsync(horizon, CancellationToken.None))
        {
            batch.Add(cell);
            if (batch.Count == Batch)
            {
                cube.Stage(batch);
                batch.Clear();
            }
        }

        cube.Stage(batch);
        cube.Apply();
        horizon = seen;
    }
}
