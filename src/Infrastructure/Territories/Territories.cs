using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RepairNet.Application.Common;
using RepairNet.Application.Territories.Contract;

namespace RepairNet.Infrastructure.Territories;

/// <summary>Keeps the index in memory: read from the database at the first call, by one caller while the others wait.</summary>
internal sealed class Territories(IServiceScopeFactory scopes) : ITerritories, IDisposable
{
    // Programs that share a process and an edition (as in tests) share its index.
    private static readonly ConcurrentDictionary<string, WeakReference<TerritoryIndex>> Editions = new(StringComparer.Ordinal);

    private readonly SemaphoreSlim reading = new(1, 1);
    private volatile TerritoryIndex? index;

    public ValueTask<TerritoryIndex> GetAsync(CancellationToken cancellationToken = default) =>
        index is { } known ? ValueTask.FromResult(known) : new ValueTask<TerritoryIndex>(ReadAsync(cancellationToken));

    public void Forget() => index = null;

    public void Dispose() => reading.Dispose();

    private async Task<TerritoryIndex> ReadAsync(CancellationToken cancellationToken)
    {
        await reading.WaitAsync(cancellationToken);
        try
        {
            if (index is { } known)
            {
                return known;
            }

            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<RepairNetDb>();
            var inForce = await db.TerritoryEditions.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
            var edition = inForce?.Fingerprint;
            if (edition is not null && Editions.TryGetValue(edition, out var kept) && kept.TryGetTarget(out var shared))
            {
                return index = shared;
            }

            var read = new TerritoryIndex(new TerritoryData(
                await db.Communes.AsNoTracking().ToListAsync(cancellationToken),
                await db.Epcis.AsNoTracking().ToListAsync(cancellationToken),
                await db.Departements.AsNoTracking().ToListAsync(cancellationToken),
                await db.Regions.AsNoTracking().ToListAsync(cancellationToken),
                await db.FormerCommunes.AsNoTracking().ToListAsync(cancellationToken),
                inForce?.Vintage));

            if (edition is null)
            {
                return read; // empty: an import is about to fill it
            }

            Editions[edition] = new WeakReference<TerritoryIndex>(read);
            return index = read;
        }
        finally
        {
            reading.Release();
        }
    }
}
