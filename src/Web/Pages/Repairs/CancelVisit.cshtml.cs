using MediatR;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Equipment;
using RepairNet.Web.Pages.Bookings;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Repairs;

/// <summary>« Annuler », by the workshop: asks once.</summary>
[AllowedTo(Permission.KeepAgenda)]
public sealed class CancelVisitModel(IMediator mediator, EquipmentCatalogue equipment, Texts texts) : WorkPage(mediator, equipment, texts)
{
    public VisitView Visit { get; private set; } = null!;

    [BindProperty(Name = "motif")]
    public string? Reason { get; set; }

    public ZonedDateTime Start => Visit.Start.InZone(Visit.Zone);

    public async Task<IActionResult> OnGetAsync(string reference, CancellationToken cancellationToken) =>
        await LoadAsync(reference, cancellationToken) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string reference, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(reference, cancellationToken))
        {
            return NotFound();
        }

        try
        {
            return await CancelAsync(reference, cancellationToken);
        }
        catch (InvalidRequestException refusal)
        {
            ModelState.Add(refusal, new Dictionary<string, string> { ["reason"] = "motif" });
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }
    }

    private async Task<IActionResult> CancelAsync(string reference, CancellationToken cancellationToken)
    {
        var outcome = await Mediator.Send(new ChangeBookingByReference(reference, WorkshopNote.Cancel, Reason), cancellationToken);
        return await outcome.Match<Task<IActionResult>>(
            _ => Task.FromResult<IActionResult>(Redirect(At("/pro/agenda", Visit.Place, Visit.Day))),
            _ => RefusedAsync(reference, cancellationToken),
            _ => RefusedAsync(reference, cancellationToken),
            _ => Task.FromResult<IActionResult>(NotFound()));
    }

    private async Task<IActionResult> RefusedAsync(string reference, CancellationToken cancellationToken)
    {
        Response.StatusCode = StatusCodes.Status409Conflict;
        return await LoadAsync(reference, cancellationToken) ? Page() : NotFound();
    }

    private async Task<bool> LoadAsync(string reference, CancellationToken cancellationToken)
    {
        var found = (await Mediator.Send(new GetVisit(reference), cancellationToken)).TryPickT0(out var visit, out _);
        Visit = visit;
        return found;
    }
}
