using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Photos.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Photos;

namespace RepairNet.Application.Reuse;

/// <summary>A workshop takes photos of an item: three at most.</summary>
/// <param name="OnceId">Made with the form, so that a form sent twice keeps them once (see <see cref="FormKeys"/>); null to keep whatever comes.</param>
[AllowedTo(Permission.KeepReuseItems)]
public sealed record AddItemPhotos(ReuseItemId Item, IReadOnlyList<PhotoUpload> Files, PhotoId? OnceId = null) : IBriefCommand<OneOf<PhotosAdded, NotFound>>;

internal sealed class AddItemPhotosHandler(RepairNetDb db, IPhotoShelf photos, ICurrentActor currentActor) : IRequestHandler<AddItemPhotos, OneOf<PhotosAdded, NotFound>>
{
    public async Task<OneOf<PhotosAdded, NotFound>> Handle(AddItemPhotos request, CancellationToken cancellationToken) =>
        await db.ReuseItems.AsNoTracking().Where(i => i.Id == request.Item).Select(i => (OrganisationId?)i.OrganisationId).SingleOrDefaultAsync(cancellationToken) is { } workshop
        && (await currentActor.GetAsync(cancellationToken)).Acts(Permission.KeepReuseItems, workshop)
            ? await photos.AddAsync(PhotoSubject.ReuseItem, request.Item.Value, request.Files, ItemPhotos.Most, isSent: true, request.OnceId, cancellationToken)
            : new NotFound();
}
