using MediatR;
using Microsoft.AspNetCore.Mvc;
using RepairNet.Application.Directory;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Directory;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Directory;

/// <summary>« Mairie »: what waits for a decision, and where everything else is.</summary>
public sealed class TownHallModel(IMediator mediator, ICurrentActor currentActor, ITerritories territories, InstanceSettings instance) : TownHallPage(mediator, currentActor, territories, instance)
{
    /// <summary>Null when the operator has not said which territory runs the instance.</summary>
    public TerritoryOrganisations? Board { get; private set; }

    public int Count(OrganisationStatus status) => Board!.Organisations.Count(o => o.Status == status);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (await ChosenAsync(cancellationToken) is not { } key)
        {
            return Page();
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
