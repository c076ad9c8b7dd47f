using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Application.Bookings.Waiting;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Web.Api;

namespace RepairNet.Web.Pages.Bookings;

/// <summary>
/// One's place in the waiting list, for whoever holds its link: the slot held, to take or to refuse, and the way out. A GET
/// changes nothing: mail readers open links by themselves.
/// </summary>
[AllowedTo(Permission.SearchAndBook)]
public sealed class WaitingModel(IMediator mediator, EquipmentCatalogue equipment, WaitingSettings settings, Texts texts) : PageModel
{
    public WaitingView Waiting { get; private set; } = null!;

    /// <summary>The slot asked for is no longer held.</summary>
    public bool Late { get; private set; }

    /// <summary>What was just done, in the address.</summary>
    [BindProperty(SupportsGet = true, Name = "fait")]
    public string? Noted { get; set; }

    public string Item => equipment.NameOf(Waiting.Item.Category, texts.Language) ?? Waiting.Item.Category;

    /// <summary>How long a slot is held, in minutes.</summary>
    public int AnswerMinutes => (int)settings.TimeToAnswer.TotalMinutes;

    public ZonedDateTime Start => Waiting.Held!.Start.InZone(Waiting.Held.Zone);

    public ZonedDateTime Until => Waiting.Held!.HeldUntil.InZone(Waiting.Held.Zone);

    public string Search => $"{Request.PathBase}/reparer?commune=commune:{Waiting.CommuneCode}&objet={Waiting.Item.Category}";

    public async Task<IActionResult> OnGetAsync(string secret, CancellationToken cancellationToken) =>
        await LoadAsync(secret, cancellationToken) ? Page() : NotFound();

    /// <summary>« Prendre ce créneau ».</summary>
    public async Task<IActionResult> OnPostTakeAsync(string secret, [FromForm(Name = "creneau")] string? slot, CancellationToken cancellationToken) =>
        ApiText.TryId<HeldSlotId>(slot, out var id)
            ? await (await mediator.Send(new AcceptHeldSlot(secret, id), cancellationToken)).Match<Task<IActionResult>>(
                booked => Task.FromResult<IActionResult>(Redirect($"{Request.PathBase}/rendez-vous/{booked.Secret}")),
                _ => LateAsync(secret, cancellationToken),
                _ => Task.FromResult<IActionResult>(NotFound()))
            : NotFound();

    /// <summary>« Pas celui-ci ».</summary>
    public async Task<IActionResult> OnPostDeclineAsync(string secret, [FromForm(Name = "creneau")] string? slot, CancellationToken cancellationToken) =>
        ApiText.TryId<HeldSlotId>(slot, out var id)
            ? await (await mediator.Send(new DeclineHeldSlot(secret, id), cancellationToken)).Match<Task<IActionResult>>(
                _ => Task.FromResult<IActionResult>(Redirect($"{Request.PathBase}/attente/{secret}?fait=refus")),
                _ => LateAsync(secret, cancellationToken),
                _ => Task.FromResult<IActionResult>(NotFound()))
            : NotFound();

    /// <summary>« Quitter la liste ».</summary>
    public async Task<IActionResult> OnPostLeaveAsync(string secret, CancellationToken cancellationToken) =>
        (await mediator.Send(new LeaveWaitingList(secret), cancellationToken)).Match<IActionResult>(
            _ => Redirect($"{Request.PathBase}/attente/{secret}"),
            _ => NotFound());

    private async Task<IActionResult> LateAsync(string secret, CancellationToken cancellationToken)
    {
        Late = true;
        Response.StatusCode = StatusCodes.Status409Conflict;
        return await LoadAsync(secret, cancellationToken) ? Page() : NotFound();
    }

    private async Task<bool> LoadAsync(string secret, CancellationToken cancellationToken)
    {
        var found = (await mediator.Send(new GetWaiting(secret), cancellationToken)).TryPickT0(out var view, out _);
        Waiting = view;
        return found;
    }
}
