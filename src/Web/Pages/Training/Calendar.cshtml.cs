using System.Text;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Training;

namespace RepairNet.Web.Pages.Training;

/// <summary>The dates of a course, as a calendar file to keep or to follow.</summary>
[AllowedTo(Permission.FindCourses)]
public sealed class CalendarModel(IMediator mediator, ITrainingCalendar calendar, Texts texts) : PageModel
{
    public async Task<IActionResult> OnGetAsync(string slug, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetCourse(null, slug), cancellationToken)).Match<IActionResult>(
            course => File(Encoding.UTF8.GetBytes(calendar.Write(texts, [.. course.Sessions.Select(s => (course.Terms.Title, course.Slug, s))])), "text/calendar; charset=utf-8", $"{course.Slug}.ics"),
            _ => NotFound());
}
