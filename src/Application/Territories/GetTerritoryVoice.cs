using MediatR;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Territories;

/// <summary>How a territory is reached, for anyone: its own words, else those of the nearest around it.</summary>
/// <param name="Territory">Key of the territory.</param>
[AllowedTo(Permission.SearchAndBook)]
public sealed record GetTerritoryVoice(string? Territory, Language Language) : IQuery<OneOf<TerritoryVoiceView, NotFound>>;

/// <param name="Territory">Of today.</param>
/// <param name="OfficialName">Of that territory.</param>
/// <param name="Voice">Null where nobody says anything.</param>
public sealed record TerritoryVoiceView(TerritoryKey Territory, string OfficialName, TerritoryVoice? Voice);

internal sealed class GetTerritoryVoiceHandler(ITerritories territories, ITerritoryContacts contacts) : IRequestHandler<GetTerritoryVoice, OneOf<TerritoryVoiceView, NotFound>>
{
    public async Task<OneOf<TerritoryVoiceView, NotFound>> Handle(GetTerritoryVoice request, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        return index.Find(request.Territory) is { } territory && index.NameOf(territory) is { } name
            ? new TerritoryVoiceView(territory, name, await contacts.OfAsync(territory, request.Language, cancellationToken))
            : new NotFound();
    }
}
