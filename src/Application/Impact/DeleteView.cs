using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Impact;

/// <summary>Forgets a view of one's own.</summary>
[AllowedTo(Permission.ReadTerritoryFigures)]
public sealed record DeleteView(SavedViewId View) : ICommand<OneOf<Done, NotFound>>;

internal sealed class DeleteViewHandler(RepairNetDb db, ICurrentActor currentActor) : IRequestHandler<DeleteView, OneOf<Done, NotFound>>
{
    public async Task<OneOf<Done, NotFound>> Handle(DeleteView request, CancellationToken cancellationToken)
    {
        var owner = (await currentActor.GetAsync(cancellationToken)).Account;
        if (await db.SavedViews.SingleOrDefaultAsync(v => v.Id == request.View, cancellationToken) is not { } view || view.AccountId != owner)
        {
            return new NotFound();
        }

        db.SavedViews.Remove(view);
        return new Done();
    }
}
