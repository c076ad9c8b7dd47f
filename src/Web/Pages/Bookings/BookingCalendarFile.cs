using System.Text;
using MediatR;
using RepairNet.Application.Bookings;
using RepairNet.Application.Bookings.Contract;

namespace RepairNet.Web.Pages.Bookings;

/// <summary><c>/rendez-vous/{secret}.ics</c>: the calendar entry of a booking, for whoever holds its link.</summary>
internal static class BookingCalendarFile
{
    public static void MapBookingCalendar(this WebApplication app) =>
        app.MapGet("/rendez-vous/{secret}.ics", AnswerAsync).AllowAnonymous().ExcludeFromDescription();

    private static async Task<IResult> AnswerAsync(string secret, IMediator mediator, IBookingCalendar calendar, HttpContext context, CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = "no-store";
        return (await mediator.Send(new GetBooking(secret), cancellationToken)).Match(
            view => Results.File(Encoding.UTF8.GetBytes(calendar.Write(view)), "text/calendar; charset=utf-8", $"{view.Reference}.ics"),
            _ => Results.NotFound());
    }
}
