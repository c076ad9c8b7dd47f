using RepairNet.Domain.Common;

namespace RepairNet.Application.Reuse.Collecting;

/// <summary>The stops of rounds. The database has the last word: never more than the van takes, whoever asks at the same moment.</summary>
public interface IRoundStops
{
    /// <summary>Keeps a stop and its weight in a round that is not called off; false when there is no room.</summary>
    Task<bool> TakeAsync(CollectionRoundId round, int grams, CancellationToken cancellationToken);

    /// <summary>Gives a stop and its weight back.</summary>
    Task GiveBackAsync(CollectionRoundId round, int grams, CancellationToken cancellationToken);
}
