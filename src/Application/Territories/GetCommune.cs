using MediatR;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;

namespace RepairNet.Application.Territories;

/// <summary>Gives the commune of today for an INSEE code: live, old, associated or of an arrondissement.</summary>
/// <param name="Code">INSEE code, in upper or lower case.</param>
[AllowedTo(Permission.SearchAndBook)]
public sealed record GetCommune(string Code) : IQuery<OneOf<CommuneView, NotFound>>;

internal sealed class GetCommuneHandler(ITerritories territories) : IRequestHandler<GetCommune, OneOf<CommuneView, NotFound>>
{
    public async Task<OneOf<CommuneView, NotFound>> Handle(GetCommune request, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        return index.Match(request.Code) is { } match ? CommuneView.Of(index, match) : new NotFound();
    }
}
