using MediatR;
using Microsoft.AspNetCore.Mvc;
using RepairNet.Application.Common;
using RepairNet.Application.Directory;
using RepairNet.Application.Identity;
using RepairNet.Application.Identity.Contract;

namespace RepairNet.Web.Pages.Identity;

/// <summary>What concerns an organisation, for those who manage it.</summary>
[AllowedTo(Permission.ManageMembers)]
public sealed class OrganisationJournalModel(IMediator mediator, Texts texts) : JournalPage(mediator, texts)
{
    [BindProperty(SupportsGet = true, Name = "organisation")]
    public string? Slug { get; set; }

    private OrganisationSheet? Sheet { get; set; }

    public override (string Href, string Text) Up => ($"{Request.PathBase}/pro/organisation/membres?organisation={Sheet?.Slug}", Texts["Membres"]);

    public override string Lead => Texts["Qui a fait quoi dans {0}.", Sheet?.Name];

    public override string Here => "/pro/organisation/journal";

    public override (string Name, string Value)? Kept => ("organisation", Sheet?.Slug ?? "");

    protected override AuditFilter Scope => new(Sheet!.Id);

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
