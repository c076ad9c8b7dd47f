using RepairNet.Domain.Common;

namespace RepairNet.Application.Reuse.Contract;

/// <summary>Forgets the person of requests to collect at home. In the current transaction.</summary>
public interface IPersonCollections
{
    /// <summary>Gives up what is still to come, gives the stops back, takes the photos away and erases who it was.</summary>
    Task EraseAsync(IReadOnlyCollection<CollectionRequestId> requests, CancellationToken cancellationToken);
}
