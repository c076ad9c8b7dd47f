using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RepairNet.Application.Directory;
using RepairNet.Application.Identity.Contract;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Bookings;

/// <summary>The way in for those who repair: straight to the agenda of their place, or a choice among several.</summary>
[AllowedTo(Permission.KeepOwnAccount)]
public sealed class MyWorkModel(IMediator mediator, Menu menu) : PageModel
{
    public MyPlaces Mine { get; private set; } = null!;

    public bool HasPlacePage => menu.Has("pro/atelier");

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Mine = await mediator.Send(new GetMyPlaces(), cancellationToken);
        return Mine.Places is [var only] ? Redirect($"{Request.PathBase}/pro/agenda?lieu={only.Id}") : Page();
    }
}
