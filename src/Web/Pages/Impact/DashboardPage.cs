using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Impact;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Impact;
using RepairNet.Domain.Territories;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Impact;

/// <summary>A page about figures that an agent chooses: the period, the place, the actor, the category, and what to compare with.</summary>
public abstract class DashboardPage(IMediator mediator, ICurrentActor currentActor, ITerritories territories, EquipmentCatalogue equipment, Texts texts) : FormPage
{
    /// <summary>Fields of the form, by what requests call them.</summary>
    private static readonly Dictionary<string, string> Fields = new()
    {
        ["from"] = "du",
        ["to"] = "au",
        ["commune"] = "commune",
        ["place"] = "lieu",
        ["organisation"] = "acteur",
        ["category"] = "categorie",
        ["compare"] = "comparer",
        ["compareFrom"] = "avec-du",
        ["compareTo"] = "avec-au",
        ["name"] = "nom",
    };

    [BindProperty(SupportsGet = true, Name = "territoire")]
    public string? Territory { get; set; }

    /// <summary>A whole year, for short addresses.</summary>
    [BindProperty(SupportsGet = true, Name = "annee")]
    public string? Year { get; set; }

    [BindProperty(SupportsGet = true, Name = "du")]
    public string? From { get; set; }

    [BindProperty(SupportsGet = true, Name = "au")]
    public string? To { get; set; }

    [BindProperty(SupportsGet = true, Name = "commune")]
    public string? Commune { get; set; }

    [BindProperty(SupportsGet = true, Name = "lieu")]
    public string? Place { get; set; }

    [BindProperty(SupportsGet = true, Name = "acteur")]
    public string? Organisation { get; set; }

    [BindProperty(SupportsGet = true, Name = "categorie")]
    public string? Category { get; set; }

    [BindProperty(SupportsGet = true, Name = "comparer")]
    public string? Compare { get; set; }

    [BindProperty(SupportsGet = true, Name = "avec-du")]
    public string? CompareFrom { get; set; }

    [BindProperty(SupportsGet = true, Name = "avec-au")]
    public string? CompareTo { get; set; }

    /// <summary>Territories this agent looks after, with their names.</summary>
    public IReadOnlyList<(TerritoryKey Key, string Name)> Territories { get; private set; } = [];

    public DashboardOptions Options { get; private set; } = null!;

    /// <summary>Null while something chosen makes no sense.</summary>
    public Dashboard? Dashboard { get; private set; }

    /// <summary>What was chosen, as typed.</summary>
    public DashboardChoice Choice => new(
        Options?.Territory.ToString() ?? Territory, string.IsNullOrWhiteSpace(From) && !string.IsNullOrWhiteSpace(Year) ? Year.Trim() + "-01-01" : TypedDay.Iso(From), TypedDay.Iso(To), Commune, Organisation, Category, Compare, TypedDay.Iso(CompareFrom), TypedDay.Iso(CompareTo), Place);

    public IEnumerable<SelectListItem> Communes =>
        [new(texts["Toutes"], ""), .. Options.Communes.Select(c => new SelectListItem(c.Name, c.Code)), .. Kept(Commune, Options.Communes.Select(c => c.Code))];

    public IEnumerable<SelectListItem> Places =>
        [new(texts["Tous"], ""), .. (Options.Places ?? []).Select(p => new SelectListItem(p.Name, p.Id.ToString())), .. Kept(Place, (Options.Places ?? []).Select(p => p.Id.ToString()))];

    public IEnumerable<SelectListItem> Organisations =>
    [
        new(texts["Tous"], ""),
        .. (Options.Organisations ?? []).Select(o => new SelectListItem(o.Name, o.Id.ToString())),
        .. Options.Providers.Select(p => new SelectListItem(texts["{0} (données importées)", p.Name], p.Id.ToString())),
        .. Kept(Organisation, (Options.Organisations ?? []).Concat(Options.Providers).Select(o => o.Id.ToString())),
    ];

    public IEnumerable<SelectListItem> Categories =>
    [
        new(texts["Toutes"], ""),
        .. equipment.Categories.Select(c => new SelectListItem(texts.Language == Language.English ? c.NameEn : c.NameFr, c.Code)).OrderBy(c => c.Text, StringComparer.OrdinalIgnoreCase),
        .. Kept(Category, equipment.Categories.Select(c => c.Code)),
    ];

