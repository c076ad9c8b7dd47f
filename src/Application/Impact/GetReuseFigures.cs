using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Reuse.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Reuse;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Impact;

/// <summary>
/// What the reuse workshops of a territory weighed over a period. Kilograms on scales, beside those that repairs saved and never added to them: an
/// item that a repair counts already is told apart.
/// </summary>
/// <param name="Territory">Key of the territory.</param>
/// <param name="From">First local day; null for the beginning.</param>
/// <param name="To">Last local day, included; null for no end.</param>
[AllowedTo(Permission.ReadInPublic)]
public sealed record GetReuseFigures(string? Territory, LocalDate? From = null, LocalDate? To = null) : IQuery<OneOf<ReuseFigures, NotFound>>;

/// <param name="StockGrams">In stock at the end of the last day.</param>
public sealed record ReuseFigures(MassFigures Figures, long StockGrams, WorkFigures Work)
{
    /// <summary>Whether anything was weighed or declared.</summary>
    public bool IsSomething => Figures is { Intake: not 0 } or { Outflow: not 0 } || Work != default;
}

internal sealed class GetReuseFiguresHandler(IReuseFigures reuse, ITerritories territories) : IRequestHandler<GetReuseFigures, OneOf<ReuseFigures, NotFound>>
{
    public async Task<OneOf<ReuseFigures, NotFound>> Handle(GetReuseFigures request, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        return index.Find(request.Territory) is { } territory ? await reuse.FiguresAsync(index, territory, request.From, request.To, cancellationToken) : new NotFound();
    }
}

internal static class ReuseReading
{
    /// <summary>All that reuse workshops of a territory weighed and declared from one local day to another, both included: the one path to these figures.</summary>
    public static async Task<ReuseFigures> FiguresAsync(this IReuseFigures reuse, TerritoryIndex index, TerritoryKey territory, LocalDate? from, LocalDate? to, CancellationToken cancellationToken)
    {
        var (figures, stock) = await reuse.OfTerritoryAsync(index, territory, from, to, cancellationToken);
        return new ReuseFigures(figures, stock, await reuse.WorkOfTerritoryAsync(index, territory, from, to, cancellationToken));
    }
}
