using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RepairNet.Web.Identity;

namespace RepairNet.Web.Pages.Identity;

/// <summary>« Se déconnecter »: a button, since a link that acts could be followed by a machine.</summary>
public sealed class SignOutModel : PageModel
{
    public IActionResult OnGet() => User.Identity?.IsAuthenticated == true ? Page() : LocalRedirect(Url.Content("~/"));

    public async Task<IActionResult> OnPostAsync()
    {
        await HttpContext.SignOutAsync(Sessions.Cookie);
        return LocalRedirect(Url.Content("~/"));
    }
}
