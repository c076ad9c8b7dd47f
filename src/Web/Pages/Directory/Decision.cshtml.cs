using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RepairNet.Application.Common;
using RepairNet.Application.Directory;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Web.Shell;
using RepairNet.Web.Shell.Tags;

namespace RepairNet.Web.Pages.Directory;

/// <summary>An organisation as the agent who decides reads it, and the decision.</summary>
[AllowedTo(Permission.ReadTerritory)]
public sealed class DecisionModel(IMediator mediator, ICurrentActor currentActor, Texts texts) : PageModel
{
    private static readonly Dictionary<string, string> Fields = new() { ["status"] = "decision", ["note"] = "note", ["question"] = "question" };

    [BindProperty(SupportsGet = true, Name = "territoire")]
    public string? Territory { get; set; }

    [BindProperty(Name = "decision")]
    public string? Status { get; set; }

    [BindProperty(Name = "note")]
    public string? Note { get; set; }

    /// <summary>The decision was just recorded.</summary>
    [BindProperty(SupportsGet = true, Name = "fait")]
    public bool Recorded { get; set; }

    [BindProperty(Name = "question")]
    public string? Question { get; set; }

    /// <summary>The question has just left.</summary>
    [BindProperty(SupportsGet = true, Name = "demande")]
    public bool WasAsked { get; set; }

    public OrganisationFile Organisation { get; private set; } = null!;

    /// <summary>The operator also looks after the organisation.</summary>
    public bool IsOperator { get; private set; }

    public IReadOnlyList<Choice> Choices =>
    [
        new("approved", texts["Agréer"], Organisation.OpensBookings ? texts["Elle paraît dans les recherches et les habitants y réservent."] : texts["Votre territoire la recommande."]),
        new("suspended", texts["Suspendre"], Organisation.OpensBookings ? texts["Plus personne ne réserve. Les rendez-vous pris restent."] : texts["Votre territoire met son avis en attente."]),
        new("refused", texts["Refuser"], texts["Elle ne paraît pas dans les recherches faites depuis votre territoire."]),
    ];

    /// <summary>What is decided now.</summary>
    public string Stamp => ShownStamp.Of(Organisation.Decision?.Status.ToString(), Organisation.Decision?.Note);

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken))
        {
            return NotFound();
        }

        ShowDecision();
        return Page();
    }

    [AllowedTo(Permission.DecideAccreditation)]
    public async Task<IActionResult> OnPostAsync(string id, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(id, out var organisationId) || !await LoadAsync(id, cancellationToken))
        {
            return NotFound();
        }

        if (ShownStamp.IsStale(Request, Stamp))
        {
            Recorded = false;
            return ShownStamp.Stale(this);
        }

        try
        {
            var outcome = await mediator.Send(new DecideAccreditation(OrganisationId.From(organisationId), Territory ?? "", Status, Note, ExplainsRefusal: true), cancellationToken);
            return outcome.Match<IActionResult>(
                decided => LocalRedirect(Url.Content($"~/mairie/agrements/{id}?territoire={decided.Territory}&fait=true")),
                _ => NotFound());
        }
        catch (InvalidRequestException refusal)
        {
            Recorded = false;
            ModelState.Add(refusal, Fields);
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return await LoadAsync(id, cancellationToken) ? Page() : NotFound();
        }
    }

    /// <summary>« Envoyer la question ».</summary>
    [AllowedTo(Permission.DecideAccreditation)]
    public async Task<IActionResult> OnPostAskAsync(string id, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(id, out var organisationId))
        {
            return NotFound();
        }

        var page = $"~/mairie/agrements/{id}?territoire={Uri.EscapeDataString(Territory ?? "")}";
        try
        {
            return (await mediator.Send(new AskOrganisation(OrganisationId.From(organisationId), Territory ?? "", Question), cancellationToken)).Match<IActionResult>(
                _ => LocalRedirect(Url.Content(page + "&demande=true")),
                _ => LocalRedirect(Url.Content(page)),
                _ => NotFound());
        }
        catch (InvalidRequestException refusal)
        {
            if (!await LoadAsync(id, cancellationToken))
            {
                return NotFound();
            }

            WasAsked = false;
            ShowDecision();
            ModelState.Add(refusal, Fields);
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }
    }

    /// <summary>Fills in the form of the decision with what is decided: where another form was sent, a press on its button takes nothing back.</summary>
    private void ShowDecision()
    {
        Status = Organisation.Decision is { Status: not AccreditationStatus.Lapsed } decision ? DirectoryNames.Name(decision.Status) : null;
        Note = Organisation.Decision?.Note;
    }

    private async Task<bool> LoadAsync(string id, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(id, out var organisationId))
        {
            return false;
        }

        IsOperator = (await currentActor.GetAsync(cancellationToken)).IsOperator;
        return (await mediator.Send(new GetOrganisationFile(OrganisationId.From(organisationId), Territory ?? ""), cancellationToken)).Match(
            file =>
            {
                Organisation = file;
                return true;
            },
            _ => false);
    }
}
