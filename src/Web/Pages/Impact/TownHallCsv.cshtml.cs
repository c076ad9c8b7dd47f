using System.Globalization;
using System.Text;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Impact;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Impact;
using RepairNet.Web.Api;

namespace RepairNet.Web.Pages.Impact;

/// <summary>A year of a territory as a table for its agents: every day and every workshop apart, which the public does not see.</summary>
[AllowedTo(Permission.ReadTerritoryFigures)]
public sealed class TownHallCsvModel(IMediator mediator, ICurrentActor currentActor, ITerritories territories, Texts texts) : PageModel
{
    public async Task<IActionResult> OnGetAsync(string? territoire, string? annee, string? par, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        var actor = await currentActor.GetAsync(cancellationToken);
        if (index.Find(territoire) is not { } territory
            || !index.LookedAfterBy(actor, Permission.ReadTerritoryFigures, territory)
            || !int.TryParse(annee, NumberStyles.None, CultureInfo.InvariantCulture, out var year) || year is < 2000 or > 9000
            || !Enum.TryParse<ImpactGrouping>(par, ignoreCase: true, out var grouping) || ApiText.Kebab(grouping) != par)
        {
            return NotFound();
        }

        var report = await mediator.Send(new GetImpact(territory.ToString(), new LocalDate(year, 1, 1), new LocalDate(year, 12, 31), grouping, Language: texts.Language), cancellationToken);
        await mediator.Send(new NoteExport(territory.ToString(), "Bilan détaillé (CSV)"), cancellationToken);
        return report.Match<IActionResult>(
            found => File(Encoding.UTF8.GetBytes(ImpactCsv.Write(found)), "text/csv; charset=utf-8", $"bilan-{territory.Level.ToString().ToLowerInvariant()}-{territory.Code}-{year}-{par}.csv"),
            _ => NotFound());
    }
}
