using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Training;
using RepairNet.Domain.Common;
using RepairNet.Web.Api;

namespace RepairNet.Web.Pages.Training;

/// <summary>The sheet that those who came sign, to print.</summary>
[AllowedTo(Permission.ReadCourses)]
public sealed class AttendanceSheetModel(IMediator mediator) : PageModel
{
    public SessionDesk Desk { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancellationToken)
    {
        if (!ApiTime.TryId<CourseSessionId>(id, out var session) || !(await mediator.Send(new GetSessionDesk(session), cancellationToken)).TryPickT0(out var desk, out _))
        {
            return NotFound();
        }

        Desk = desk;
        return Page();
    }
}
