using Microsoft.Extensions.DependencyInjection;
using RepairNet.Infrastructure.Persistence;

namespace RepairNet.Infrastructure.Territories;

/// <summary>The territories shipped with this version, loaded unless they are those of the last time: what an operator imported since then stays.</summary>
internal sealed class ShippedTerritories(FirstLook look, IServiceProvider services) : IReferenceData
{
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var shipped = await TerritoryImport.ShippedFingerprintAsync(cancellationToken);
        if (!(await look.TextsAsync("territory_editions", "shipped_fingerprint", cancellationToken)).Contains(shipped))
        {
            await services.GetRequiredService<TerritoryImport>().LoadShippedAsync(shipped, cancellationToken);
        }
    }
}
