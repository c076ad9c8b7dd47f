using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Reuse.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Reuse;

namespace RepairNet.Application.Impact;

/// <summary>
/// What the reuse workshops of a territory weighed over a period. Kilograms on scales, beside those that repairs saved and never added to them: an
/// item repaired before it is sold is in both.
/// </summary>
/// <param name="Territory">Key of the territory.</param>
/// <param name="From">First local day; null for the beginning.</param>
/// <param name="To">Last local day, included; null for no end.</param>
[AllowedTo(Permission.ReadInPublic)]
public sealed record GetReuseFigures(string? Territory, LocalDate? From = null, LocalDate? To = null) : IQuery<OneOf<ReuseFigures, NotFound>>;

/// <param name="StockGrams">In stock at the end of the last day.</param>
public sealed record ReuseFigures(MassFigures Figures, long StockGrams, WorkFigures Work);

internal sealed class GetReuseFiguresHandler(IReuseFigures reuse, ITerritories territories) : IRequestHandler<GetReuseFigures, OneOf<ReuseFigures, NotFound>>
{
    public async Task<OneOf<ReuseFigures, NotFound>> Handle(GetReuseFigures request, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        if (index.Find(request.Territory) is not { } territory)
        {
            return new NotFound();
        }

        var (figures, stock) = await reuse.OfTerritoryAsync(index, territory, request.From, request.To, cancellationToken);
        return new ReuseFigures(figures, stock, await reuse.WorkOfTerritoryAsync(index, territory, request.From, request.To, cancellationToken));
    }
}
