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
public sealed class SignOutModel(IMediator mediator, ICurrentActor currentActor, IProConnect proConnect) : PageModel
{
    /// <summary>Where the browser goes on to, to sign out of ProConnect; null where there is nothing to sign out of.</summary>
    public string? Next { get; private set; }

    public IActionResult OnGet() => User.Identity?.IsAuthenticated == true ? Page() : LocalRedirect(Url.Content("~/"));

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        // Closed on our side too: a copy of the cookie opens nothing any more.
        var actor = await currentActor.GetAsync(cancellationToken);
        if (actor.Session is { } session)
        {
            await mediator.Send(new EndSession(session), cancellationToken);
        }

        await HttpContext.SignOutAsync(Sessions.Cookie);
        return proConnect.Origin is not null && await ProConnectFlows.ForgetAsync(HttpContext, actor.Account) is { } idToken && await LeaveAsync(idToken, cancellationToken)
            ? Page()
            : LocalRedirect(Url.Content("~/"));
    }

    /// <summary>
    /// Leads on to ProConnect. Not by a redirection: it leads on to the employer's own site, and browsers follow that of a form only
    /// where the page named each site on the way.
    /// </summary>
    private async Task<bool> LeaveAsync(string idToken, CancellationToken cancellationToken)
    {
        if (!(await mediator.Send(new LeaveProConnect(idToken), cancellationToken)).TryPickT0(out var left, out _))
        {
            return false;
        }

        await ProConnectFlows.BeginAsync(HttpContext, ProConnectAim.SignOut, new ProConnectQuestion(left.State, "", ""));
        Next = left.Address.AbsoluteUri;
        Response.Headers["Refresh"] = "0; url=" + Next;

        // The page is already that of nobody.
        HttpContext.User = new System.Security.Claims.ClaimsPrincipal(new System.Security.Claims.ClaimsIdentity());
        return true;
    }
}
