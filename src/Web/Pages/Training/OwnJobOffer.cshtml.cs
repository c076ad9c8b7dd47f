using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Training;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Common;
using RepairNet.Web.Api;

namespace RepairNet.Web.Pages.Training;

/// <summary>An offer as its organisation sees it: where it stands, and what to do with it. The letter that reminds of its end leads here.</summary>
[AllowedTo(Permission.ReadJobOffers)]
public sealed class OwnJobOfferModel(IMediator mediator, Texts texts) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "fait")]
    public string? Noted { get; set; }

    [BindProperty(Name = "acte")]
    public string? Act { get; set; }

    /// <summary>Of the copy: a button pressed twice makes one.</summary>
    [BindProperty(Name = "cle")]
    public string? Key { get; set; }

    public JobOfferView Offer { get; private set; } = null!;

    /// <summary>Why what was asked is not done.</summary>
    public string? Refusal { get; private set; }

    /// <summary>What was just done; null for nothing, and for a word that says nothing.</summary>
    public string? Done => Noted switch
    {
        "publier" => texts["L’offre est publiée pour 60 jours."],
        "renouveler" => texts["L’offre est renouvelée."],
        "pourvue" => texts["L’offre est pourvue. Le public ne la voit plus."],
        "retirer" => texts["L’offre est retirée. Le public ne la voit plus."],
        "1" => texts["C’est enregistré."],
        _ => null,
    };

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancellationToken) => await LoadAsync(id, cancellationToken) ? Page() : NotFound();

    [AllowedTo(Permission.KeepJobOffers)]
    public async Task<IActionResult> OnPostAsync(string id, CancellationToken cancellationToken)
    {
        JobOfferAct? act = Act switch { "publier" => JobOfferAct.Publish, "renouveler" => JobOfferAct.Renew, "pourvue" => JobOfferAct.Fill, "retirer" => JobOfferAct.Withdraw, _ => null };
        if (!await LoadAsync(id, cancellationToken))
        {
            return NotFound();
        }

        return act is not { } wanted ? BadRequest() : (await mediator.Send(new ActOnJobOffer(Offer.Id, wanted), cancellationToken)).Match(
            _ => Redirect($"{Request.PathBase}/pro/offres/{Offer.Id}?fait={Act}"),
            _ => Refused(),
            _ => NotFound());
    }

    /// <summary>« Dupliquer ».</summary>
    [AllowedTo(Permission.KeepJobOffers)]
    public async Task<IActionResult> OnPostDuplicateAsync(string id, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken))
        {
            return NotFound();
        }

        return !ApiTime.TryId<JobOfferId>(Key, out var key) ? BadRequest() : (await mediator.Send(new DuplicateJobOffer(Offer.Id, key), cancellationToken)).Match(
            added => Redirect($"{Request.PathBase}/pro/offres/{added.Id}?fait=1"),
            _ => Refused(),
            _ => NotFound());
    }

    private IActionResult Refused()
    {
        Refusal = Offer.Terms is { Email: null, Phone: null } ? texts["On ne sait plus à qui répondre : modifiez l’offre et donnez un e-mail ou un téléphone."] : texts["Ce n’est plus possible : cette offre a changé entre-temps."];
        Key = JobOfferId.New().ToString();
        Response.StatusCode = StatusCodes.Status409Conflict;
        return Page();
    }

    private async Task<bool> LoadAsync(string id, CancellationToken cancellationToken)
    {
        if (!ApiTime.TryId<JobOfferId>(id, out var offer) || !(await mediator.Send(new GetOwnJobOffer(offer), cancellationToken)).TryPickT0(out var view, out _))
        {
            return false;
        }

        Offer = view;
        Key ??= JobOfferId.New().ToString();
        return true;
    }
}
