using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Impact;
using RepairNet.Web.Hosting;

namespace RepairNet.Web.Pages.Impact;

/// <summary>The report of a territory for a year, for everybody: to read, to print, to sign.</summary>
[AllowedTo(Permission.ReadInPublic)]
public sealed class ReportModel(IMediator mediator, SiteLinks links, Texts texts) : PageModel
{
    public ReportDocument Document { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string key, string annee, CancellationToken cancellationToken)
    {
        if (YearOf(annee) is not { } year || (await mediator.Send(new GetAnnualReport(key, year, texts.Language), cancellationToken)).TryPickT1(out _, out var report))
        {
            return NotFound();
        }

        // An old code, or another spelling: the page has one address.
        if (report.Territory.ToString() != key)
        {
            return LocalRedirectPermanent(Url.Content($"~/territoires/{report.Territory}/rapport/{annee}"));
        }

        Document = new ReportDocument(report, texts, links.Base);
        return Page();
    }

    /// <summary>Four digits and nothing else.</summary>
    internal static int? YearOf(string text) => text.Length == 4 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year) ? year : null;
}
