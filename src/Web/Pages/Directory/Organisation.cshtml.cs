using MediatR;
using Microsoft.AspNetCore.Mvc;
using RepairNet.Application.Common;
using RepairNet.Application.Directory;
using RepairNet.Application.Identity.Contract;

namespace RepairNet.Web.Pages.Directory;

/// <summary>« Mon organisation »: where it stands, its places, what it says of itself.</summary>
[AllowedTo(Permission.ReadOrganisation)]
public sealed class OrganisationModel(IMediator mediator) : OrganisationPage(mediator)
{
    private static readonly Dictionary<string, string> Fields = new() { ["text"] = "reponse" };

    /// <summary>What a manager writes to those who decide.</summary>
    [BindProperty(Name = "reponse")]
    public string? Answer { get; set; }

    /// <summary>« 1 » when something was just saved, « reponse » when an answer has just left.</summary>
    [BindProperty(SupportsGet = true, Name = "fait")]
    public string? Done { get; set; }

    public IReadOnlyList<OwnOrganisation> Own { get; private set; } = [];

    /// <summary>Whether one is shown; else they choose among theirs.</summary>
    public bool IsShown { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(Slug))
        {
            Own = await Mediator.Send(new GetOwnPlaces(), cancellationToken);
            if (Own is not [var only])
            {
                return Page();
            }

            Slug = only.Organisation.Slug;
        }

        if (await LoadAsync(managersOnly: false, cancellationToken) is { } refused)
        {
            return refused;
        }

        IsShown = true;
        return Page();
    }

    /// <summary>« Envoyer la réponse ».</summary>
    [AllowedTo(Permission.ManageOrganisation)]
    public async Task<IActionResult> OnPostAnswerAsync(CancellationToken cancellationToken)
    {
        if (await LoadAsync(managersOnly: true, cancellationToken) is { } refused)
        {
            return refused;
        }

        try
        {
            return (await Mediator.Send(new AnswerTerritory(Organisation.Id, Answer), cancellationToken)).Match<IActionResult>(
                _ => Redirect(Beside("", "&fait=reponse")),
                _ => Redirect(Beside("")),
                _ => NotFound());
        }
        catch (InvalidRequestException refusal)
        {
            IsShown = true;
            return Wrong(refusal, Fields);
        }
    }
}
