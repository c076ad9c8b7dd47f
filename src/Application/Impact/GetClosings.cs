using MediatR;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;

namespace RepairNet.Application.Impact;

/// <summary>The closed periods of a territory, for those who may close more of them.</summary>
/// <param name="Territory">Key of a territory the agent looks after.</param>
[AllowedTo(Permission.ReadTerritoryFigures)]
public sealed record GetClosings(string? Territory) : IQuery<OneOf<ClosedPeriodsPage, NotFound>>;

internal sealed class GetClosingsHandler(ICurrentActor currentActor, ITerritories territories, IMediator mediator) : IRequestHandler<GetClosings, OneOf<ClosedPeriodsPage, NotFound>>
{
    public async Task<OneOf<ClosedPeriodsPage, NotFound>> Handle(GetClosings request, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        return index.Find(request.Territory) is { } territory && index.LookedAfterBy(await currentActor.GetAsync(cancellationToken), Permission.ReadTerritoryFigures, territory)
            ? await mediator.Send(new GetClosedPeriods(request.Territory), cancellationToken)
            : new NotFound();
    }
}
