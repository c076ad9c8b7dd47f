using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using RepairNet.Application.Common;
using RepairNet.Application.Identity;
using RepairNet.Application.Identity.Contract;
using RepairNet.Web.Identity;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Identity;

/// <summary>« Se connecter par un lien »: it leaves by e-mail if the address has an account; the page never says.</summary>
[AllowedTo(Permission.SignIn)]
[EnableRateLimiting(Limits.Links)]
public sealed class LinkByMailModel(IMediator mediator, FormStamps stamps) : FormPage
{
    private static readonly Dictionary<string, string> Fields = new() { ["email"] = "email" };

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
            await mediator.Send(new AskForSignInLink(Email), cancellationToken);
        }
        catch (InvalidRequestException refusal)
        {
            return Wrong(refusal, Fields);
        }

        Asked = true;
        return Page();
    }
}
