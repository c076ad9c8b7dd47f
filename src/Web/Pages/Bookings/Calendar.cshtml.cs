using System.Text;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RepairNet.Application.Bookings;
using RepairNet.Application.Identity.Contract;

namespace RepairNet.Web.Pages.Bookings;

/// <summary>The booking as a calendar file, for whoever holds its link: a file names no other address, so its own may be the secret.</summary>
[AllowedTo(Permission.SearchAndBook)]
public sealed class CalendarModel(IMediator mediator, IBookingCalendar calendar) : PageModel
{
    public async Task<IActionResult> OnGetAsync(string secret, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetBooking(secret), cancellationToken)).Match<IActionResult>(
            booking => File(Encoding.UTF8.GetBytes(calendar.Write(booking)), "text/calendar; charset=utf-8", $"{booking.Reference}.ics"),
            _ => NotFound());
}
