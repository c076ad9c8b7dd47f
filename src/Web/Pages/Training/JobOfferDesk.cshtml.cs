using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Training;

namespace RepairNet.Web.Pages.Training;

/// <summary>The offers of an organisation, for those who work for it.</summary>
[AllowedTo(Permission.ReadJobOffers)]
public sealed class JobOfferDeskModel(IMediator mediator) : PageModel
{
    public const int PerPage = 50;

    [BindProperty(SupportsGet = true, Name = "organisation")]
    public string? Organisation { get; set; }

    [BindProperty(SupportsGet = true, Name = "suite")]
    public string? SkipText { get; set; }

    public int Skip { get; private set; }

    public OwnJobOffers Own { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Skip = int.TryParse(SkipText, NumberStyles.None, CultureInfo.InvariantCulture, out var skip) && skip <= 10_000 ? skip : 0;
        if (!(await mediator.Send(new GetOwnJobOffers(Organisation, Skip, PerPage), cancellationToken)).TryPickT0(out var own, out _))
        {
            return NotFound();
        }

        Own = own;
        return Page();
    }
}
