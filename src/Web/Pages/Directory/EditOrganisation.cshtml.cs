using MediatR;
using Microsoft.AspNetCore.Mvc;
using RepairNet.Application.Common;
using RepairNet.Application.Directory;
using RepairNet.Application.Identity.Contract;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Directory;

/// <summary>« Modifier la fiche »: what an organisation says of itself, changed by those who manage it.</summary>
[AllowedTo(Permission.ManageOrganisation)]
public sealed class EditOrganisationModel(IMediator mediator) : OrganisationPage(mediator), IOrganisationForm
{
    [BindProperty(Name = "nom")]
    public string? Name { get; set; }

    [BindProperty(Name = "email")]
    public string? Email { get; set; }

    [BindProperty(Name = "telephone")]
    public string? Phone { get; set; }

    [BindProperty(Name = "site")]
    public string? Website { get; set; }

    [BindProperty(Name = "siret")]
    public string? Siret { get; set; }

    [BindProperty(Name = "presentation")]
    public string? Description { get; set; }

    [BindProperty(Name = "qualirepar")]
    public bool QualiRepar { get; set; }

    [BindProperty(Name = "numeroQualirepar")]
    public string? QualiReparNumber { get; set; }

    [BindProperty(Name = "apprentis")]
    public bool Apprentices { get; set; }

    /// <summary>What is known now of what this form changes.</summary>
    public string Stamp => ShownStamp.Of(
        Organisation.Name, Organisation.Email, Organisation.Phone, Organisation.Website, Organisation.Siret, Organisation.Description, Organisation.DeclaresQualiRepar, Organisation.QualiReparNumber, Organisation.TakesApprentices);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (await LoadAsync(managersOnly: true, cancellationToken) is { } refused)
        {
            return refused;
        }

        (Name, Email, Website, Siret, Description) = (Organisation.Name, Organisation.Email, Organisation.Website, Organisation.Siret, Organisation.Description);
        (QualiRepar, QualiReparNumber, Apprentices) = (Organisation.DeclaresQualiRepar, Organisation.QualiReparNumber, Organisation.TakesApprentices);
        Phone = Organisation.Phone is { } phone ? Display.Phone(phone) : null;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (await LoadAsync(managersOnly: true, cancellationToken) is { } refused)
        {
            return refused;
        }

        if (ShownStamp.IsStale(Request, Stamp))
        {
            return ShownStamp.Stale(this);
        }

        try
        {
            var outcome = await Mediator.Send(
                new ChangeOrganisation(Organisation.Id, Name, Siret, Email, Phone, Website, Description, new QualityDeclaration(QualiRepar, QualiReparNumber), Organisation.MayTakeApprentices ? Apprentices : null), cancellationToken);
            return outcome.Match(_ => Saved(), _ => NotFound());
        }
        catch (InvalidRequestException refusal)
        {
            return Wrong(refusal, OrganisationFields.Names);
        }
    }
}
