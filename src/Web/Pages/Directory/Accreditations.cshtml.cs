using MediatR;
using Microsoft.AspNetCore.Mvc;
using RepairNet.Application.Directory;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Directory;

/// <summary>« Agréments »: every organisation of the territory and where it stands.</summary>
public sealed class AccreditationsModel(IMediator mediator, ICurrentActor currentActor, ITerritories territories, InstanceSettings instance) : TownHallPage(mediator, currentActor, territories, instance)
{
    public TerritoryOrganisations Board { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (await ChosenAsync(cancellationToken) is not { } key)
        {
            return LocalRedirect(Url.Content("~/mairie"));
        }

        return (await Mediator.Send(new ListTerritoryOrganisations(key), cancellationToken)).Match<IActionResult>(
            board =>
            {
                Board = board;
                return Page();
            },
            _ => NotFound());
    }
}
