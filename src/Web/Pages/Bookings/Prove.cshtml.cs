using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Web.Identity;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Bookings;

/// <summary>
/// « Il reste à confirmer »: where a booking leads whose form came as programs send. The letter confirms, as ever; a browser that runs scripts may
/// compute instead. For whoever just booked: the pass of this page is given by the form alone.
/// </summary>
[AllowedTo(Permission.SearchAndBook)]
[EnableRateLimiting(Limits.Bookings)]
[RunsScript]
public sealed class ProveModel(IMediator mediator, LinkPasses passes) : PageModel
{
    /// <summary>End of the address of this page.</summary>
    public const string Here = "/preuve";

    public BookingView Booking { get; private set; } = null!;

    public ProofChallenge Asked { get; private set; } = null!;

    /// <summary>The last computation was not taken.</summary>
    public bool Again { get; private set; }

    public ZonedDateTime Start => Booking.Start.InZone(Booking.Zone);

    public ZonedDateTime Until => (Booking.ConfirmBy ?? Booking.Start).InZone(Booking.Zone);

    public async Task<IActionResult> OnGetAsync([FromRoute(Name = "secret")] string name, CancellationToken cancellationToken) =>
        SecretsOf(name) is not var (secret, key) ? NotFound() : await ShowAsync(secret, key, cancellationToken);

    public async Task<IActionResult> OnPostAsync(
        [FromRoute(Name = "secret")] string name,
        [FromForm(Name = "defi")] string? challenge,
        [FromForm(Name = "preuve")] string? answer,
        CancellationToken cancellationToken)
    {
        if (SecretsOf(name) is not var (secret, key))
        {
            return NotFound();
        }

        var outcome = await mediator.Send(new ProveBooking(secret, key, challenge, answer), cancellationToken);
        return await outcome.Match<Task<IActionResult>>(
            _ => Task.FromResult<IActionResult>(Ticket(name)),
            _ =>
            {
                Again = true;
                Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
                return ShowAsync(secret, key, cancellationToken);
            },
            _ => Task.FromResult<IActionResult>(Ticket(name)),
            _ => Task.FromResult<IActionResult>(NotFound()));
    }

    /// <summary>The page while there is something to confirm; the ticket, which says the rest, from then on.</summary>
    private async Task<IActionResult> ShowAsync(string secret, string key, CancellationToken cancellationToken)
    {
        if (!(await mediator.Send(new GetBookingProof(secret, key), cancellationToken)).TryPickT0(out var proof, out _))
        {
            return NotFound();
        }

        (Booking, Asked) = (proof.Booking, proof.Challenge);
        return Booking.Status == BookingStatus.ToConfirm ? Page() : Ticket(Booking.Reference);
    }

    private RedirectResult Ticket(string name) => Redirect($"{Request.PathBase}{LinkKind.Booking.Start}/{name}");

    /// <summary>Those of the passes that the browser brings; an address with a secret leads nowhere here.</summary>
    private (string Secret, string Key)? SecretsOf(string name) =>
        LinkKind.Booking.IsName(name) && passes.SecretOf(HttpContext, LinkKind.Booking, name) is { } secret && passes.SecretOf(HttpContext, LinkKind.Booking, name, Here) is { } key
            ? (secret, key)
            : null;
}
