using Microsoft.Extensions.DependencyInjection;
using RepairNet.Infrastructure.Persistence;

namespace RepairNet.Infrastructure.Territories;

/// <summary>Has what an earlier version left in communes merged then follow them, at each start: the files are those of the last time, and no import does it.</summary>
internal sealed class TerritoriesOfEarlierVersions(IServiceProvider services) : IReferenceData
{
    public bool MayWait => true;

    public Task LoadAsync(CancellationToken cancellationToken) => services.GetRequiredService<TerritoryImport>().CatchUpAsync(cancellationToken);
}
