using System.Text;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RepairNet.Application.Bookings;
using RepairNet.Application.Identity.Contract;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Bookings;

/// <summary>The calendar file of a booking, from its page: under the address that its pass is good for.</summary>
[AllowedTo(Permission.SearchAndBook)]
public sealed class OwnCalendarModel(IMediator mediator, IBookingCalendar calendar, LinkPasses passes) : PageModel
{
    public async Task<IActionResult> OnGetAsync(string secret, CancellationToken cancellationToken) =>
        passes.SecretOf(HttpContext, LinkKind.Booking, secret) is { } opened
            ? (await mediator.Send(new GetBooking(opened), cancellationToken)).Match<IActionResult>(
                booking => File(Encoding.UTF8.GetBytes(calendar.Write(booking)), "text/calendar; charset=utf-8", $"{booking.Reference}.ics"),
                _ => NotFound())
            : NotFound();
}
