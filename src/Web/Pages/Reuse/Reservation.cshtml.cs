using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Reuse;
using RepairNet.Domain.Reuse;
using RepairNet.Web.Hosting;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Reuse;

/// <summary>What is kept for someone, for whoever holds the link. A GET changes nothing: mail readers open links by themselves.</summary>
[AllowedTo(Permission.FindReuseItems)]
public sealed class ReservationModel(IMediator mediator, LinkPasses passes, SiteLinks links, Texts texts) : PageModel
{
    public ReservationView Reservation { get; private set; } = null!;

    /// <summary>The link itself, for who has no message to find it in again.</summary>
    public string PersonalLink => links.Reservation(Reservation.Secret, texts.Language);

    public string Heading => Reservation.End is not { } end ? texts["C’est gardé pour vous"] : end switch
    {
        ReservationEnd.PickedUp => texts["Vous êtes venu le chercher"],
        ReservationEnd.GivenUp => texts["Vous y avez renoncé"],
        ReservationEnd.Lapsed or ReservationEnd.TakenBack => texts["Ce n’est plus gardé pour vous"],
    };

    public string Lead => Reservation.End is not { } end ? texts["Donnez votre nom en venant. Passé ce moment, l’objet est de nouveau à prendre."] : end switch
    {
        ReservationEnd.PickedUp => texts["Merci de lui donner une seconde vie."],
        ReservationEnd.GivenUp => texts["Merci de l’avoir dit : quelqu’un d’autre peut le prendre."],
        ReservationEnd.Lapsed => texts["Le délai est passé : l’objet est de nouveau à prendre."],
        ReservationEnd.TakenBack => texts["La ressourcerie a repris l’objet. Appelez-la si vous aviez prévu de venir."],
    };

    public async Task<IActionResult> OnGetAsync(string secret, CancellationToken cancellationToken)
    {
        if (passes.SecretOf(HttpContext, LinkKind.Reservation, secret) is not { } opened || !(await mediator.Send(new GetReservation(opened), cancellationToken)).TryPickT0(out var reservation, out _))
        {
            return NotFound();
        }

        Reservation = reservation;
        return LinkKind.Reservation.IsName(secret) ? Page() : passes.Open(this, LinkKind.Reservation, reservation.Id.ToString(), opened);
    }

    /// <summary>« Y renoncer ».</summary>
    public async Task<IActionResult> OnPostAsync(string secret, CancellationToken cancellationToken) =>
        passes.SecretOf(HttpContext, LinkKind.Reservation, secret) is not { } opened ? NotFound() : (await mediator.Send(new GiveUpReservation(opened), cancellationToken)).Match<IActionResult>(
            done => passes.Open(this, LinkKind.Reservation, done.Id.ToString(), opened),
            _ => NotFound());
}
