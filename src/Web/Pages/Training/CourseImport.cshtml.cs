using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Training;
using RepairNet.Domain.Common;
using RepairNet.Web.Api;

namespace RepairNet.Web.Pages.Training;

/// <summary>How far an import of courses is; while it goes on, the page asks for itself again.</summary>
[AllowedTo(Permission.ImportCourses)]
public sealed class CourseImportModel(IMediator mediator, Texts texts) : PageModel
{
    private const string Seconds = "5";

    public CourseImportReport Report { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancellationToken)
    {
        if (!ApiText.TryId<CourseImportId>(id, out var import) || !(await mediator.Send(new GetCourseImport(import, texts.Language), cancellationToken)).TryPickT0(out var report, out _))
        {
            return NotFound();
        }

        Report = report;
        if (report.State is ImportState.Queued or ImportState.Running)
        {
            Response.Headers["Refresh"] = Seconds;
        }

        return Page();
    }
}
