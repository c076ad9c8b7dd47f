using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Impact;
using RepairNet.Web.Hosting;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Impact;

/// <summary>The same report as a file: PDF, workbook or table.</summary>
[AllowedTo(Permission.ReadInPublic)]
public sealed class ReportFileModel(IMediator mediator, SiteLinks links, Texts texts, InstanceSettings instance) : PageModel
{
    public async Task<IActionResult> OnGetAsync(string key, string annee, string format, CancellationToken cancellationToken)
    {
        if (format is not ("pdf" or "xlsx" or "csv")
            || ReportModel.YearOf(annee) is not { } year
            || (await mediator.Send(new GetAnnualReport(key, year, texts.Language), cancellationToken)).TryPickT1(out _, out var report))
        {
            return NotFound();
        }

        var document = new ReportDocument(report, texts, links.Base);
        var name = $"rapport-{report.Territory.ToString().Replace(':', '-')}-{document.Year}.{format}";
        return format switch
        {
            "pdf" => File(ReportPdf.Write(document, texts, instance.Name), "application/pdf", name),
            "xlsx" => File(ReportFiles.Xlsx(document, texts), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", name),
            _ => File(ReportFiles.Csv(document), "text/csv; charset=utf-8", name),
        };
    }
}
