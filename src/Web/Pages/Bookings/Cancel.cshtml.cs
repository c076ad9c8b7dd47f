using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Bookings;

/// <summary>« Annuler »: asks once, then cancels. A GET changes nothing: mail readers open links by themselves.</summary>
[AllowedTo(Permission.SearchAndBook)]
public sealed class CancelModel(IMediator mediator, LinkPasses passes, IClock clock) : PageModel
{
    public BookingView Booking { get; private set; } = null!;

    [BindProperty(Name = "motif")]
    public string? Reason { get; set; }

    public ZonedDateTime Start => Booking.Start.InZone(Booking.Zone);

    /// <summary>One that is to confirm is confirmed first.</summary>
    public bool IsMovable => Booking.IsMovableAt(clock.GetCurrentInstant());

    public bool IsChangeable => Booking.Status == BookingStatus.ToConfirm || Booking.IsChangeableAt(clock.GetCurrentInstant());

    public async Task<IActionResult> OnGetAsync(string secret, CancellationToken cancellationToken)
    {
        if (passes.SecretOf(HttpContext, LinkKind.Booking, secret) is not { } opened || !await LoadAsync(opened, cancellationToken))
        {
            return NotFound();
        }

        return LinkKind.Booking.IsName(secret) ? Page() : passes.Open(this, LinkKind.Booking, Booking.Reference, opened, "/annuler" + Request.QueryString);
    }

    public async Task<IActionResult> OnPostAsync([FromRoute(Name = "secret")] string key, CancellationToken cancellationToken)
    {
        if (passes.SecretOf(HttpContext, LinkKind.Booking, key) is not { } secret)
        {
            return NotFound();
        }

        try
        {
            return await CancelAsync(secret, cancellationToken);
        }
        catch (InvalidRequestException refusal)
        {
            ModelState.Add(refusal, new Dictionary<string, string> { ["reason"] = "motif" });
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return await LoadAsync(secret, cancellationToken) ? Page() : NotFound();
        }
    }

    private async Task<IActionResult> CancelAsync(string secret, CancellationToken cancellationToken)
    {
        var outcome = await mediator.Send(new CancelBooking(secret, Reason), cancellationToken);
        return await outcome.Match(
            async _ => await LoadAsync(secret, cancellationToken) ? passes.Open(this, LinkKind.Booking, Booking.Reference, secret) : NotFound(),
            _ => RefusedAsync(secret, cancellationToken),
            _ => RefusedAsync(secret, cancellationToken),
            _ => Task.FromResult<IActionResult>(NotFound()));
    }

    private async Task<IActionResult> RefusedAsync(string secret, CancellationToken cancellationToken)
    {
        Response.StatusCode = StatusCodes.Status409Conflict;
        return await LoadAsync(secret, cancellationToken) ? Page() : NotFound();
    }

    private async Task<bool> LoadAsync(string secret, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetBooking(secret), cancellationToken)).Match(
            view =>
            {
                Booking = view;
                return true;
            },
            _ => false);
}
