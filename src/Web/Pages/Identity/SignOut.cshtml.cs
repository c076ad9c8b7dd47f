using MediatR;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RepairNet.Application.Identity;
using RepairNet.Application.Identity.Contract;
using RepairNet.Web.Identity;

namespace RepairNet.Web.Pages.Identity;

/// <summary>« Se déconnecter »: a button, since a link that acts could be followed by a machine.</summary>
[AllowedTo(Permission.SignIn)]
[BeforeSecondFactor]
public sealed class SignOutModel(IMediator mediator, ICurrentActor currentActor) : PageModel
{
    public IActionResult OnGet() => User.Identity?.IsAuthenticated == true ? Page() : LocalRedirect(Url.Content("~/"));

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        // Closed on our side too: a copy of the cookie opens nothing any more.
        if ((await currentActor.GetAsync(cancellationToken)).Session is { } session)
        {
            await mediator.Send(new EndSession(session), cancellationToken);
        }

        await HttpContext.SignOutAsync(Sessions.Cookie);
        return LocalRedirect(Url.Content("~/"));
    }
}
