using MediatR;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Photos.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Photos;

/// <summary>A photo, for whoever may see what it shows: everybody where that is public, its workshop where it is not.</summary>
[AllowedTo(Permission.ReadInPublic)]
public sealed record GetPhoto(PhotoId Id, bool Thumbnail) : IQuery<OneOf<ServedPhoto, NotFound>>;

/// <param name="IsPublic">What it shows is public: whoever carries it may keep it.</param>
public sealed record ServedPhoto(byte[] Jpeg, bool IsPublic);

internal sealed class GetPhotoHandler(IPhotoShelf shelf, IEnumerable<IPhotoOwner> owners, ICurrentActor currentActor) : IRequestHandler<GetPhoto, OneOf<ServedPhoto, NotFound>>
{
    public async Task<OneOf<ServedPhoto, NotFound>> Handle(GetPhoto request, CancellationToken cancellationToken)
    {
        if (await shelf.ReadAsync(request.Id, null, null, request.Thumbnail, cancellationToken) is not var (photo, jpeg) || owners.FirstOrDefault(o => o.Subject == photo.Subject) is not { } owner)
        {
            return new NotFound();
        }

        return await owner.SightAsync(photo.SubjectId, await currentActor.GetAsync(cancellationToken), cancellationToken) switch
        {
            PhotoSight.Public => new ServedPhoto(jpeg, IsPublic: true),
            PhotoSight.Own => new ServedPhoto(jpeg, IsPublic: false),
            PhotoSight.None => new NotFound(),
        };
    }
}
