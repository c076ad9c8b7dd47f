using System.Globalization;
using System.Text;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;
using NodaTime.Text;
using RepairNet.Application.Common;
using RepairNet.Application.Identity;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Impact;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Impact;
using RepairNet.Web.Api;

namespace RepairNet.Web.Pages.Impact;

/// <summary>A year of a territory, or the days chosen, as a table for its agents: every day and every workshop apart, which the public does not see.</summary>
[AllowedTo(Permission.ReadTerritoryFigures)]
public sealed class TownHallCsvModel(IMediator mediator, ICurrentActor currentActor, ITerritories territories, Texts texts) : PageModel
{
    public async Task<IActionResult> OnGetAsync(string? territoire, string? annee, string? du, string? au, string? par, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        var actor = await currentActor.GetAsync(cancellationToken);
        if (index.Find(territoire) is not { } territory
            || !index.LookedAfterBy(actor, Permission.ReadTerritoryFigures, territory)
            || Period(annee, du, au) is not { From: var from, To: var to, Named: var named }
            || !Enum.TryParse<ImpactGrouping>(par, ignoreCase: true, out var grouping) || ApiText.Kebab(grouping) != par)
        {
            return NotFound();
        }

        var report = await mediator.Send(new GetImpact(territory.ToString(), from, to, grouping, Language: texts.Language), cancellationToken);
        await mediator.Send(new NoteExport(territory.ToString(), Texts.Key("Bilan détaillé (CSV)")), cancellationToken);
        return report.Match<IActionResult>(
            found => File(Encoding.UTF8.GetBytes(ImpactCsv.Write(found)), "text/csv; charset=utf-8", $"bilan-{territory.Level.ToString().ToLowerInvariant()}-{territory.Code}-{named}-{par}.csv"),
            _ => NotFound());
    }

    /// <summary>The days asked for, and how the file names them.</summary>
    private static (LocalDate From, LocalDate To, string Named)? Period(string? year, string? from, string? to) =>
        int.TryParse(year, NumberStyles.None, CultureInfo.InvariantCulture, out var whole) && whole is >= 2000 and <= 9000 ? (new LocalDate(whole, 1, 1), new LocalDate(whole, 12, 31), year)
        : string.IsNullOrEmpty(year) && LocalDatePattern.Iso.Parse(from ?? "") is { Success: true, Value: var first } && LocalDatePattern.Iso.Parse(to ?? "") is { Success: true, Value: var last } && first <= last
            ? (first, last, $"{FigureWords.Iso(first)}-{FigureWords.Iso(last)}")
            : null;
}
