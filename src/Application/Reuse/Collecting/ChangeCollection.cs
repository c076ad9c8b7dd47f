using MediatR;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;

namespace RepairNet.Application.Reuse.Collecting;

/// <summary>Someone says another address in the commune, another way to reach them or another note. What is offered stays.</summary>
[AllowedTo(Permission.OfferItems)]
public sealed record ChangeCollection(string Secret, CollectionFields Fields) : ICommand<OneOf<CollectionView, CollectionChanged, NotFound>>;

internal sealed class ChangeCollectionHandler(RepairNetDb db, CollectionDesk desk, CollectionViews views) : IRequestHandler<ChangeCollection, OneOf<CollectionView, CollectionChanged, NotFound>>
{
    public async Task<OneOf<CollectionView, CollectionChanged, NotFound>> Handle(ChangeCollection request, CancellationToken cancellationToken)
    {
        if (await desk.HoldAsync(desk.Opens(request.Secret), cancellationToken) is not { } held)
        {
            return new NotFound();
        }

        if (!held.IsOpen)
        {
            return new CollectionChanged(await views.OfAsync(held, cancellationToken));
        }

        var (contact, address, note) = CollectionRules.ReadPerson(request.Fields, held.CommuneCode);
        held.Change(address, contact, note);
        await db.SaveChangesAsync(cancellationToken);
        return await views.OfAsync(held, cancellationToken);
    }
}
