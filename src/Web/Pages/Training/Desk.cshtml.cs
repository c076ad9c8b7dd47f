using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Training;

namespace RepairNet.Web.Pages.Training;

/// <summary>The courses of a centre, for those who work for it.</summary>
[AllowedTo(Permission.ReadCourses)]
public sealed class DeskModel(IMediator mediator) : PageModel
{
    public const int PerPage = 50;

    [BindProperty(SupportsGet = true, Name = "organisation")]
    public string? Organisation { get; set; }

    [BindProperty(SupportsGet = true, Name = "suite")]
    public string? SkipText { get; set; }

    public int Skip { get; private set; }

    /// <summary>Whether this person works for one; else the page says what it is for.</summary>
    public bool IsCentre { get; private set; } = true;

    public OwnCourses Own { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Skip = int.TryParse(SkipText, NumberStyles.None, CultureInfo.InvariantCulture, out var skip) && skip <= 10_000 ? skip : 0;
        if (!(await mediator.Send(new GetOwnCourses(Organisation, Skip, PerPage), cancellationToken)).TryPickT0(out var own, out _))
        {
            // The menu leads here from any organisation: it is told why, not that there is nothing.
            IsCentre = false;
            return string.IsNullOrEmpty(Organisation) ? Page() : NotFound();
        }

        Own = own;
        return Page();
    }
}
