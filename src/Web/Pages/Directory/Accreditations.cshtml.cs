using MediatR;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Directory;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Directory;

/// <summary>« Agréments »: every organisation of the territory and where it stands.</summary>
[AllowedTo(Permission.ReadTerritory)]
public sealed class AccreditationsModel(IMediator mediator, ICurrentActor currentActor, ITerritories territories, InstanceSettings instance)
    : TownHallBoardPage<TerritoryOrganisations>(mediator, currentActor, territories, instance)
{
    protected override IQuery<OneOf<TerritoryOrganisations, NotFound>> Ask(string territory) => new ListTerritoryOrganisations(territory);
}
