using MediatR;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;

namespace RepairNet.Application.Reuse.Collecting;

/// <summary>The reuse workshops that collect at home in a commune, the nearest first.</summary>
[AllowedTo(Permission.OfferItems)]
public sealed record FindCollectors(string Commune) : IQuery<OneOf<CollectorsThere, NotFound>>;

/// <param name="CommuneCode">INSEE code of today's commune.</param>
public sealed record CollectorsThere(string CommuneCode, string CommuneName, IReadOnlyList<Collector> Workshops);

internal sealed class FindCollectorsHandler(Collectors collectors, ITerritories territories) : IRequestHandler<FindCollectors, OneOf<CollectorsThere, NotFound>>
{
    public async Task<OneOf<CollectorsThere, NotFound>> Handle(FindCollectors request, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        return index.Commune(request.Commune) is { } commune ? new CollectorsThere(commune.Code, commune.Name, await collectors.OfAsync(index, commune, cancellationToken)) : new NotFound();
    }
}
