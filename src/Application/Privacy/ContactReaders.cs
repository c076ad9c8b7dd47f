using RepairNet.Application.Common;
using RepairNet.Domain.Identity;

namespace RepairNet.Application.Privacy;

/// <summary>Who reads what people write to a territory.</summary>
internal static class ContactReaders
{
    /// <summary>Its agents in the order in which they are written to, those who decide first. Who only books for others sees nothing else of the town hall.</summary>
    public static IQueryable<TerritoryMembership> Of(RepairNetDb db, string territory) =>
        db.TerritoryMemberships.Where(m => m.Territory == territory && m.Role != TerritoryRole.Mediator).OrderBy(m => m.Role != TerritoryRole.Editor).ThenBy(m => m.Since).ThenBy(m => m.AccountId);
}
