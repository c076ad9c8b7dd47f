using MediatR;
using Microsoft.AspNetCore.Mvc;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Directory;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Directory;

/// <summary>« Lieux »: where one repairs on the territory, whatever its state.</summary>
[AllowedTo(Permission.ListPlaces)]
public sealed class TownHallPlacesModel(IMediator mediator, ICurrentActor currentActor, ITerritories territories, InstanceSettings instance)
    : TownHallBoardPage<TerritoryPlaces>(mediator, currentActor, territories, instance)
{
    /// <summary>Words looked for.</summary>
    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Text { get; set; }

    protected override IQuery<OneOf<TerritoryPlaces, NotFound>> Ask(string territory) => new ListTerritoryPlaces(territory, Text);

    /// <summary>The first page of a mediator, to whom « Mairie » is closed: it says what became of their territory.</summary>
    protected override IActionResult WithoutTerritory() => Gone.Count > 0 ? Page() : base.WithoutTerritory();
}
