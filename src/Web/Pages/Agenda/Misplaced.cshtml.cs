using MediatR;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using RepairNet.Application.Agenda;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Application.Bookings;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Equipment;

namespace RepairNet.Web.Pages.Agenda;

/// <summary>« Rendez-vous à revoir »: those that the hours of the place no longer hold, to be moved or cancelled.</summary>
[AllowedTo(Permission.ReadAgenda)]
public sealed class MisplacedModel(IMediator mediator, EquipmentCatalogue equipment, Texts texts, IDateTimeZoneProvider zones) : WorkshopPage(mediator, zones)
{
    /// <summary>Shown at once.</summary>
    public const int Most = 50;

    public IReadOnlyList<Appointment> Misplaced { get; private set; } = [];

    /// <summary>Set when one comes from a change of hours.</summary>
    [BindProperty(SupportsGet = true, Name = "fait")]
    public string? Done { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken) || !(await Mediator.Send(new GetMisplaced(Detail.Place.Id), cancellationToken)).TryPickT0(out var misplaced, out _))
        {
            return NotFound();
        }

        Misplaced = misplaced;
        return Page();
    }

    public string ObjectOf(Appointment appointment) => equipment.NamesOf(texts, appointment.Categories);
}
