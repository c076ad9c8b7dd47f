using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Bookings.Waiting;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Web.Api;
using RepairNet.Web.Hosting;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Bookings;

/// <summary>
/// One's place in the waiting list, for whoever holds its link: the slot held, to take or to refuse, and the way out. A GET
/// changes nothing: mail readers open links by themselves.
/// </summary>
[AllowedTo(Permission.SearchAndBook)]
public sealed class WaitingModel(IMediator mediator, EquipmentCatalogue equipment, WaitingSettings settings, SiteLinks links, LinkPasses passes, Texts texts) : PageModel
{
    public WaitingView Waiting { get; private set; } = null!;

    /// <summary>The slot asked for is no longer held.</summary>
    public bool Late { get; private set; }

    /// <summary>The slot asked for is one that the workshop offers no more.</summary>
    public bool Withdrawn { get; private set; }

    /// <summary>What was just done, in the address.</summary>
    [BindProperty(SupportsGet = true, Name = "fait")]
    public string? Noted { get; set; }

    public string Item => equipment.NameOf(Waiting.Item.Category, texts.Language) ?? Waiting.Item.Category;

    /// <summary>How long a slot is held, in minutes.</summary>
    public int AnswerMinutes => (int)settings.TimeToAnswer.TotalMinutes;

    public ZonedDateTime Start => Waiting.Held!.Start.InZone(Waiting.Held.Zone);

    public ZonedDateTime Until => Waiting.Held!.HeldUntil.InZone(Waiting.Held.Zone);

    public string Search => $"{Request.PathBase}/reparer?commune=commune:{Waiting.CommuneCode}&objet={Waiting.Item.Category}";

    /// <summary>The link itself, for who has no message to find it in again.</summary>
    public string PersonalLink => links.Waiting(Waiting.Secret, texts.Language);

    /// <summary>The link was replaced too often within the hour.</summary>
    public bool TooManyLinks { get; private set; }

    public async Task<IActionResult> OnGetAsync(string secret, CancellationToken cancellationToken)
    {
        if (SecretOf(secret) is not { } opened || !await LoadAsync(opened, cancellationToken))
        {
            return NotFound();
        }

        return LinkKind.Waiting.IsName(secret) ? Page() : passes.Open(this, LinkKind.Waiting, Waiting.Id.ToString(), opened);
    }

    /// <summary>« Changer mon lien secret ».</summary>
    public async Task<IActionResult> OnPostRenewAsync([FromRoute(Name = "secret")] string key, CancellationToken cancellationToken)
    {
        if (SecretOf(key) is not { } secret)
        {
            return NotFound();
        }

        return await (await mediator.Send(new RenewWaitingLink(secret), cancellationToken)).Match<Task<IActionResult>>(
            renewed => Task.FromResult(Renewed(renewed)),
            async _ =>
            {
                TooManyLinks = true;
                Response.StatusCode = StatusCodes.Status409Conflict;
                return await LoadAsync(secret, cancellationToken) ? Page() : NotFound();
            },
            _ => Task.FromResult<IActionResult>(NotFound()));
    }

    /// <summary>« Prendre ce créneau ».</summary>
    public async Task<IActionResult> OnPostTakeAsync([FromRoute(Name = "secret")] string key, [FromForm(Name = "creneau")] string? slot, CancellationToken cancellationToken) =>
        SecretOf(key) is { } secret && ApiText.TryId<HeldSlotId>(slot, out var id)
            ? await (await mediator.Send(new AcceptHeldSlot(secret, id), cancellationToken)).Match<Task<IActionResult>>(
                booked => Task.FromResult(passes.Open(this, LinkKind.Booking, booked.Reference, booked.Secret)),
                _ => LateAsync(secret, cancellationToken),
                _ => Task.FromResult<IActionResult>(NotFound()),
                _ =>
                {
                    Withdrawn = true;
                    return LateAsync(secret, cancellationToken);
                })
            : NotFound();

    /// <summary>« Pas celui-ci ».</summary>
    public async Task<IActionResult> OnPostDeclineAsync([FromRoute(Name = "secret")] string key, [FromForm(Name = "creneau")] string? slot, CancellationToken cancellationToken) =>
        SecretOf(key) is { } secret && ApiText.TryId<HeldSlotId>(slot, out var id)
            ? await (await mediator.Send(new DeclineHeldSlot(secret, id), cancellationToken)).Match<Task<IActionResult>>(
                _ => BackAsync(secret, "?fait=refus", cancellationToken),
                _ => LateAsync(secret, cancellationToken),
                _ => Task.FromResult<IActionResult>(NotFound()))
            : NotFound();

    /// <summary>« Quitter la liste ».</summary>
    public async Task<IActionResult> OnPostLeaveAsync([FromRoute(Name = "secret")] string key, CancellationToken cancellationToken) =>
        SecretOf(key) is { } secret
            ? await (await mediator.Send(new LeaveWaitingList(secret), cancellationToken)).Match<Task<IActionResult>>(
                _ => BackAsync(secret, "", cancellationToken),
                _ => Task.FromResult<IActionResult>(NotFound()))
            : NotFound();

    private string? SecretOf(string key) => passes.SecretOf(HttpContext, LinkKind.Waiting, key);

    /// <summary>As for a booking: by mail, or for who has no address on this page alone.</summary>
    private IActionResult Renewed(WaitingLinkRenewed renewed)
    {
        if (!renewed.IsMailed)
        {
            return passes.Open(this, LinkKind.Waiting, renewed.Waiting.Id.ToString(), renewed.Waiting.Secret, "?fait=lien");
        }

        passes.Forget(HttpContext, LinkKind.Waiting, renewed.Waiting.Id.ToString());
        return Redirect($"{Request.PathBase}/retrouver?fait=lien");
    }

    private async Task<IActionResult> BackAsync(string secret, string query, CancellationToken cancellationToken) =>
        await LoadAsync(secret, cancellationToken) ? passes.Open(this, LinkKind.Waiting, Waiting.Id.ToString(), secret, query) : NotFound();

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
