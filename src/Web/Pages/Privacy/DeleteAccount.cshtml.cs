using MediatR;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using RepairNet.Application.Identity;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Privacy;
using RepairNet.Web.Identity;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Privacy;

/// <summary>« Supprimer mon compte »: what goes and what stays, then at once, against the password.</summary>
[AllowedTo(Permission.KeepOwnAccount)]
[EnableRateLimiting(Limits.SignIn)]
public sealed class DeleteAccountModel(IMediator mediator) : FormPage
{
    [BindProperty(Name = "motDePasse")]
    public string? Password { get; set; }

    /// <summary>Nobody else would look after what this account does.</summary>
    public bool IsNeeded { get; private set; }

    public MyAccountView Account { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancellationToken) => Account = await mediator.Send(new MyAccount(), cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) =>
        await (await mediator.Send(new EraseMyAccount(Password), cancellationToken)).Match<Task<IActionResult>>(
            async _ =>
            {
                await HttpContext.SignOutAsync(Sessions.Cookie);
                return LocalRedirect(Url.Content("~/"));
            },
            async _ =>
            {
                ModelState.AddModelError("motDePasse", PasswordTexts.Wrong);
                await OnGetAsync(cancellationToken);
                return Wrong();
            },
            async _ =>
            {
                IsNeeded = true;
                Response.StatusCode = StatusCodes.Status409Conflict;
                await OnGetAsync(cancellationToken);
                return Page();
            },
            _ => Task.FromResult<IActionResult>(NotFound()));
}