    public IEnumerable<SelectListItem> Comparisons =>
    [
        new(texts["Les mêmes jours, un an avant"], "year"), new(texts["Autant de jours, juste avant"], "before"), new(texts["D’autres dates"], "dates"), new(texts["Ne pas comparer"], "none"),
        .. Kept(Compare, ["year", "before", "dates", "none"]),
    ];

    protected IMediator Mediator => mediator;

    /// <summary>Address of the lines behind a figure.</summary>
    /// <param name="period">Of the figure.</param>
    /// <param name="more">What narrows it further: <c>resultat=fixed</c>.</param>
    /// <param name="choice">What was chosen, narrowed; null for what was chosen.</param>
    public string Rows(DateInterval period, string more = "", DashboardChoice? choice = null) =>
        "~/mairie/lignes?" + ((choice ?? Choice) with { From = FigureWords.Iso(period.Start), To = FigureWords.Iso(period.End), Compare = null, CompareFrom = null, CompareTo = null }).Query() + (more.Length > 0 ? "&" + more.TrimStart('&') : "");

    /// <summary>Address of the lines behind one part of the figures; null where there is none.</summary>
    public string? Rows(ImpactGrouping grouping, string key, DateInterval period, string more) => grouping switch
    {
        ImpactGrouping.Category => Rows(period, more, Choice with { Category = key }),
        ImpactGrouping.Organisation => Rows(period, more, Choice with { Organisation = key }),
        ImpactGrouping.Commune when key == ImpactGroup.NoKey => Rows(period, more + "&sans-commune=true"),
        ImpactGrouping.Commune => Rows(period, more, Choice with { Commune = key }),
        ImpactGrouping.Weee6 => Rows(period, more + "&deee=" + key),
        ImpactGrouping.R543172 => Rows(period, more + "&r543172=" + key),
        ImpactGrouping.Barrier => Rows(period, $"{more}&obstacle={key}&resultat={LineChoice.NotFixed}"),
        ImpactGrouping.Month => Rows(MonthWithin(key, period), more),
        _ => null,
    };

    /// <summary>Reads who looks at what. False for what is not theirs.</summary>
    protected async Task<bool> OpenAsync(CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        var actor = await currentActor.GetAsync(cancellationToken);
        Territories = [.. actor.TerritoriesWith(Permission.ReadTerritoryFigures).Where(index.Exists).OrderByDescending(k => k.Level).ThenBy(k => k.Code, StringComparer.Ordinal)
            .Select(k => (k, FrenchPlaceName.Typographic(index.NameOf(k)!)))];
        Territory ??= Territories.Count > 0 ? Territories[0].Key.ToString() : actor.IsOperator ? TerritoryKey.France.ToString() : null;
        if ((await mediator.Send(new GetDashboardOptions(Territory, Commune), cancellationToken)).TryPickT1(out _, out var options))
        {
            return false;
        }

        Options = options;
        return true;
    }

    /// <summary>Reads the figures chosen, or puts what is wrong on its field.</summary>
    protected async Task ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            Dashboard = (await mediator.Send(new GetDashboard(Choice, texts.Language), cancellationToken)).Match<Dashboard?>(d => d, _ => null);
        }
        catch (InvalidRequestException refusal)
        {
            Refuse(refusal);
        }
    }

    protected void Refuse(InvalidRequestException refusal)
    {
        ModelState.Add(refusal, Fields);
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
    }

    private static DateInterval MonthWithin(string key, DateInterval period)
    {
        var first = NodaTime.Text.LocalDatePattern.Iso.Parse(key + "-01").Value;
        return new DateInterval(LocalDate.Max(first, period.Start), LocalDate.Min(DateAdjusters.EndOfMonth(first), period.End));
    }

    /// <summary>What was chosen and is in no list stays chosen: it may be right, and if not the field says so.</summary>
    private static IEnumerable<SelectListItem> Kept(string? value, IEnumerable<string> known) =>
        string.IsNullOrWhiteSpace(value) || known.Contains(value) ? [] : [new SelectListItem(value, value)];
}
