using Microsoft.EntityFrameworkCore;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Photos.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Photos;

namespace RepairNet.Application.Reuse;

/// <summary>The photos of an item: everybody sees them while it is in the shop window, its workshop always.</summary>
internal sealed class ItemPhotos(RepairNetDb db, OfferedItems offered) : IPhotoOwner
{
    /// <summary>Photos of one item.</summary>
    public const int Most = 3;

    public PhotoSubject Subject => PhotoSubject.ReuseItem;

    public async Task<PhotoSight> SightAsync(Guid subjectId, Actor actor, CancellationToken cancellationToken)
    {
        var id = ReuseItemId.From(subjectId);
        return await offered.Shown().AnyAsync(i => i.Id == id, cancellationToken) ? PhotoSight.Public
            : await db.ReuseItems.AsNoTracking().Where(i => i.Id == id).Select(i => (OrganisationId?)i.OrganisationId).SingleOrDefaultAsync(cancellationToken) is { } workshop && actor.May(Permission.ReadReuse, workshop) ? PhotoSight.Own
            : PhotoSight.None;
    }
}
