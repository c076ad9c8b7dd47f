using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RepairNet.Application.Bookings;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Privacy;

namespace RepairNet.Web.Pages.Privacy;

/// <summary>« Effacer les données », by the workshop, for someone who asks by telephone: asks once.</summary>
[AllowedTo(Permission.KeepAgenda)]
public sealed class EraseVisitModel(IMediator mediator) : PageModel
{
    public VisitView Visit { get; private set; } = null!;

    /// <summary>The person is there, or their item is.</summary>
    public bool IsAtWorkshop { get; private set; }

    public async Task<IActionResult> OnGetAsync(string reference, CancellationToken cancellationToken)
    {
        var found = (await mediator.Send(new GetVisit(reference), cancellationToken)).TryPickT0(out var visit, out _);
        Visit = visit;
        return found ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(string reference, CancellationToken cancellationToken) =>
        await (await mediator.Send(new EraseVisit(reference), cancellationToken)).Match<Task<IActionResult>>(
            _ => Task.FromResult<IActionResult>(LocalRedirect(Url.Content("~/pro/rendez-vous/") + Uri.EscapeDataString(reference))),
            _ =>
            {
                IsAtWorkshop = true;
                Response.StatusCode = StatusCodes.Status409Conflict;
                return OnGetAsync(reference, cancellationToken);
            },
            _ => Task.FromResult<IActionResult>(NotFound()));
}
