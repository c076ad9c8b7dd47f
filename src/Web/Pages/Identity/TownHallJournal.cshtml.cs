using MediatR;
using RepairNet.Application.Common;
using RepairNet.Application.Identity;
using RepairNet.Application.Identity.Contract;

namespace RepairNet.Web.Pages.Identity;

/// <summary>What concerns the territories of an agent and the organisations there.</summary>
[AllowedTo(Permission.ReadTerritory)]
public sealed class TownHallJournalModel(IMediator mediator, Texts texts) : JournalPage(mediator, texts)
{
    public override (string Href, string Text) Up => (Request.PathBase + "/mairie", Texts["Mairie"]);

    public override string Lead => Texts["Qui a fait quoi sur vos territoires et dans leurs organisations."];

    public override string Here => "/mairie/journal";

    protected override AuditFilter Scope => new();
}
