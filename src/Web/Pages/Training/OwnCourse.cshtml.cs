using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Training;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Training;
using RepairNet.Web.Api;

namespace RepairNet.Web.Pages.Training;

/// <summary>A course as its centre sees it: its state, its sessions.</summary>
[AllowedTo(Permission.ReadCourses)]
public sealed class OwnCourseModel(IMediator mediator) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "fait")]
    public string? Noted { get; set; }

    [BindProperty(Name = "etat")]
    public string? Status { get; set; }

    /// <summary>Of the copy: a button pressed twice makes one.</summary>
    [BindProperty(Name = "cle")]
    public string? Key { get; set; }

    public CourseView Course { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancellationToken)
    {
        if (!ApiTime.TryId<CourseId>(id, out var course) || !(await mediator.Send(new GetOwnCourse(course), cancellationToken)).TryPickT0(out var view, out _))
        {
            return NotFound();
        }

        Course = view;
        Key = CourseId.New().ToString();
        return Page();
    }

    [AllowedTo(Permission.KeepCourses)]
    public async Task<IActionResult> OnPostAsync(string id, CancellationToken cancellationToken)
    {
        CourseStatus? status = Status switch { "publiee" => CourseStatus.Published, "brouillon" => CourseStatus.Draft, "archivee" => CourseStatus.Archived, _ => null };
        if (!ApiTime.TryId<CourseId>(id, out var course) || !(await mediator.Send(new GetOwnCourse(course), cancellationToken)).IsT0)
        {
            return NotFound();
        }

        return status is not { } wanted ? BadRequest() : (await mediator.Send(new SetCourseStatus(course, wanted), cancellationToken)).Match<IActionResult>(_ => Redirect($"{Request.PathBase}/pro/formations/cours/{course}?fait={Status}"), _ => NotFound());
    }

    /// <summary>« Dupliquer ».</summary>
    [AllowedTo(Permission.KeepCourses)]
    public async Task<IActionResult> OnPostDuplicateAsync(string id, CancellationToken cancellationToken) =>
        ApiTime.TryId<CourseId>(id, out var course) && ApiTime.TryId<CourseId>(Key, out var key)
            ? (await mediator.Send(new DuplicateCourse(course, key), cancellationToken)).Match<IActionResult>(added => Redirect($"{Request.PathBase}/pro/formations/cours/{added.Id}?fait=1"), _ => NotFound())
            : NotFound();
}
