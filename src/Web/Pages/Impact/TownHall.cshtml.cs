using MediatR;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Impact;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Impact;
using RepairNet.Domain.Territories;

namespace RepairNet.Web.Pages.Impact;

/// <summary>The figures of a territory, for its agents: a year as the public sees it, then who repaired, how well it is known, and what they choose.</summary>
[AllowedTo(Permission.ReadTerritoryFigures)]
public sealed class TownHallModel(IMediator mediator, ICurrentActor currentActor, ITerritories territories, EquipmentCatalogue equipment, Texts texts)
    : DashboardPage(mediator, currentActor, territories, equipment, texts)
{
    private readonly EquipmentCatalogue equipment = equipment;
    private readonly Texts texts = texts;

    public BalanceView View { get; private set; } = null!;

    /// <summary>Address of a table of figures as agents see them: a browser has no token for the API.</summary>
    public string Csv(string groupBy) =>
        $"~/mairie/bilan.csv?territoire={CsvTerritory}&{(IsCsvOfYear ? $"annee={CsvPeriod.Start.Year:0000}" : $"du={FigureWords.Iso(CsvPeriod.Start)}&au={FigureWords.Iso(CsvPeriod.End)}")}&par={groupBy}";

    /// <summary>Address of a table of figures as all may see them.</summary>
    public string PublicCsv(string groupBy) => $"~/api/v1/impact.csv?territory={CsvTerritory}&from={FigureWords.Iso(CsvPeriod.Start)}&to={FigureWords.Iso(CsvPeriod.End)}&groupBy={groupBy}";

    /// <summary>Whether those tables hold more than what is shown: they know no place, no actor and no category.</summary>
    public bool IsCsvWider => Dashboard?.Filter is { } filter && (filter.Place is not null || filter.Organisation is not null || filter.Category is not null);

    /// <summary>Who repaired, the most first.</summary>
    public IReadOnlyList<ImpactPart> Workshops { get; private set; } = [];

    /// <summary>What this account saved.</summary>
    public IReadOnlyList<ViewSaved> Views { get; private set; } = [];

    /// <summary>Name under which to save what is shown.</summary>
    [BindProperty(Name = "nom")]
    public string? Name { get; set; }

    /// <summary>What was just done: <c>vue</c> saved, <c>efface</c> deleted.</summary>
    [BindProperty(SupportsGet = true, Name = "fait")]
    public string? DoneWhat { get; set; }

    private TerritoryKey CsvTerritory => Dashboard?.Filter.Commune is { } commune ? TerritoryKey.Commune(commune) : View.Balance.Territory;

    private bool IsCsvOfYear => Dashboard?.Filter.IsYear ?? true;

    private DateInterval CsvPeriod => Dashboard?.Filter.Period ?? new DateInterval(new LocalDate(View.From.Year, 1, 1), new LocalDate(View.To.Year, 12, 31));

    /// <summary>Whether a whole year of the whole territory is shown, one that has begun.</summary>
    public bool IsWholeYear => Dashboard?.Filter is { IsYear: true, IsNarrow: false } filter && filter.Period.Start.Year == View.Balance.Year;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => await ShowAsync(cancellationToken);

    public async Task<IActionResult> OnPostSaveAsync(CancellationToken cancellationToken)
    {
        if (!await OpenAsync(cancellationToken))
        {
            return NotFound();
        }

        try
        {
            var saved = (await Mediator.Send(new SaveView(Name, Choice), cancellationToken)).Match<IActionResult?>(
                _ => LocalRedirect(Url.Content($"~/mairie/bilan?{Choice.Query()}&fait=vue#vues")), _ => NotFound(), _ => null);
            if (saved is not null)
            {
                return saved;
            }

            Refuse(new InvalidRequestException("name", "Vous gardez déjà 30 vues : effacez-en une."));
        }
        catch (InvalidRequestException refusal)
        {
            Refuse(refusal);
        }

        return await ShowAsync(cancellationToken);
    }

    public async Task<IActionResult> OnPostDeleteAsync(string? vue, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(vue, out var id) || !await OpenAsync(cancellationToken))
        {
            return NotFound();
        }

        return (await Mediator.Send(new DeleteView(SavedViewId.From(id)), cancellationToken)).Match<IActionResult>(
            _ => LocalRedirect(Url.Content($"~/mairie/bilan?{Choice.Query()}&fait=efface#vues")), _ => NotFound());
    }

    private async Task<IActionResult> ShowAsync(CancellationToken cancellationToken)
    {
        if (!await OpenAsync(cancellationToken))
        {
            return NotFound();
        }

        await ReadAsync(cancellationToken);
        var key = Options.Territory.ToString();
        var answer = await Mediator.Send(new GetBalance(key, Dashboard?.Filter.Period.Start.Year, texts.Language), cancellationToken);
        if (answer.IsT1 && Dashboard is not null)
        {
            // A year that has not begun: one may look at its zeros, and there is nothing to tell of its months.
            answer = await Mediator.Send(new GetBalance(key, Year: null, texts.Language), cancellationToken);
        }

        if (answer.TryPickT1(out _, out var balance))
        {
            return NotFound();
        }

        View = new BalanceView(balance, texts, equipment);
        Views = await Mediator.Send(new ListViews(), cancellationToken);
        Workshops = IsWholeYear
            ? (await Mediator.Send(new GetImpact(key, View.From, View.To, ImpactGrouping.Organisation, Language: texts.Language), cancellationToken)).Match(r => r.Parts, _ => [])
            : [];
        return Page();
    }
}
