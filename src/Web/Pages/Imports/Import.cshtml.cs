using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Imports;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Territories;

namespace RepairNet.Web.Pages.Imports;

/// <summary>How far an import is; while it goes on, the page asks for itself again.</summary>
[AllowedTo(Permission.ImportRepairs)]
public sealed class ImportModel(IMediator mediator, ITerritories territories, Texts texts) : PageModel
{
    private const string Seconds = "5";

    public ImportReport Report { get; private set; } = null!;

    /// <summary>Name of the territory it is for, or null.</summary>
    public string? TerritoryName { get; private set; }

    public bool IsOver => Report.State is ImportState.Done or ImportState.Failed;

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(id, out var import) || (await mediator.Send(new GetImport(ImportId.From(import), texts.Language), cancellationToken)).TryPickT1(out _, out var report))
        {
            return NotFound();
        }

        Report = report;
        var index = await territories.GetAsync(cancellationToken);
        TerritoryName = index.Find(report.Territory) is { } key ? FrenchPlaceName.Typographic(index.NameOf(key)!) : null;
        if (!IsOver)
        {
            Response.Headers["Refresh"] = Seconds;
        }

        return Page();
    }
}
