using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Privacy;
using RepairNet.Web.Identity;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Privacy;

/// <summary>The page of a link that shows someone their data. Looking at it changes nothing; the button uses it up.</summary>
[AllowedTo(Permission.SeeOwnData)]
[PrivatePage]
[EnableRateLimiting(Limits.SignIn)]
public sealed class MyDataLinkModel(IMediator mediator) : PageModel
{
    /// <summary>Whose data the link shows; null when it no longer serves, or when it was just opened.</summary>
    public DataLinkOwner? Owner { get; private set; }

    /// <summary>What the link showed, once its button was pressed.</summary>
    public OpenedData? Opened { get; private set; }

    public async Task<IActionResult> OnGetAsync(string token, CancellationToken cancellationToken)
    {
        Owner = (await mediator.Send(new OpenDataLink(token), cancellationToken)).Match<DataLinkOwner?>(owner => owner, _ => null);
        if (Owner is null)
        {
            Response.StatusCode = StatusCodes.Status404NotFound;
        }

        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string token, CancellationToken cancellationToken)
    {
        Opened = (await mediator.Send(new UseDataLink(token), cancellationToken)).Match<OpenedData?>(opened => opened, _ => null);
        return Opened is null ? await OnGetAsync(token, cancellationToken) : Page();
    }
}
