using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using RepairNet.Application.Identity;
using RepairNet.Application.Identity.Contract;
using RepairNet.Web.Identity;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Identity;

/// <summary>« ProConnect » of one's own account: linked, looked at, unlinked.</summary>
[AllowedTo(Permission.KeepOwnAccount)]
[PrivatePage]
[LeadsToProConnect]
[EnableRateLimiting(Limits.SignIn)]
public sealed class ProConnectOfAccountModel(IMediator mediator, IProConnect proConnect, ICurrentActor currentActor) : ProConnectPage(mediator)
{
    [BindProperty(Name = "motDePasse")]
    public string? Password { get; set; }

    /// <summary>It was just linked.</summary>
    [BindProperty(SupportsGet = true, Name = "lie")]
    public bool Linked { get; set; }

    /// <summary>It was just unlinked.</summary>
    [BindProperty(SupportsGet = true, Name = "delie")]
    public bool Unlinked { get; set; }

    public MyProConnectView View { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (proConnect.Origin is null)
        {
            return NotFound();
        }

        View = await Mediator.Send(new MyProConnect(), cancellationToken);
        return Page();
    }

    /// <summary>« Lier mon compte à ProConnect »: the password, then ProConnect.</summary>
    public async Task<IActionResult> OnPostLinkAsync(CancellationToken cancellationToken)
    {
        if (proConnect.Origin is null)
        {
            return NotFound();
        }

        var account = (await currentActor.GetAsync(cancellationToken)).Account;
        return await (await Mediator.Send(new AskToLinkProConnect(Password), cancellationToken)).Match(
            _ => LeaveAsync(ProConnectAim.Link, account, null, null, cancellationToken),
            _ => RefusedAsync(cancellationToken));
    }

    /// <summary>« Délier ».</summary>
    public async Task<IActionResult> OnPostUnlinkAsync(CancellationToken cancellationToken) =>
        proConnect.Origin is null
            ? NotFound()
            : await (await Mediator.Send(new UnlinkProConnect(Password), cancellationToken)).Match<Task<IActionResult>>(
                _ => Task.FromResult<IActionResult>(LocalRedirect(Url.Content("~/compte/proconnect?delie=true"))),
                _ => RefusedAsync(cancellationToken),
                _ => Task.FromResult<IActionResult>(NotFound()));

    private async Task<IActionResult> RefusedAsync(CancellationToken cancellationToken)
    {
        (Linked, Unlinked) = (false, false);
        ModelState.AddModelError("motDePasse", PasswordTexts.Wrong);
        await OnGetAsync(cancellationToken);
        return Wrong();
    }
}
