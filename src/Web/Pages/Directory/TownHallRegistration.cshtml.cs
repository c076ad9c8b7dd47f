using MediatR;
using Microsoft.AspNetCore.Mvc;
using RepairNet.Application.Common;
using RepairNet.Application.Directory;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Web.Shell;
using RepairNet.Web.Shell.Tags;

namespace RepairNet.Web.Pages.Directory;

/// <summary>« Activité et commune », in the hands of an agent of the organisation's own commune or EPCI, or of whoever stands in for them.</summary>
[AllowedTo(Permission.DecideAccreditation)]
public sealed class TownHallRegistrationModel(IMediator mediator, Texts texts) : FormPage, IRegistrationForm
{
    [BindProperty(SupportsGet = true, Name = "territoire")]
    public string? Territory { get; set; }

    [BindProperty(Name = "genres")]
    public string[] Kinds { get; set; } = [];

    [BindProperty(Name = CommuneAnswer.Typed)]
    public string? CommuneText { get; set; }

    [BindProperty(Name = CommuneAnswer.Chosen)]
    public string? CommuneChosen { get; set; }

    public CommuneAnswer Where { get; private set; } = CommuneAnswer.Unasked;

    public string Stamp => ShownStamp.Of(Organisation.Kinds, Organisation.CommuneCode);

    public IEnumerable<Choice> KindChoices => RegistrationForms.KindChoices(texts);

    public OrganisationFile Organisation { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken))
        {
            return NotFound();
        }

        (Kinds, CommuneText, CommuneChosen) = ([.. DirectoryNames.Names(Organisation.Kinds)], Organisation.CommuneName, Organisation.CommuneCode);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken))
        {
            return NotFound();
        }

        if (ShownStamp.IsStale(Request, Stamp))
        {
            return ShownStamp.Stale(this);
        }

        Where = await CommuneAnswer.ReadAsync(mediator, CommuneText, CommuneChosen, ModelState, cancellationToken);
        RegistrationForms.CheckKinds(Kinds, ModelState);
        try
        {
            // In another commune it may be out of this agent's sight: the list is where they go on.
            return (await mediator.Send(new ChangeRegistration(Organisation.Id, Kinds, Where.Code), cancellationToken)).Match<IActionResult>(
                changed => LocalRedirect(Url.Content(changed.Moved ? $"~/mairie/agrements?territoire={Organisation.ListKey}" : $"~/mairie/agrements/{id}?territoire={Organisation.TerritoryKey}")),
                _ => NotFound());
        }
        catch (InvalidRequestException refusal)
        {
            ModelState.Add(refusal, OrganisationFields.Names, "communeCode", "kinds");
            return Wrong();
        }
    }

    /// <summary>Only those whose approval opens it to the public look after it so.</summary>
    private async Task<bool> LoadAsync(string id, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(id, out var organisation)
            || !(await mediator.Send(new GetOrganisationFile(OrganisationId.From(organisation), Territory ?? ""), cancellationToken)).TryPickT0(out var file, out _)
            || !file.OpensBookings)
        {
            return false;
        }

        Organisation = file;
        return true;
    }
}
