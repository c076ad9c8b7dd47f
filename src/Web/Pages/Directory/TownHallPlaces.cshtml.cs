using MediatR;
using Microsoft.AspNetCore.Mvc;
using RepairNet.Application.Directory;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Directory;

/// <summary>« Lieux »: where one repairs on the territory, whatever its state.</summary>
public sealed class TownHallPlacesModel(IMediator mediator, ICurrentActor currentActor, ITerritories territories, InstanceSettings instance) : TownHallPage(mediator, currentActor, territories, instance)
{
    public TerritoryPlaces Board { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (await ChosenAsync(cancellationToken) is not { } key)
        {
            return LocalRedirect(Url.Content("~/mairie"));
        }

        return (await Mediator.Send(new ListTerritoryPlaces(key), cancellationToken)).Match<IActionResult>(
            board =>
            {
                Board = board;
                return Page();
            },
            _ => NotFound());
    }
}
