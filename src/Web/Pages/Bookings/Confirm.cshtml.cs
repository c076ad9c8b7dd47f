using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Application.Identity.Contract;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Bookings;

/// <summary>« Je confirme »: the page of the letter, with one button. A GET changes nothing: mail readers open links by themselves.</summary>
[AllowedTo(Permission.SearchAndBook)]
public sealed class ConfirmModel(IMediator mediator, LinkPasses passes) : PageModel
{
    private const string Here = "/confirmer";

    public BookingView Booking { get; private set; } = null!;

    public ZonedDateTime Start => Booking.Start.InZone(Booking.Zone);

    public ZonedDateTime Until => (Booking.ConfirmBy ?? Booking.Start).InZone(Booking.Zone);

    public async Task<IActionResult> OnGetAsync(string secret, string? key, CancellationToken cancellationToken)
    {
        if (SecretsOf(secret, key) is not { } opened || !await LoadAsync(opened.Secret, opened.Key, cancellationToken))
        {
            return NotFound();
        }

        if (key is null)
        {
            return Page();
        }

        // Both secrets leave the address: that of the booking, and that of the letter, which has a pass of its own.
        passes.Give(HttpContext, LinkKind.Booking, Booking.Reference, opened.Key, Here);
        return passes.Open(this, LinkKind.Booking, Booking.Reference, opened.Secret, Here);
    }

    public async Task<IActionResult> OnPostAsync([FromRoute(Name = "secret")] string name, [FromRoute(Name = "key")] string? letter, CancellationToken cancellationToken)
    {
        if (SecretsOf(name, letter) is not var (secret, key))
        {
            return NotFound();
        }

        var outcome = await mediator.Send(new ConfirmBooking(secret, key), cancellationToken);
        return await outcome.Match<Task<IActionResult>>(
            async _ => await LoadAsync(secret, key, cancellationToken) ? passes.Open(this, LinkKind.Booking, Booking.Reference, secret) : NotFound(),
            async _ =>
            {
                Response.StatusCode = StatusCodes.Status409Conflict;
                return await LoadAsync(secret, key, cancellationToken) ? Page() : NotFound();
            },
            _ => Task.FromResult<IActionResult>(NotFound()));
    }

    /// <summary>The secrets of the address, or those of the passes that the browser brings.</summary>
    private (string Secret, string Key)? SecretsOf(string name, string? key) =>
        passes.SecretOf(HttpContext, LinkKind.Booking, name) is { } secret && (key ?? passes.SecretOf(HttpContext, LinkKind.Booking, name, Here)) is { } letter && (key is null) == LinkKind.Booking.IsName(name)
            ? (secret, letter)
            : null;

    private async Task<bool> LoadAsync(string secret, string key, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetConfirmation(secret, key), cancellationToken)).Match(
            view =>
            {
                Booking = view;
                return true;
            },
            _ => false);
}
