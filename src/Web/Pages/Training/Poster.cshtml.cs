using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Training;
using RepairNet.Application.Training.Contract;
using RepairNet.Web.Drawing;
using RepairNet.Web.Hosting;

namespace RepairNet.Web.Pages.Training;

/// <summary>A course on one A4 sheet to pin up, and a few lines for the municipal journal.</summary>
[AllowedTo(Permission.FindCourses)]
public sealed class PosterModel(IMediator mediator, SiteLinks links, Texts texts) : PageModel
{
    public CourseView Course { get; private set; } = null!;

    public string Address => links.Course(Course.Slug, texts.Language);

    /// <summary>The address as a code to photograph.</summary>
    public QrDrawing Qr => QrDrawing.Of(Address);

    /// <summary>Some lines to be printed as they are.</summary>
    public string Notice
    {
        get
        {
            var dates = texts.Display.List([.. Course.Sessions.Take(3).Select(s => TrainingWords.Days(texts, s))]);
            var where = Course.Sessions.Count > 0 ? TrainingWords.Where(texts, Course.Sessions[0]) : Course.Centre.Name;
            var call = Course.Centre.Phone is { } phone ? texts["Renseignements : {0}.", Display.Phone(phone)] : texts["Renseignements : {0}.", Address];
            return $"{Course.Terms.Title}. {Course.Terms.Summary} {(dates.Length > 0 ? Display.Capital(dates) + ". " : "")}{where}. {Display.Capital(TrainingWords.Price(texts, Course.Terms.Price))}. {call}";
        }
    }

    public async Task<IActionResult> OnGetAsync(string slug, CancellationToken cancellationToken)
    {
        if (!(await mediator.Send(new GetCourse(null, slug), cancellationToken)).TryPickT0(out var course, out _))
        {
            return NotFound();
        }

        Course = course with { Sessions = [.. course.Sessions.Where(s => s.State is not (Domain.Training.SessionState.Cancelled or Domain.Training.SessionState.Done))] };
        return Page();
    }
}
