using MediatR;
using Microsoft.EntityFrameworkCore;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Impact;

/// <summary>The views one saved, by name.</summary>
[AllowedTo(Permission.ReadTerritoryFigures)]
public sealed record ListViews : IQuery<IReadOnlyList<ViewSaved>>;

/// <param name="Query">The query of the address that shows it, without question mark.</param>
public sealed record ViewSaved(SavedViewId Id, string Name, string Query);

internal sealed class ListViewsHandler(RepairNetDb db, ICurrentActor currentActor) : IRequestHandler<ListViews, IReadOnlyList<ViewSaved>>
{
    public async Task<IReadOnlyList<ViewSaved>> Handle(ListViews request, CancellationToken cancellationToken)
    {
        if ((await currentActor.GetAsync(cancellationToken)).Account is not { } owner)
        {
            return [];
        }

        var own = await db.SavedViews.AsNoTracking().Where(v => v.AccountId == owner).Select(v => new ViewSaved(v.Id, v.Name, v.Query)).ToListAsync(cancellationToken);
        return [.. own.OrderBy(v => v.Name, StringComparer.OrdinalIgnoreCase)];
    }
}
