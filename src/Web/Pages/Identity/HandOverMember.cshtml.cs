using MediatR;
using Microsoft.AspNetCore.Mvc;
using RepairNet.Application.Common;
using RepairNet.Application.Directory;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Web.Api;

namespace RepairNet.Web.Pages.Identity;

/// <summary>Someone leaves one organisation; who manages it says who takes over.</summary>
[AllowedTo(Permission.ManageMembers)]
public sealed class HandOverMemberModel(IMediator mediator, Texts texts) : HandOverPage(mediator, texts)
{
    [BindProperty(SupportsGet = true, Name = "organisation")]
    public string? Slug { get; set; }

    [BindProperty(SupportsGet = true, Name = "compte")]
    public string? Account { get; set; }

    private OrganisationSheet? Sheet { get; set; }

    public override (string Href, string Text) Up => ($"{Request.PathBase}/pro/organisation/membres?organisation={Sheet!.Slug}", Texts["Membres"]);

    public override string Here => $"{Request.PathBase}/pro/organisation/depart?organisation={Sheet!.Slug}&compte={Account}";

    protected override string After => $"{Request.PathBase}/pro/organisation/membres?organisation={Sheet!.Slug}&fait=retire";

    protected override (AccountId Account, OrganisationId? Organisation)? Leaver => ApiTime.TryId<AccountId>(Account, out var id) ? (id, Sheet!.Id) : null;

    protected override async Task<IActionResult?> RefuseAsync(CancellationToken cancellationToken)
    {
        if (!(await Mediator.Send(new GetOwnOrganisation(Slug ?? ""), cancellationToken)).TryPickT0(out var sheet, out _))
        {
            return NotFound();
        }

        Sheet = sheet;
        return sheet.IsManager ? null : Forbid();
    }
}
