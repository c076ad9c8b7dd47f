using MediatR;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Privacy;
using RepairNet.Web.Identity;

namespace RepairNet.Web.Pages.Privacy;

/// <summary>« Supprimer mon compte »: what goes and what stays, then at once.</summary>
[AllowedTo(Permission.KeepOwnAccount)]
public sealed class DeleteAccountModel(IMediator mediator) : PageModel
{
    /// <summary>Nobody else would look after what this account does.</summary>
    public bool IsNeeded { get; private set; }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) =>
        await (await mediator.Send(new EraseMyAccount(), cancellationToken)).Match<Task<IActionResult>>(
            async _ =>
            {
                await HttpContext.SignOutAsync(Sessions.Cookie);
                return LocalRedirect(Url.Content("~/"));
            },
            _ =>
            {
                IsNeeded = true;
                Response.StatusCode = StatusCodes.Status409Conflict;
                return Task.FromResult<IActionResult>(Page());
            },
            _ => Task.FromResult<IActionResult>(NotFound()));
}
