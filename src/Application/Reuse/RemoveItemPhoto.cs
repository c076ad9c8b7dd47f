using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Photos.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Photos;

namespace RepairNet.Application.Reuse;

/// <summary>A workshop takes a photo of an item away. Twice is once.</summary>
[AllowedTo(Permission.KeepReuseItems)]
public sealed record RemoveItemPhoto(ReuseItemId Item, PhotoId Photo) : ICommand<OneOf<Done, NotFound>>;

internal sealed class RemoveItemPhotoHandler(RepairNetDb db, IPhotoShelf photos, ICurrentActor currentActor) : IRequestHandler<RemoveItemPhoto, OneOf<Done, NotFound>>
{
    public async Task<OneOf<Done, NotFound>> Handle(RemoveItemPhoto request, CancellationToken cancellationToken)
    {
        if (await db.ReuseItems.AsNoTracking().Where(i => i.Id == request.Item).Select(i => (OrganisationId?)i.OrganisationId).SingleOrDefaultAsync(cancellationToken) is not { } workshop
            || !(await currentActor.GetAsync(cancellationToken)).Acts(Permission.KeepReuseItems, workshop))
        {
            return new NotFound();
        }

        await photos.RemoveAsync(PhotoSubject.ReuseItem, request.Item.Value, request.Photo, cancellationToken);
        return new Done();
    }
}
