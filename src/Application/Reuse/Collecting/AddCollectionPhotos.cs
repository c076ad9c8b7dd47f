using MediatR;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Photos.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Photos;
using RepairNet.Domain.Reuse.Collecting;

namespace RepairNet.Application.Reuse.Collecting;

/// <summary>Keeps the photos of one thing, while the form is being filled in. Nobody sees them before it is sent; a day later they are gone.</summary>
/// <param name="Form">Made with the form.</param>
[AllowedTo(Permission.OfferItems)]
public sealed record AddCollectionPhotos(CollectionRequestId Form, IReadOnlyList<PhotoUpload> Files) : IBriefCommand<PhotosAdded>;

internal sealed class AddCollectionPhotosHandler(IPhotoShelf photos) : IRequestHandler<AddCollectionPhotos, PhotosAdded>
{
    public async Task<PhotosAdded> Handle(AddCollectionPhotos request, CancellationToken cancellationToken) =>
        request.Files.Count > CollectionRequest.MaxPhotosOfItem
            ? new PhotosAdded([], PhotoWords.TooMany)
            : await photos.AddAsync(PhotoSubject.CollectionRequest, request.Form.Value, request.Files, CollectionRequest.MaxItems * CollectionRequest.MaxPhotosOfItem, isSent: false, onceId: null, cancellationToken);
}
