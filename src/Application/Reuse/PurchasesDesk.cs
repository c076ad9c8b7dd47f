using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Reuse;

/// <summary>Which territory someone declares purchases for.</summary>
internal sealed class PurchasesDesk(ITerritories territories, ICurrentActor currentActor)
{
    /// <summary>The territory, as it is called today, with its key as rows keep it and the account of who asks; null for one that is not theirs.</summary>
    public async Task<(TerritoryKey Territory, string Key, TerritoryIndex Index, Actor Actor)?> FindAsync(string? territory, Permission permission, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        var actor = await currentActor.GetAsync(cancellationToken);
        return index.Find(territory) is { } found && index.LookedAfterBy(actor, permission, found) ? (found, found.ToString(), index, actor) : null;
    }
}
