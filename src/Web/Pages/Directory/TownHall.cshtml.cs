using MediatR;
using Microsoft.AspNetCore.Mvc;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Directory;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Territories;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Directory;

/// <summary>« Mairie »: what waits for a decision, and where everything else is.</summary>
[AllowedTo(Permission.ReadTerritory)]
public sealed class TownHallModel(IMediator mediator, ICurrentActor currentActor, ITerritories territories, InstanceSettings instance)
    : TownHallBoardPage<TerritoryOrganisations>(mediator, currentActor, territories, instance)
{
    private readonly ICurrentActor currentActor = currentActor;

    public AccreditationQueue Queue { get; private set; } = null!;

    /// <summary>What waits where nobody else decides; null but for the operator.</summary>
    public AccreditationQueue? Unattended { get; private set; }

    /// <summary>Whether a territory of this size has a name, a telephone and a welcome of its own.</summary>
    public bool HasWords => TerritoryContact.Has(TerritoryKey.From(Board.Key));

    public override async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var answer = await base.OnGetAsync(cancellationToken);
        if (Board is not null)
        {
            Queue = (await Mediator.Send(new GetAccreditationQueue(Board.Key), cancellationToken)).AsT0;
            Unattended = (await currentActor.GetAsync(cancellationToken)).IsOperator ? (await Mediator.Send(new GetAccreditationQueue(null), cancellationToken)).AsT0 : null;
        }

        return answer;
    }

    public int Count(OrganisationStatus status) => Board.Organisations.Count(o => o.Status == status);

    protected override IQuery<OneOf<TerritoryOrganisations, NotFound>> Ask(string territory) => new ListTerritoryOrganisations(territory);

    /// <summary>The operator has not said which territory runs the instance, and the page says how to; or those of the agent were merged, and it says into which.</summary>
    protected override IActionResult WithoutTerritory() => Page();
}
