using MediatR;
using Microsoft.AspNetCore.Mvc;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Directory;

/// <summary>A page of the town hall that shows one board of its territory.</summary>
/// <typeparam name="TBoard">What it shows.</typeparam>
public abstract class TownHallBoardPage<TBoard>(IMediator mediator, ICurrentActor currentActor, ITerritories territories, InstanceSettings instance)
    : TownHallPage(mediator, currentActor, territories, instance)
    where TBoard : class
{
    /// <summary>Null only where <see cref="WithoutTerritory"/> shows the page all the same.</summary>
    public TBoard Board { get; private set; } = null!;

    public virtual async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (await ChosenAsync(cancellationToken) is not { } key)
        {
            return WithoutTerritory();
        }

        return (await Mediator.Send(Ask(key), cancellationToken)).Match<IActionResult>(
            board =>
            {
                Board = board;
                return Page();
            },
            _ => NotFound());
    }

    /// <summary>What to ask for the territory of this key.</summary>
    protected abstract IQuery<OneOf<TBoard, NotFound>> Ask(string territory);

    /// <summary>The answer when there is no territory to choose.</summary>
    protected virtual IActionResult WithoutTerritory() => LocalRedirect(Url.Content("~/mairie"));
}
