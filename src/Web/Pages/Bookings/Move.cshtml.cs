using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Agenda;
using RepairNet.Web.Api;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Bookings;

/// <summary>« Déplacer »: the free slots of the same service, each a button that moves the booking there.</summary>
[AllowedTo(Permission.SearchAndBook)]
public sealed class MoveModel(IMediator mediator, LinkPasses passes, IClock clock) : PageModel
{
    public BookingView Booking { get; private set; } = null!;

    public MoveChoices Choices { get; private set; } = null!;

    /// <summary>First day shown; null for the first day possible.</summary>
    [BindProperty(SupportsGet = true, Name = "du")]
    public string? From { get; set; }

    /// <summary>The slot asked for was taken meanwhile.</summary>
    public bool Taken { get; private set; }

    /// <summary>Why the start that was sent is none; null where it is one.</summary>
    public string? Trouble { get; private set; }

    public ZonedDateTime Start => Booking.Start.InZone(Booking.Zone);

    public bool IsChangeable => Booking.IsChangeableAt(clock.GetCurrentInstant());

    public bool IsMovable => Booking.IsMovableAt(clock.GetCurrentInstant());

    public IEnumerable<IGrouping<LocalDate, Slot>> Days => Choices.Slots.GroupBy(slot => slot.Start.InZone(Booking.Zone).Date);

    public async Task<IActionResult> OnGetAsync(string secret, CancellationToken cancellationToken)
    {
        if (passes.SecretOf(HttpContext, LinkKind.Booking, secret) is not { } opened || !await LoadAsync(opened, cancellationToken))
        {
            return NotFound();
        }

        return LinkKind.Booking.IsName(secret) ? Page() : passes.Open(this, LinkKind.Booking, Booking.Reference, opened, "/deplacer" + Request.QueryString);
    }

    public async Task<IActionResult> OnPostAsync([FromRoute(Name = "secret")] string key, [FromForm(Name = "debut")] string? start, CancellationToken cancellationToken)
    {
        if (passes.SecretOf(HttpContext, LinkKind.Booking, key) is not { } secret)
        {
            return NotFound();
        }

        try
        {
            var outcome = await mediator.Send(new MoveBooking(secret, ApiText.Instant(start)), cancellationToken);
            return await outcome.Match(
                async _ => await LoadAsync(secret, cancellationToken) ? passes.Open(this, LinkKind.Booking, Booking.Reference, secret) : NotFound(),
                _ => RefusedAsync(secret, taken: true, cancellationToken),
                _ => RefusedAsync(secret, taken: false, cancellationToken),
                _ => RefusedAsync(secret, taken: false, cancellationToken),
                _ => RefusedAsync(secret, taken: false, cancellationToken),
                _ => Task.FromResult<IActionResult>(NotFound()));
        }
        catch (InvalidRequestException refusal)
        {
            Trouble = refusal.Errors.Values.SelectMany(said => said).FirstOrDefault();
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return await LoadAsync(secret, cancellationToken) ? Page() : NotFound();
        }
    }

    public string Written(Slot slot) => ApiText.In(Booking.Zone, slot.Start);

    private async Task<IActionResult> RefusedAsync(string secret, bool taken, CancellationToken cancellationToken)
    {
        Taken = taken;
        Response.StatusCode = StatusCodes.Status409Conflict;
        return await LoadAsync(secret, cancellationToken) ? Page() : NotFound();
    }

    private async Task<bool> LoadAsync(string secret, CancellationToken cancellationToken)
    {
        var found = await mediator.Send(new GetBooking(secret), cancellationToken);
        if (found.TryPickT1(out _, out var view))
        {
            return false;
        }

        Booking = view;
        var from = TypedDay.Read(From);
        Choices = await mediator.Send(new FindMoveChoices(view.ServiceId, view.Id, from, [view.Item.Category, .. view.MoreItems.Select(i => i.Category)]), cancellationToken);
        return true;
    }
}
