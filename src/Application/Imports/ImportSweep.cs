using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Imports;

/// <summary>Imports the files that wait, and goes on with those that a stop or a crash interrupted.</summary>
public sealed class ImportSweep(IServiceScopeFactory scopes, RepairNetDb db, IImportFiles files, IClock clock, ILogger<ImportSweep> log) : ISweep
{
    /// <summary>One sweep is one holder: what another began before its crash is taken up once its lease is over.</summary>
    private readonly Guid holder = Guid.CreateVersion7();

    public async Task SweepAsync(CancellationToken stopping)
    {
        var now = clock.GetCurrentInstant();
        var waiting = await db.Imports.AsNoTracking()
            .Where(i => (i.State == ImportState.Queued || i.State == ImportState.Running) && (i.HeldUntil == null || i.HeldUntil <= now))
            .OrderBy(i => i.CreatedAt).Select(i => i.Id).ToListAsync(stopping);
        foreach (var id in waiting.TakeWhile(_ => !stopping.IsCancellationRequested))
        {
            await using var scope = scopes.CreateAsyncScope();
            var runner = scope.ServiceProvider.GetRequiredService<ImportRunner>();
            try
            {
                // Where several nodes share the database, the file is on the one that received it.
                await (files.Has(id) ? runner.RunAsync(id, holder, progress: null, stopping) : runner.MissAsync(id));
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                log.LogError(e, "Import {Import} stops for now", id);
            }
        }
    }
}
