using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Training;
using RepairNet.Web.Hosting;
using RepairNet.Web.Identity;

namespace RepairNet.Web.Pages.Training;

/// <summary>A certificate of attendance by its number: to print for who has it, to check for who is shown it.</summary>
[AllowedTo(Permission.FindCourses)]
[EnableRateLimiting(Limits.Bookings)]
public sealed class CertificateModel(IMediator mediator, SiteLinks links, Texts texts) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "numero")]
    public string? Number { get; set; }

    /// <summary>Null for the form that asks for a number.</summary>
    public CertificateView? Certificate { get; private set; }

    public string Address(string number) => links.Certificate(number, texts.Language);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(Number))
        {
            return Page();
        }

        if ((await mediator.Send(new GetCertificate(Number), cancellationToken)).TryPickT0(out var certificate, out _))
        {
            Certificate = certificate;
            return RouteData.Values.ContainsKey("numero") && (string?)RouteData.Values["numero"] == certificate.Number ? Page() : Redirect($"{Request.PathBase}/attestations/{certificate.Number}");
        }

        ModelState.AddModelError("numero", "Aucune attestation n’a ce numéro. Vérifiez chaque signe. Une attestation peut aussi avoir été effacée à la demande de la personne.");
        Response.StatusCode = StatusCodes.Status404NotFound;
        return Page();
    }
}
