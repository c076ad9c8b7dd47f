using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Photos.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Photos;

namespace RepairNet.Application.Reuse.Collecting;

/// <summary>A photo of what is offered, for whoever holds the link of the request.</summary>
[AllowedTo(Permission.OfferItems)]
public sealed record GetCollectionPhoto(string Secret, PhotoId Photo) : IQuery<OneOf<byte[], NotFound>>;

internal sealed class GetCollectionPhotoHandler(CollectionDesk desk, IPhotoShelf photos) : IRequestHandler<GetCollectionPhoto, OneOf<byte[], NotFound>>
{
    public async Task<OneOf<byte[], NotFound>> Handle(GetCollectionPhoto request, CancellationToken cancellationToken) =>
        await desk.Opens(request.Secret).AsNoTracking().Select(r => (CollectionRequestId?)r.Id).SingleOrDefaultAsync(cancellationToken) is { } id
        && await photos.ReadAsync(request.Photo, PhotoSubject.CollectionRequest, id.Value, thumbnail: false, cancellationToken) is var (_, jpeg) ? jpeg : new NotFound();
}
