using MediatR;
using Microsoft.AspNetCore.Mvc;
using RepairNet.Application.Common;
using RepairNet.Application.Directory;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Web.Api;
using RepairNet.Web.Shell;
using RepairNet.Web.Shell.Tags;

namespace RepairNet.Web.Pages.Directory;

/// <summary>« Inscrire une organisation »: whoever is signed in registers one, and becomes its manager.</summary>
[AllowedTo(Permission.RegisterOrganisation)]
public sealed class NewOrganisationModel(IMediator mediator, Texts texts) : FormPage, ICommuneForm, IOrganisationForm
{
    [BindProperty(Name = "nom")]
    public string? Name { get; set; }

    [BindProperty(Name = "genres")]
    public string[] Kinds { get; set; } = [];

    [BindProperty(Name = CommuneAnswer.Typed)]
    public string? CommuneText { get; set; }

    [BindProperty(Name = CommuneAnswer.Chosen)]
    public string? CommuneChosen { get; set; }

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

    /// <summary>Made with the form: a double press registers once.</summary>
    [BindProperty(Name = "cle")]
    public string? Key { get; set; }

    public CommuneAnswer Where { get; private set; } = CommuneAnswer.Unasked;

    public IEnumerable<Choice> KindChoices => RegistrationForms.KindChoices(texts);

    public void OnGet() => Key = OrganisationId.New().ToString();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Where = await CommuneAnswer.ReadAsync(mediator, CommuneText, CommuneChosen, ModelState, cancellationToken);
        RegistrationForms.CheckKinds(Kinds, ModelState);
        try
        {
            var request = new CreateOrganisation(Name, Kinds, Where.Code, Siret, Email, Phone, Website, Description, ApiTime.TryId<OrganisationId>(Key, out var id) ? id : null, texts.Language);
            var created = await mediator.Send(request, cancellationToken);
            return Redirect($"{Request.PathBase}/pro/organisation?organisation={created.Slug}&fait=1");
        }
        catch (InvalidRequestException refusal)
        {
            ModelState.Add(refusal, OrganisationFields.Names, "communeCode", "kinds");
            return Wrong();
        }
    }
}
