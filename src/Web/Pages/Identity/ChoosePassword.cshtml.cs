using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using RepairNet.Application.Common;
using RepairNet.Application.Identity;
using RepairNet.Application.Identity.Contract;
using RepairNet.Web.Identity;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Identity;

/// <summary>The page of a one-time link. Looking at it changes nothing; the button uses the link up and signs in.</summary>
[AllowedTo(Permission.SignIn)]
[PrivatePage]
[EnableRateLimiting(Limits.SignIn)]
public sealed class ChoosePasswordModel(IMediator mediator, Homes homes) : PageModel
{
    [BindProperty(Name = "motDePasse")]
    public string? Password { get; set; }

    /// <summary>Null when the link no longer serves.</summary>
    public LinkOwner? Owner { get; private set; }

    public async Task<IActionResult> OnGetAsync(string token, CancellationToken cancellationToken)
    {
        await LoadAsync(token, cancellationToken);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string token, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await mediator.Send(new ChoosePassword(token, Password), cancellationToken);
            return await outcome.Match<Task<IActionResult>>(
                async chosen =>
                {
                    await Sessions.SignInAsync(HttpContext, chosen.Account, chosen.Session);
                    return LocalRedirect(homes.Of(HttpContext, chosen.Actor));
                },
                async needed =>
                {
                    await HalfSignIns.BeginAsync(HttpContext, needed, "Lien pour choisir un mot de passe", null);
                    return LocalRedirect(Url.Content("~/connexion/code"));
                },
                _ => OnGetAsync(token, cancellationToken));
        }
        catch (InvalidRequestException refusal)
        {
            ModelState.Add(refusal, new Dictionary<string, string> { ["password"] = "motDePasse" });
            await LoadAsync(token, cancellationToken);
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }
    }

    private async Task LoadAsync(string token, CancellationToken cancellationToken)
    {
        Owner = (await mediator.Send(new OpenLink(token), cancellationToken)).Match<LinkOwner?>(owner => owner, _ => null);
        if (Owner is null)
        {
            Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }
}
