using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RepairNet.Application.Identity.Contract;
using RepairNet.Web.Identity;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Identity;

/// <summary>Where ProConnect sends a browser back once signed out there. It says so to the browser that left, and does nothing.</summary>
[AllowedTo(Permission.SignIn)]
[BeforeSecondFactor]
[PrivatePage]
public sealed class SignedOutModel(IProConnect proConnect) : PageModel
{
    public async Task<IActionResult> OnGetAsync([FromQuery(Name = "state")] string? state)
    {
        if (proConnect.Origin is null)
        {
            return NotFound();
        }

        var flow = await ProConnectFlows.ReadAsync(HttpContext);
        if (flow?.Aim != ProConnectAim.SignOut || !flow.Answers(state))
        {
            return LocalRedirect(Url.Content("~/"));
        }

        if (ProConnectFlows.InLanguageOf(HttpContext, flow) is { } inLanguage)
        {
            return Redirect(inLanguage);
        }

        await ProConnectFlows.EndAsync(HttpContext);
        return Page();
    }
}
