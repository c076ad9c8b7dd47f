using MediatR;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Publishing;
using RepairNet.Web.Drawing;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Publishing;

/// <summary>« Statistiques d’usage »: what a public service publishes of its own use.</summary>
[AllowedTo(Permission.ReadInPublic)]
public sealed class UsageModel(IMediator mediator, Texts texts) : PageModel
{
    public Usage Usage { get; private set; } = null!;

    public MonthChart Chart => new([.. Usage.Months.Select(m => (
        texts.Display.MonthName(m.Month.Month)[..1].ToUpperInvariant(), (decimal)m.Counts.Total, (decimal)m.Counts.Total, (decimal)m.Counts.Total))]);

    public IReadOnlyList<FigureView> Figures
    {
        get
        {
            var (whole, d) = (Usage.Whole, texts.Display);
            return
            [
                new(texts["Rendez-vous pris"], d.Number(whole.Total), null, texts["Sur douze mois, annulés compris."]),
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
            var used = Usage.Months.Where(m => m.Counts.Total > 0).ToList();
            if (used.Count < 2)
            {
                return null;
            }

            var (least, most) = (used.MinBy(m => m.Counts.Total)!, used.MaxBy(m => m.Counts.Total)!);
            return texts["De {0} en {1} à {2} en {3}.", least.Counts.Total, texts.Display.Month(least.Month), most.Counts.Total, texts.Display.Month(most.Month)];
        }
    }

    public async Task OnGetAsync(CancellationToken cancellationToken) => Usage = await mediator.Send(new GetUsage(), cancellationToken);

    /// <summary>« 120, soit 12 % ».</summary>
    public string Share(long count) => texts["{0}, soit {1}", count, texts.Display.Percent((decimal)count / Usage.Whole.Total)];
}
