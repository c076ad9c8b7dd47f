using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using RepairNet.Application.Common;
using RepairNet.Application.Identity;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Web.Identity;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Identity;

/// <summary>« Mon compte »: what I belong to, my password, my tokens.</summary>
[EnableRateLimiting(Limits.SignIn)]
public sealed class AccountModel(IMediator mediator, ICurrentActor currentActor) : PageModel
{
    private static readonly Dictionary<string, string> Fields = new() { ["current"] = "motDePasseActuel", ["password"] = "motDePasse" };

    [BindProperty(Name = "motDePasseActuel")]
    public string? Current { get; set; }

    [BindProperty(Name = "motDePasse")]
    public string? Password { get; set; }

    /// <summary>The password was just changed.</summary>
    [BindProperty(SupportsGet = true, Name = "change")]
    public bool Changed { get; set; }

    public MyAccountView Account { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancellationToken) => Account = await mediator.Send(new MyAccount(), cancellationToken);

    public async Task<IActionResult> OnPostPasswordAsync(CancellationToken cancellationToken)
    {
        try
        {
            await mediator.Send(new ChangePassword(Current, Password), cancellationToken);
        }
        catch (InvalidRequestException refusal)
        {
            Changed = false;
            ModelState.Add(refusal, Fields);
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            await OnGetAsync(cancellationToken);
            return Page();
        }

        // The other sessions just ended; this one goes on under the new stamp.
        await Sessions.SignInAsync(HttpContext, (await currentActor.GetAsync(cancellationToken)).Account!.Value);
        return LocalRedirect(Url.Content("~/compte?change=true"));
    }

    public async Task<IActionResult> OnPostRevokeAsync([FromForm(Name = "jeton")] Guid token, CancellationToken cancellationToken) =>
        (await mediator.Send(new RevokeToken(ApiTokenId.From(token)), cancellationToken)).Match<IActionResult>(
            _ => LocalRedirect(Url.Content("~/compte")),
            _ => NotFound());
}
