using MediatR;
using Microsoft.AspNetCore.Mvc;
using RepairNet.Application.Bookings;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Web.Api;

namespace RepairNet.Web.Pages.Bookings;

/// <summary>« Annuler la séance »: shows whose appointments go, and asks once.</summary>
[AllowedTo(Permission.KeepAgenda)]
public sealed class CancelSessionModel(IMediator mediator, EquipmentCatalogue equipment, Texts texts) : WorkPage(mediator, equipment, texts)
{
    public SessionFile Session { get; private set; } = null!;

    /// <summary>Appointments that would be cancelled.</summary>
    public IReadOnlyList<SessionBookingLine> Expected => [.. Session.Bookings.Where(b => b is { IsInside: true, IsToCome: true, Status: BookingStatus.Confirmed })];

    /// <summary>Appointments whose hour is past and of which nothing is noted yet: they stay.</summary>
    public bool HasBegun => Session.Bookings.Any(b => b is { IsInside: true, IsToCome: false, Status: BookingStatus.Confirmed });

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancellationToken) =>
        await LoadAsync(id, cancellationToken) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string id, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken))
        {
            return NotFound();
        }

        return (await Mediator.Send(new Application.Bookings.CancelSession(Session.Id), cancellationToken)).Match<IActionResult>(
            done => Redirect($"{Request.PathBase}/pro/seance/{Session.Id}?fait=annule&prevenus={done.Told}&injoignables={done.Unreachable}"),
            _ =>
            {
                Response.StatusCode = StatusCodes.Status409Conflict;
                return Page();
            },
            _ => NotFound());
    }

    private async Task<bool> LoadAsync(string id, CancellationToken cancellationToken)
    {
        if (!ApiText.TryId<CafeSessionId>(id, out var session) || !(await Mediator.Send(new GetSessionFile(session), cancellationToken)).TryPickT0(out var found, out _))
        {
            return false;
        }

        Session = found;
        return true;
    }
}
