using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using RepairNet.Application.Common;
using RepairNet.Application.Directory;
using RepairNet.Application.Identity.Contract;
using RepairNet.Web.Identity;
using RepairNet.Web.Shell;
using RepairNet.Web.Shell.Tags;

namespace RepairNet.Web.Pages.Directory;

/// <summary>« Référencer mon atelier »: an organisation declares itself, without an account: the form, a last look, a letter on its way.</summary>
[AllowedTo(Permission.Join)]
[EnableRateLimiting(Limits.Joining)]
public sealed class JoinModel(IMediator mediator, FormStamps stamps, Texts texts) : FormPage, ICommuneForm, IOrganisationForm
{
    private static readonly Dictionary<string, string> Fields = OrganisationFields.Names
        .Append(KeyValuePair.Create("address", "adresse"))
        .Append(KeyValuePair.Create("personName", "votreNom"))
        .Append(KeyValuePair.Create("personEmail", "votreEmail"))
        .ToDictionary(f => "declaration." + f.Key, f => f.Value);

    /// <summary>What the page shows.</summary>
    public enum Step
    {
        Ask,
        Check,
        Sent,
    }

    [BindProperty(Name = "genres")]
    public string[] Kinds { get; set; } = [];

    [BindProperty(Name = "nom")]
    public string? Name { get; set; }

    [BindProperty(Name = CommuneAnswer.Typed)]
    public string? CommuneText { get; set; }

    [BindProperty(Name = CommuneAnswer.Chosen)]
    public string? CommuneChosen { get; set; }

    [BindProperty(Name = "adresse")]
    public string? Address { get; set; }

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

    [BindProperty(Name = "votreNom")]
    public string? PersonName { get; set; }

    [BindProperty(Name = "votreEmail")]
    public string? PersonEmail { get; set; }

    public Step Showing { get; private set; }

    /// <summary>The form came as programs send them: its answers are shown once more, to be sent again.</summary>
    public bool Again { get; private set; }

    public CommuneAnswer Where { get; private set; } = CommuneAnswer.Unasked;

    /// <summary>As it will be kept.</summary>
    public DeclarationRead Read { get; private set; } = null!;

    public IEnumerable<Choice> KindChoices => RegistrationForms.KindChoices(texts);

    private Declaration Declaration => new(Kinds, Name, Where.Code, Address, Siret, Email, Phone, Website, Description, PersonName, PersonEmail);

    /// <summary>« Vérifier mes réponses ».</summary>
    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => ReadAsync(() => CheckAsync(cancellationToken), cancellationToken);

    /// <summary>« Envoyer ».</summary>
    public Task<IActionResult> OnPostSendAsync(CancellationToken cancellationToken) => ReadAsync(
        async () =>
        {
            if (stamps.IsHasty(Request))
            {
                Again = true;
                await CheckAsync(cancellationToken);
                return;
            }

            await mediator.Send(new DeclareOrganisation(Declaration, texts.Language), cancellationToken);
            Showing = Step.Sent;
        },
        cancellationToken);

    /// <summary>« Modifier mes réponses »: the form again, as it was filled in.</summary>
    public IActionResult OnPostEdit() => Page();

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        Read = await mediator.Send(new CheckDeclaration(Declaration), cancellationToken);
        Showing = Step.Check;
    }

    private async Task<IActionResult> ReadAsync(Func<Task> act, CancellationToken cancellationToken)
    {
        Where = await CommuneAnswer.ReadAsync(mediator, CommuneText, CommuneChosen, ModelState, cancellationToken);
        try
        {
            await act();
            return Page();
        }
        catch (InvalidRequestException refusal)
        {
            // The form has said more about the commune than the API would.
            ModelState.Add(refusal, Fields, "declaration.communeCode");
            return Wrong();
        }
    }
}
