using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;

namespace RepairNet.Application.Reuse.Collecting;

/// <summary>A request to collect at home, for whoever holds its link.</summary>
[AllowedTo(Permission.OfferItems)]
public sealed record GetCollection(string Secret) : IQuery<OneOf<CollectionView, NotFound>>;

internal sealed class GetCollectionHandler(CollectionDesk desk, CollectionViews views) : IRequestHandler<GetCollection, OneOf<CollectionView, NotFound>>
{
    public async Task<OneOf<CollectionView, NotFound>> Handle(GetCollection request, CancellationToken cancellationToken) =>
        await desk.Opens(request.Secret).AsNoTracking().Include(r => r.Items).SingleOrDefaultAsync(cancellationToken) is { } found ? await views.OfAsync(found, cancellationToken) : new NotFound();
}
