using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Impact;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Impact;
using RepairNet.Web.Pages.Directory;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Impact;

/// <summary>« Clore une période »: an agent looks at the figures of a year or a quarter, then signs them.</summary>
[AllowedTo(Permission.ReadTerritoryFigures)]
public sealed class ClosingModel(IMediator mediator, ICurrentActor currentActor, ITerritories territories, InstanceSettings instance, Texts texts)
    : TownHallBoardPage<ClosedPeriodsPage>(mediator, currentActor, territories, instance)
{
    private const int YearsOffered = 3;

    /// <summary>« 2026 » or « 2026-Q1 ».</summary>
    [BindProperty(SupportsGet = true, Name = "periode")]
    public string? Period { get; set; }

    /// <summary>Number of the period just closed.</summary>
    [BindProperty(SupportsGet = true, Name = "close")]
    public long? Closed { get; set; }

    /// <summary>The figures to look at before closing; null until a period is chosen.</summary>
    public ImpactReport? Preview { get; private set; }

    public ReportingPeriod Chosen { get; private set; }

    /// <summary>Years and quarters that are over and open, the last first.</summary>
    public IReadOnlyList<SelectListItem> Choices { get; private set; } = [];

    public override async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var answer = await base.OnGetAsync(cancellationToken);
        if (Board is null)
        {
            return answer;
        }

        var today = Board.BegunEverywhere;
        var signed = Board.Periods.Where(p => p.Statement.Territory == Board.Territory).Select(p => p.Statement.Period).ToList();
        Choices =
        [
            .. Enumerable.Range(0, YearsOffered).Select(ago => today.Year - ago).SelectMany(year => (string[])[$"{year}", $"{year}-Q4", $"{year}-Q3", $"{year}-Q2", $"{year}-Q1"])
                .Select(text => ReportingPeriod.TryParse(text, out var period) ? period : default)
                .Where(p => p.To < today && !signed.Exists(s => s.From <= p.From && p.To <= s.To))
                .Select(p => new SelectListItem(PeriodWords.Of(texts, p), p.ToString())),
        ];
        if (Period is null)
        {
            return answer;
        }

        if (!ReportingPeriod.TryParse(Period, out var chosen))
        {
            return Wrong("Donnez une année ou un trimestre. Exemples : 2026, 2026-T1");
        }

        Chosen = chosen;
        if (signed.Exists(s => s.From <= chosen.From && chosen.To <= s.To))
        {
            return Wrong("Cette période est déjà close.");
        }

        if (chosen.To >= today)
        {
            return Wrong("Cette période n’est pas finie. Elle se clôt quand son dernier jour est passé.");
        }

        Preview = (await Mediator.Send(new GetImpact(Board.Territory.ToString(), chosen.From, chosen.To, Language: texts.Language), cancellationToken)).Match(r => (ImpactReport?)r, _ => null);
        return answer;
    }

    [AllowedTo(Permission.CloseFigures)]
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await (await Mediator.Send(new ClosePeriod(Territory, Period), cancellationToken)).Match<Task<IActionResult>>(
                done => Task.FromResult<IActionResult>(LocalRedirect(Url.Content($"~/mairie/clotures?territoire={Territory}&close={done.Number}"))),
                _ => AgainAsync("Cette période n’est pas finie. Elle se clôt quand son dernier jour est passé.", cancellationToken),
                _ => AgainAsync("Cette période est déjà close.", cancellationToken),
                _ => Task.FromResult<IActionResult>(NotFound()));
        }
        catch (InvalidRequestException refusal)
        {
            return await AgainAsync(refusal.Errors.First().Value[0], cancellationToken);
        }
    }

    protected override IQuery<OneOf<ClosedPeriodsPage, NotFound>> Ask(string territory) => new GetClosings(territory);

    private async Task<IActionResult> AgainAsync(string why, CancellationToken cancellationToken)
    {
        Period = null;
        var answer = await OnGetAsync(cancellationToken);
        return Board is null ? answer : Wrong(why);
    }

    private PageResult Wrong(string why)
    {
        ModelState.AddModelError("periode", texts[why]);
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }
}
