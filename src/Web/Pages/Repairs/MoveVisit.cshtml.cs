using MediatR;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Equipment;
using RepairNet.Web.Api;
using RepairNet.Web.Pages.Bookings;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Repairs;

/// <summary>« Déplacer », by the workshop: the free slots of the same service, without notice.</summary>
[AllowedTo(Permission.KeepAgenda)]
public sealed class MoveVisitModel(IMediator mediator, EquipmentCatalogue equipment, Texts texts) : WorkPage(mediator, equipment, texts)
{
    public VisitView Visit { get; private set; } = null!;

    public MoveChoices Choices { get; private set; } = null!;

    /// <summary>First day shown; null for today.</summary>
    [BindProperty(SupportsGet = true, Name = "du")]
    public string? FromText { get; set; }

    /// <summary>The slot asked for was taken meanwhile.</summary>
    public bool Taken { get; private set; }

    public ZonedDateTime Start => Visit.Start.InZone(Visit.Zone);

    public IEnumerable<IGrouping<LocalDate, Slot>> Days => Choices.Slots.GroupBy(slot => slot.Start.InZone(Visit.Zone).Date);

    public async Task<IActionResult> OnGetAsync(string reference, CancellationToken cancellationToken) =>
        await LoadAsync(reference, cancellationToken) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string reference, [FromForm(Name = "debut")] string? start, CancellationToken cancellationToken)
    {
        try
        {
            return await (await Mediator.Send(new MoveBookingByReference(reference, ApiText.Instant(start)), cancellationToken)).Match<Task<IActionResult>>(
                _ => Task.FromResult<IActionResult>(Redirect($"{Request.PathBase}/pro/rendez-vous/{reference}?fait=deplace")),
                _ => RefusedAsync(reference, taken: true, cancellationToken),
                _ => RefusedAsync(reference, taken: false, cancellationToken),
                _ => RefusedAsync(reference, taken: false, cancellationToken),
                _ => Task.FromResult<IActionResult>(NotFound()));
        }
        catch (InvalidRequestException)
        {
            return await RefusedAsync(reference, taken: true, cancellationToken);
        }
    }

    public string Written(Slot slot) => ApiText.In(Visit.Zone, slot.Start);

    private async Task<IActionResult> RefusedAsync(string reference, bool taken, CancellationToken cancellationToken)
    {
        Taken = taken;
        Response.StatusCode = StatusCodes.Status409Conflict;
        return await LoadAsync(reference, cancellationToken) ? Page() : NotFound();
    }

    private async Task<bool> LoadAsync(string reference, CancellationToken cancellationToken)
    {
        if (!(await Mediator.Send(new GetVisit(reference), cancellationToken)).TryPickT0(out var visit, out _))
        {
            return false;
        }

        Visit = visit;
        var from = TypedDay.Read(FromText);
        Choices = await Mediator.Send(new FindMoveChoices(visit.Service, visit.Id, from, [.. visit.Items.Select(i => i.Category)], ByResident: false), cancellationToken);
        return true;
    }
}
