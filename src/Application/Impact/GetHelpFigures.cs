using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.MutualHelp.Contract;
using RepairNet.Application.Territories.Contract;

namespace RepairNet.Application.Impact;

/// <summary>What people of a territory declared repaired by mutual help over a period: beside what repairs count, and never added to it.</summary>
/// <param name="Territory">Key of the territory.</param>
/// <param name="From">First local day; null for the beginning.</param>
/// <param name="To">Last local day, included; null for no end.</param>
[AllowedTo(Permission.ReadInPublic)]
public sealed record GetHelpFigures(string? Territory, LocalDate? From = null, LocalDate? To = null) : IQuery<OneOf<HelpFigures, NotFound>>;

internal sealed class GetHelpFiguresHandler(IHelpFigures help, ITerritories territories) : IRequestHandler<GetHelpFigures, OneOf<HelpFigures, NotFound>>
{
    public async Task<OneOf<HelpFigures, NotFound>> Handle(GetHelpFigures request, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        return index.Find(request.Territory) is { } territory ? await help.OfTerritoryAsync(index, territory, request.From, request.To, cancellationToken) : new NotFound();
    }
}
