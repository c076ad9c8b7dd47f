using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Training;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Training;
using RepairNet.Web.Hosting;

namespace RepairNet.Web.Pages.Training;

/// <summary>An offer, and how to answer it. One that is over says so, with 410: search engines forget it.</summary>
[AllowedTo(Permission.ReadInPublic)]
public sealed class JobOfferModel(IMediator mediator, SiteLinks links, Texts texts) : PageModel
{
    /// <summary>Null where it is over.</summary>
    public JobOfferView? Offer { get; private set; }

    /// <summary>Null where it is not.</summary>
    public JobOfferOver? Over { get; private set; }

    /// <summary>Name of the trade of others like it.</summary>
    public string Others => Over is null ? "" : TrainingNames.Name(Over.Trade);

    /// <summary>The offer for search engines (schema.org).</summary>
    public string JsonLd => JobOfferJsonLd.Write(Offer!, links);

    /// <summary>A mail to the organisation, about this.</summary>
    public string Mail => $"mailto:{Offer!.Terms.Email}?subject={Uri.EscapeDataString(Offer.Terms.Title)}";

    /// <summary>Why the public does not see it, for those of its organisation.</summary>
    public string WhyHidden => Offer!.State switch
    {
        JobOfferState.Draft => texts["Ceci est un brouillon : le public ne le voit pas."],
        JobOfferState.Expired => texts["Le temps de cette offre est passé : le public ne la voit plus."],
        JobOfferState.Filled => texts["Cette offre est pourvue : le public ne la voit plus."],
        JobOfferState.Withdrawn => texts["Cette offre est retirée : le public ne la voit pas."],
        JobOfferState.Current => texts["Cette page n’est pas encore publique : elle attend l’accord de la commune."],
    };

    public async Task<IActionResult> OnGetAsync(string slug, CancellationToken cancellationToken) => (await mediator.Send(new GetJobOffer(null, slug), cancellationToken)).Match<IActionResult>(
        offer =>
        {
            Offer = offer;
            return Page();
        },
        over =>
        {
            Over = over;
            Response.StatusCode = StatusCodes.Status410Gone;
            return Page();
        },
        _ => NotFound());
}
