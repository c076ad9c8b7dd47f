using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Publishing;
using RepairNet.Web.Drawing;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Publishing;

/// <summary>« Statistiques d’usage »: what a public service publishes of its own use, of the whole instance or of a territory.</summary>
[AllowedTo(Permission.ReadInPublic)]
public sealed class UsageModel(IMediator mediator, Texts texts) : PageModel
{
    public Usage Usage { get; private set; } = null!;

    /// <summary>Months told together have no bar of their own.</summary>
    public MonthChart Chart => new([.. Usage.Months.Select(m => (
        texts.Display.MonthName(m.Month.Month)[..1].ToUpperInvariant(), (decimal)(m.Counts?.Total ?? 0), (decimal)(m.Counts?.Total ?? 0), (decimal)(m.Counts?.Total ?? 0)))]);

    public IReadOnlyList<FigureView> Figures
    {
        get
        {
            var (counts, d) = (Usage.Whole.Counts, texts.Display);
            return
            [
                new(texts["Rendez-vous pris"], d.Number(counts.Total), null, texts["Sur douze mois, annulés compris."]),
                .. counts.Total > 0 && !Usage.IsTooFew
                    ? [
                        new FigureView(texts["Rendez-vous honorés"], d.Number(counts.Kept), null, texts["La personne est venue."]),
                        new FigureView(texts["Pris sans aide"], d.Percent((decimal)counts.Web / counts.Total), null, texts["Sur le site, sans téléphone, ni guichet, ni médiateur."]),
                    ]
                    : Array.Empty<FigureView>(),
                .. Usage.MedianWait is { } wait ? [new FigureView(texts["Délai médian"], Days(wait.TotalDays), null, texts["Entre la prise et le rendez-vous, pour ceux pris ces trente derniers jours."])] : Array.Empty<FigureView>(),
                new(texts["Objets réparés"], d.Number(Usage.Whole.Repaired), null, texts["Sur douze mois, avec ou sans rendez-vous."]),
                new(texts["Lieux ouverts"], d.Number(Usage.Places), null, texts.Plural(Usage.Organisations, "D’une organisation agréée.", "De {0} organisations agréées.")),
                new(texts["Établis"], d.Number(Usage.Benches), null, texts["Autant d’objets réparés en même temps, quand tout est ouvert."]),
            ];
        }
    }

    /// <summary>What the chart tells, in a sentence; null when there is too little to tell.</summary>
    public string? Told
    {
        get
        {
            var used = Usage.Months.Where(m => m.Counts is { Total: > 0 }).ToList();
            if (used.Count < 2)
            {
                return null;
            }

            var (least, most) = (used.MinBy(m => m.Counts!.Value.Total)!, used.MaxBy(m => m.Counts!.Value.Total)!);
            return texts["De {0} en {1} à {2} en {3}.", least.Counts!.Value.Total, texts.Display.Month(least.Month), most.Counts!.Value.Total, texts.Display.Month(most.Month)];
        }
    }

    /// <summary>The lines of the table: each month told alone, those told together, the whole.</summary>
    public IReadOnlyList<UsageLine> Lines =>
    [
        .. Usage.Months.Where(m => m.Counts is not null).Select(m => new UsageLine(Display.Capital(texts.Display.Month(m.Month)), m.Counts!.Value, m.Repaired)),
        .. Usage.Merged is { } merged ? [new UsageLine(texts["{0} mois ensemble", merged.Months], merged.Counts, Usage.Months.Where(m => m.Counts is null).Sum(m => m.Repaired))] : Array.Empty<UsageLine>(),
        new(texts["Ensemble"], Usage.Whole.Counts, Usage.Whole.Repaired),
    ];

    public async Task<IActionResult> OnGetAsync([FromQuery(Name = "territoire")] string? territory, CancellationToken cancellationToken)
    {
        if (!(await mediator.Send(new GetUsage(territory), cancellationToken)).TryPickT0(out var usage, out _))
        {
            return NotFound();
        }

        Usage = usage;
        return Page();
    }

    /// <summary>« 120, soit 12 % ».</summary>
    public string Share(long count) => texts["{0}, soit {1}", count, texts.Display.Percent((decimal)count / Usage.Whole.Counts.Total)];

    private string Days(double days) => days < 1 ? texts["moins d’un jour"] : texts.Plural((long)Math.Round(days), "{0} jour", "{0} jours");
}

/// <summary>A line of the table of months.</summary>
public sealed record UsageLine(string Label, UsageCounts Counts, long Repaired);
