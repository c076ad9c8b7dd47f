using MediatR;
using Microsoft.AspNetCore.Mvc;
using RepairNet.Application.Common;
using RepairNet.Application.Directory;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Web.Shell;
using RepairNet.Web.Shell.Tags;

namespace RepairNet.Web.Pages.Directory;

/// <summary>« Activité et commune »: what an organisation does and where it is, changed by those who manage it.</summary>
[AllowedTo(Permission.ManageOrganisation)]
public sealed class RegistrationModel(IMediator mediator, Texts texts) : OrganisationPage(mediator), IRegistrationForm
{
    [BindProperty(Name = "genres")]
    public string[] Kinds { get; set; } = [];

    [BindProperty(Name = CommuneAnswer.Typed)]
    public string? CommuneText { get; set; }

    [BindProperty(Name = CommuneAnswer.Chosen)]
    public string? CommuneChosen { get; set; }

    public CommuneAnswer Where { get; private set; } = CommuneAnswer.Unasked;

    public string Stamp => ShownStamp.Of(Organisation.Kinds, Organisation.CommuneCode);

    public IEnumerable<Choice> KindChoices => RegistrationForms.KindChoices(texts);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (await LoadAsync(managersOnly: true, cancellationToken) is { } refused)
        {
            return refused;
        }

        (Kinds, CommuneText, CommuneChosen) = ([.. DirectoryNames.Names(Organisation.Kinds)], Organisation.CommuneName, Organisation.CommuneCode);
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

        Where = await CommuneAnswer.ReadAsync(Mediator, CommuneText, CommuneChosen, ModelState, cancellationToken);
        RegistrationForms.CheckKinds(Kinds, ModelState);
        try
        {
            return (await Mediator.Send(new ChangeRegistration(Organisation.Id, Kinds, Where.Code), cancellationToken)).Match(_ => Saved(), _ => NotFound());
        }
        catch (InvalidRequestException refusal)
        {
            ModelState.Add(refusal, OrganisationFields.Names, "communeCode", "kinds");
            return Wrong();
        }
    }
}
