using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Application.Identity.Contract;

namespace RepairNet.Web.Pages.Bookings;

/// <summary>« Je confirme »: the page of the letter, with one button. A GET changes nothing: mail readers open links by themselves.</summary>
[AllowedTo(Permission.SearchAndBook)]
public sealed class ConfirmModel(IMediator mediator) : PageModel
{
    public BookingView Booking { get; private set; } = null!;

    public ZonedDateTime Start => Booking.Start.InZone(Booking.Zone);

    public ZonedDateTime Until => (Booking.ConfirmBy ?? Booking.Start).InZone(Booking.Zone);

    public async Task<IActionResult> OnGetAsync(string secret, string key, CancellationToken cancellationToken) =>
        await LoadAsync(secret, key, cancellationToken) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string secret, string key, CancellationToken cancellationToken)
    {
        var outcome = await mediator.Send(new ConfirmBooking(secret, key), cancellationToken);
        return await outcome.Match<Task<IActionResult>>(
            _ => Task.FromResult<IActionResult>(Redirect($"{Request.PathBase}/rendez-vous/{secret}")),
            async _ =>
            {
                Response.StatusCode = StatusCodes.Status409Conflict;
                return await LoadAsync(secret, key, cancellationToken) ? Page() : NotFound();
            },
            _ => Task.FromResult<IActionResult>(NotFound()));
    }

    private async Task<bool> LoadAsync(string secret, string key, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetConfirmation(secret, key), cancellationToken)).Match(
            view =>
            {
                Booking = view;
                return true;
            },
            _ => false);
}
