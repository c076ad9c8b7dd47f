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

/// <summary>« Mot de passe oublié »: a link leaves by e-mail if the address has an account; the page never says.</summary>
[AllowedTo(Permission.SignIn)]
[EnableRateLimiting(Limits.Links)]
public sealed class ForgottenModel(IMediator mediator) : PageModel
{
    [BindProperty(Name = "email")]
    public string? Email { get; set; }

    /// <summary>The form was sent with a possible address.</summary>
    public bool Asked { get; private set; }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        try
        {
            await mediator.Send(new AskForLink(Email), cancellationToken);
            Asked = true;
        }
        catch (InvalidRequestException refusal)
        {
            ModelState.Add(refusal, new Dictionary<string, string> { ["email"] = "email" });
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        }

        return Page();
    }
}
