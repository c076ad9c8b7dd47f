using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Publishing;

namespace RepairNet.Web.Pages.Publishing;

/// <summary>« Textes des pages »: which pages a territory, or the instance, writes itself.</summary>
[AllowedTo(Permission.EditTerritory)]
public sealed class PageTextsModel(IMediator mediator) : PageModel
{
    public SiteTextList List { get; private set; } = null!;

    /// <summary>One was just written.</summary>
    [BindProperty(SupportsGet = true, Name = "enregistre")]
    public bool Saved { get; set; }

    public async Task<IActionResult> OnGetAsync([FromQuery(Name = "territoire")] string? territory, CancellationToken cancellationToken)
    {
        if (!(await mediator.Send(new ListSiteTexts(territory), cancellationToken)).TryPickT0(out var list, out _))
        {
            return NotFound();
        }

        List = list;
        return Page();
    }
}
