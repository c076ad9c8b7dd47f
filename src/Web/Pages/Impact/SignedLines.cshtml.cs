using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Impact;
using RepairNet.Web.Api;

namespace RepairNet.Web.Pages.Impact;

/// <summary>The lines of the ledger behind a closed period as a file, for its agents: a browser has no token for the API.</summary>
[AllowedTo(Permission.ReadTerritoryFigures)]
public sealed class SignedLinesModel(IMediator mediator) : PageModel
{
    public async Task<IActionResult> OnGetAsync(long numero, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetSignedEntries(numero), cancellationToken)).Match<IActionResult>(
            found => new StreamedText(found.Lines, "text/csv; charset=utf-8", ClosedPeriodsApi.EntriesName(numero), "\n"), _ => NotFound());
}
