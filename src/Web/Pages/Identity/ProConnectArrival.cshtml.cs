using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RepairNet.Application.Identity;
using RepairNet.Application.Identity.Contract;
using RepairNet.Web.Identity;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Identity;

/// <summary>The page of a link that proves an address. It opens nothing by itself: the person that ProConnect named must come back with it.</summary>
[AllowedTo(Permission.SignIn)]
[BeforeSecondFactor]
[PrivatePage]
[LeadsToProConnect]
public sealed class ProConnectArrivalModel(IMediator mediator, IProConnect proConnect) : PageModel
{
    public string Token { get; private set; } = "";

    /// <summary>Null where the link no longer serves.</summary>
    public string? Email { get; private set; }

    public async Task<IActionResult> OnGetAsync(string token, CancellationToken cancellationToken)
    {
        if (proConnect.Origin is null)
        {
            return NotFound();
        }

        Token = token;
        Email = (await mediator.Send(new OpenProConnectArrival(token), cancellationToken)).Match<string?>(arrival => arrival.Email, _ => null);
        if (Email is null)
        {
            Response.StatusCode = StatusCodes.Status404NotFound;
        }

        return Page();
    }
}
