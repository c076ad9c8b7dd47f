using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using RepairNet.Application.Directory;
using RepairNet.Application.Identity.Contract;
using RepairNet.Web.Identity;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Directory;

/// <summary>The page of the link sent to whoever declared an organisation. Looking at it changes nothing; the button uses it up.</summary>
[AllowedTo(Permission.Join)]
[PrivatePage]
[EnableRateLimiting(Limits.SignIn)]
public sealed class JoinConfirmModel(IMediator mediator) : PageModel
{
    /// <summary>What is confirmed; null when the link no longer serves.</summary>
    public JoinSummary? Summary { get; private set; }

    /// <summary>The link has served.</summary>
    public bool IsDone { get; private set; }

    public async Task<IActionResult> OnGetAsync(string token, CancellationToken cancellationToken)
    {
        (await mediator.Send(new OpenJoinRequest(token), cancellationToken)).Switch(
            summary => Summary = summary,
            _ => IsDone = true,
            _ => Response.StatusCode = StatusCodes.Status404NotFound);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string token, CancellationToken cancellationToken) =>
        await (await mediator.Send(new VerifyJoinRequest(token), cancellationToken)).Match<Task<IActionResult>>(
            joined =>
            {
                var organisation = $"{Request.PathBase}/pro/organisation?organisation={joined.Slug}";
                return Task.FromResult<IActionResult>(LocalRedirect(Url.Content(joined.PasswordLink is { } link
                    ? $"~/compte/lien/{link}"
                    : $"~/connexion?returnUrl={Uri.EscapeDataString(organisation)}")));
            },
            _ => OnGetAsync(token, cancellationToken),
            _ => OnGetAsync(token, cancellationToken));
}
