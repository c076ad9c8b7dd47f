using MediatR;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Photos.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Photos;

namespace RepairNet.Application.Reuse;

/// <summary>The photos of an item, for whoever may see them; none for others.</summary>
[AllowedTo(Permission.FindReuseItems)]
public sealed record GetItemPhotos(ReuseItemId Item) : IQuery<IReadOnlyList<PhotoView>>;

internal sealed class GetItemPhotosHandler(ItemPhotos owner, IPhotoShelf photos, ICurrentActor currentActor) : IRequestHandler<GetItemPhotos, IReadOnlyList<PhotoView>>
{
    public async Task<IReadOnlyList<PhotoView>> Handle(GetItemPhotos request, CancellationToken cancellationToken) =>
        await owner.SightAsync(request.Item.Value, await currentActor.GetAsync(cancellationToken), cancellationToken) == PhotoSight.None
            ? []
            : await photos.OfAsync(PhotoSubject.ReuseItem, [request.Item.Value], cancellationToken);
}
