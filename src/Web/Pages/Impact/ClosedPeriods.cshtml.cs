using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Impact;

namespace RepairNet.Web.Pages.Impact;

/// <summary>« Chiffres signés »: the closed periods of a territory, for everybody.</summary>
[AllowedTo(Permission.ReadInPublic)]
public sealed class ClosedPeriodsModel(IMediator mediator) : PageModel
{
    public ClosedPeriodsPage Closed { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string key, long? avant, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetClosedPeriods(key, avant), cancellationToken)).Match<IActionResult>(
            found =>
            {
                Closed = found;
                return found.Territory.ToString() == key ? Page() : LocalRedirectPermanent(Url.Content($"~/territoires/{found.Territory}/clotures"));
            },
            _ => NotFound());
}
