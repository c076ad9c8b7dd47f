using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Impact;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Impact;

/// <summary>The report in the national schema of the impact of public digital services.</summary>
[AllowedTo(Permission.ReadInPublic)]
public sealed class PublicServiceImpactModel(IMediator mediator, TextCatalog catalog, InstanceSettings instance) : PageModel
{
    public async Task<IActionResult> OnGetAsync(string key, string annee, CancellationToken cancellationToken) =>
        ReportModel.YearOf(annee) is not { } year ? NotFound() : (await mediator.Send(new GetAnnualReport(key, year), cancellationToken)).Match<IActionResult>(
            report => File(PublicServiceCsv.Write(report, instance.Name, catalog.French), "text/csv; charset=utf-8", "impact-service-numerique.csv"),
            _ => NotFound());
}
