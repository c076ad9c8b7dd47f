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
public sealed class ForgottenModel(IMediator mediator, FormStamps stamps) : PageModel
{
    [BindProperty(Name = "email")]
    public string? Email { get; set; }

    /// <summary>The form was sent with a possible address.</summary>
    public bool Asked { get; private set; }

    /// <summary>The form came as programs fill them in: it is shown again, to be sent once more.</summary>
    public bool Again { get; private set; }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        // How long it took says nothing here: a browser fills in the one field by itself.
        if (stamps.IsLured(Request))
        {
            Again = true;
            return Page();
        }

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
