using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Photos.Contract;
using RepairNet.Application.Reuse.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Photos;

namespace RepairNet.Application.Reuse.Collecting;

/// <inheritdoc cref="IPersonCollections"/>
internal sealed class PersonCollections(RepairNetDb db, CollectionDesk desk, IPhotoShelf photos, IClock clock) : IPersonCollections
{
    public async Task EraseAsync(IReadOnlyCollection<CollectionRequestId> requests, CancellationToken cancellationToken)
    {
        foreach (var id in requests.OrderBy(id => id.Value))
        {
            if (await desk.HoldAsync(db.CollectionRequests.Where(r => r.Id == id), cancellationToken) is not { } held)
            {
                continue;
            }

            var now = clock.GetCurrentInstant();
            if (held.IsOpen)
            {
                await desk.FreeStopAsync(held, cancellationToken);
                held.Withdraw(now);
            }

            held.Erase(now);
            await db.SaveChangesAsync(cancellationToken);
        }

        await photos.RemoveAllAsync(PhotoSubject.CollectionRequest, [.. requests.Select(id => id.Value)], cancellationToken);
    }
}
