using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using RepairNet.Application.Identity;
using RepairNet.Application.Identity.Contract;
using RepairNet.Web.Identity;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Identity;

/// <summary>The page of a link to sign in by. Looking at it changes nothing; the button uses it up.</summary>
[AllowedTo(Permission.SignIn)]
[PrivatePage]
[EnableRateLimiting(Limits.SignIn)]
public sealed class SignInByLinkModel(IMediator mediator, Homes homes) : PageModel
{
    /// <summary>Null when the link no longer serves.</summary>
    public LinkOwner? Owner { get; private set; }

    public async Task<IActionResult> OnGetAsync(string token, CancellationToken cancellationToken)
    {
        Owner = (await mediator.Send(new OpenSignInLink(token), cancellationToken)).Match<LinkOwner?>(owner => owner, _ => null);
        if (Owner is null)
        {
            Response.StatusCode = StatusCodes.Status404NotFound;
        }

        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string token, CancellationToken cancellationToken) =>
        await (await mediator.Send(new UseSignInLink(token), cancellationToken)).Match<Task<IActionResult>>(
            async signedIn =>
            {
                await Sessions.SignInAsync(HttpContext, signedIn.Account, signedIn.Session);
                return LocalRedirect(homes.Of(HttpContext, signedIn.Actor));
            },
            async needed =>
            {
                await HalfSignIns.BeginAsync(HttpContext, needed, "Lien par e-mail", null);
                return LocalRedirect(Url.Content("~/connexion/code"));
            },
            _ => OnGetAsync(token, cancellationToken));
}
