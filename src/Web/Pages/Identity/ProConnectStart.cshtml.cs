using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using RepairNet.Application.Identity.Contract;
using RepairNet.Web.Identity;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Identity;

/// <summary>« S’identifier avec ProConnect »: leaves for it.</summary>
[AllowedTo(Permission.SignIn)]
[PrivatePage]
[EnableRateLimiting(Limits.SignIn)]
public sealed class ProConnectStartModel(IMediator mediator, IProConnect proConnect) : ProConnectPage(mediator)
{
    /// <summary>Where to go next, on this site only.</summary>
    [BindProperty(Name = "returnUrl")]
    public string? ReturnUrl { get; set; }

    /// <summary>The link of a letter that they came by.</summary>
    [BindProperty(Name = "adresse")]
    public string? ArrivalToken { get; set; }

    public IActionResult OnGet() => proConnect.Origin is null ? NotFound() : LocalRedirect(Url.Content("~/connexion"));

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) =>
        proConnect.Origin is null ? NotFound() : await LeaveAsync(ProConnectAim.SignIn, null, ArrivalToken, ReturnUrl, cancellationToken);
}
