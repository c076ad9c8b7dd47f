using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Impact;
using RepairNet.Application.Territories.Contract;
using RepairNet.Application.Training;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Impact;
using RepairNet.Domain.Territories;

namespace RepairNet.Web.Pages.Training;

/// <summary>What the courses of a territory came to in a year, for its agents.</summary>
[AllowedTo(Permission.ReadTerritoryFigures)]
public sealed class FiguresModel(IMediator mediator, ICurrentActor currentActor, ITerritories territories, IClock clock, Texts texts) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "territoire")]
    public string? Territory { get; set; }

    [BindProperty(SupportsGet = true, Name = "annee")]
    public string? YearText { get; set; }

    public int Year { get; private set; }

    /// <summary>This year, beyond which there is nothing to show.</summary>
    public int LastYear { get; private set; }

    /// <summary>Territories this agent looks after, with their names.</summary>
    public IReadOnlyList<(TerritoryKey Key, string Name)> Territories { get; private set; } = [];

    public TrainingReport Report { get; private set; } = null!;

    /// <summary>Offers published and filled in the year, by kind.</summary>
    public IReadOnlyList<JobOfferCount> Offers { get; private set; } = [];

    public string Written => At(Year);

    /// <summary>Places taken of those offered, trade by trade.</summary>
    public IReadOnlyList<(string Name, string Written, long Part, long Whole)> Bars =>
        [.. Report.Trades.Select(p => (Name(p), texts["{0} sur {1}", p.Figures.Taken, p.Figures.Offered], p.Figures.Taken, p.Figures.Offered))];

    /// <summary>The whole as a list of facts.</summary>
    public IReadOnlyList<(string Name, string Value)> Facts
    {
        get
        {
            var f = Report.Whole.Figures;
            return
            [
                (texts["Sessions tenues"], texts.Display.Number(f.Sessions)), (texts["Places offertes"], texts.Display.Number(f.Offered)), (texts["Places prises"], texts.Display.Number(f.Taken)),
                (texts["Personnes venues"], texts.Display.Number(f.Came)), (texts["Heures d’enseignement"], Hours(f.MinutesHeld)), (texts["Heures suivies, une par personne"], Hours(f.MinutesAttended)),
                (texts["Venues jusqu’au bout, parmi les personnes inscrites"], Share(f.CompletionOfTaken)), (texts["Venues jusqu’au bout, parmi les personnes venues"], Share(f.CompletionOfCame)),
                (texts["Attestations données"], texts.Display.Number(f.Certificates)),
                (texts["Personnes présentées à un atelier qui prend des apprentis"], texts.Display.Number(f.Introduced)), (texts["Personnes accueillies par cet atelier"], texts.Display.Number(f.Welcomed)),
            ];
        }
    }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        var actor = await currentActor.GetAsync(cancellationToken);
        Territories = [.. actor.TerritoriesWith(Permission.ReadTerritoryFigures).Where(index.Exists).OrderByDescending(k => k.Level).ThenBy(k => k.Code, StringComparer.Ordinal)
            .Select(k => (k, FrenchPlaceName.Typographic(index.NameOf(k)!)))];
        Territory ??= Territories.Count > 0 ? Territories[0].Key.ToString() : actor.IsOperator ? TerritoryKey.France.ToString() : null;
        LastYear = clock.GetCurrentInstant().InZone(DateTimeZoneProviders.Tzdb[TimeZones.Metropolitan]).Date.Year;
        if (YearOf(string.IsNullOrWhiteSpace(YearText) ? At(LastYear) : YearText.Trim()) is not { } year)
        {
            return NotFound();
        }

        Year = year;
        var (from, to) = (new LocalDate(year, 1, 1), new LocalDate(year, 12, 31));
        if ((await mediator.Send(new GetJobOfferFigures(Territory, from, to), cancellationToken)).TryPickT0(out var offers, out _))
        {
            Offers = offers.Kinds;
        }

        return (await mediator.Send(new GetTrainingFigures(Territory, from, to), cancellationToken)).Match<IActionResult>(
            report =>
            {
                Report = report;
                return Page();
            },
            _ => NotFound());
    }

    /// <summary>What a part is called.</summary>
    public string Name(TrainingPart part) => Name(texts, part);

    public string Hours(long minutes) => texts["{0} h", texts.Display.Number(minutes / 60m, 0)];

    public string Share(decimal? share) => share is { } some ? texts.Display.Percent(some) : "–";

    /// <summary>The same page for another year, or its file.</summary>
    public string Address(int year, string end = "") => $"~/mairie/formations{end}?territoire={Report.Territory}&annee={At(year)}";

    internal static string Name(Texts t, TrainingPart part) =>
        part.Name ?? (part.Key == TrainingPart.Total ? t["Ensemble"] : TrainingNames.Trade(part.Key) is { } trade ? TrainingWords.Trade(t, trade) : t["Autres centres"]);

    /// <summary>A year with figures; null for anything else.</summary>
    internal static int? YearOf(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= Objective.FirstYear and <= Objective.LastYear ? year : null;

    private static string At(int year) => year.ToString("0000", CultureInfo.InvariantCulture);
}
