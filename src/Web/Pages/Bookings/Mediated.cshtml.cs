using MediatR;
using Microsoft.AspNetCore.Mvc;
using RepairNet.Application.Bookings;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Equipment;

namespace RepairNet.Web.Pages.Bookings;

/// <summary>The slip of an appointment that an agent took for someone.</summary>
[AllowedTo(Permission.MediateBookings)]
public sealed class MediatedModel(IMediator mediator, EquipmentCatalogue equipment, Texts texts) : WorkPage(mediator, equipment, texts)
{
    [BindProperty(SupportsGet = true, Name = "inscrit")]
    public string? JustBooked { get; set; }

    public MediatedBooking Booking { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string reference, CancellationToken cancellationToken) =>
        (await Mediator.Send(new GetMediatedBooking(reference), cancellationToken)).Match<IActionResult>(
            booking =>
            {
                Booking = booking;
                return Page();
            },
            _ => NotFound());
}
