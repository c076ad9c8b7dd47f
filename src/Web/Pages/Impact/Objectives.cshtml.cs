using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Impact;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Impact;
using RepairNet.Domain.Territories;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Impact;

/// <summary>What a territory wants to reach in a year.</summary>
[AllowedTo(Permission.ReadTerritoryFigures)]
public sealed class ObjectivesModel(IMediator mediator, ICurrentActor currentActor, ITerritories territories, Texts texts) : FormPage
{
    private static readonly Dictionary<string, string> Fields = new() { ["year"] = "annee", ["repairedItems"] = "objets", ["eWasteKg"] = "kilos", ["eWasteKgPerInhabitant"] = "kilos-par-habitant" };

    [BindProperty(SupportsGet = true, Name = "territoire")]
    public string? Territory { get; set; }

    [BindProperty(SupportsGet = true, Name = "annee")]
    public string? Year { get; set; }

    [BindProperty(Name = "objets")]
    public string? Items { get; set; }

    [BindProperty(Name = "kilos")]
    public string? Kilograms { get; set; }

    [BindProperty(Name = "kilos-par-habitant")]
    public string? KilogramsEach { get; set; }

    /// <summary>The objectives were just recorded.</summary>
    [BindProperty(SupportsGet = true, Name = "fait")]
    public bool Recorded { get; set; }

    public TerritoryObjectives Objectives { get; private set; } = null!;

    /// <summary>What is set for the year; of a form whose year cannot be read, what it showed.</summary>
    public string? Stamp => Request.HasFormContentType && ModelState["annee"]?.Errors.Count > 0
        ? Request.Form[ShownStamp.Field]
        : ShownStamp.Of([Objectives.Year, .. Objectives.Objectives.OrderBy(o => o.Measure).Select(o => $"{o.Measure} {FiguresDigest.Exact(o.Target)}")]);

    public IReadOnlyList<ObjectiveView> Aims => [.. Objectives.Objectives.Select(o => ObjectiveView.Of(o, texts))];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var year = ReadYear();
        if (!await LoadAsync(year, cancellationToken))
        {
            return NotFound();
        }

        (Items, Kilograms, KilogramsEach) = (Set(ObjectiveMeasure.RepairedItems), Set(ObjectiveMeasure.EWasteKg), Set(ObjectiveMeasure.EWasteKgPerInhabitant));
        Year ??= Objectives.Year.ToString("0000", CultureInfo.InvariantCulture);
        return ModelState.IsValid ? Page() : Wrong();

        string? Set(ObjectiveMeasure measure) => Objectives.Objectives.FirstOrDefault(o => o.Measure == measure) is { } aim
            ? FiguresDigest.Exact(aim.Target).Replace('.', texts.Language == Language.English ? '.' : ',')
            : null;
    }

    [AllowedTo(Permission.SetObjectives)]
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var year = ReadYear();
        if (!await LoadAsync(year, cancellationToken))
        {
            return NotFound();
        }

        // The figures of a year may be sent for the next one, of which nothing is set yet.
        if (ShownStamp.IsStale(Request, Stamp) && Objectives.Objectives.Count > 0)
        {
            return ShownStamp.Stale(this);
        }

        var request = new SetObjectives(Territory, year ?? Objectives.Year, Number(Items, "objets"), Number(Kilograms, "kilos"), Number(KilogramsEach, "kilos-par-habitant"));
        if (!ModelState.IsValid)
        {
            return Wrong();
        }

        try
        {
            return (await mediator.Send(request, cancellationToken)).Match<IActionResult>(
                _ => LocalRedirect(Url.Content($"~/mairie/objectifs?territoire={Objectives.Territory}&annee={request.Year:0000}&fait=true")), _ => NotFound());
        }
        catch (InvalidRequestException refusal)
        {
            return Wrong(refusal, Fields);
        }
    }

    private async Task<bool> LoadAsync(int? year, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        var actor = await currentActor.GetAsync(cancellationToken);
        Territory ??= actor.TerritoriesWith(Permission.ReadTerritoryFigures).Where(index.Exists).OrderByDescending(k => k.Level).ThenBy(k => k.Code, StringComparer.Ordinal).Select(k => k.ToString()).FirstOrDefault()
            ?? (actor.IsOperator ? TerritoryKey.France.ToString() : null);
        return (await mediator.Send(new GetObjectives(Territory, year), cancellationToken)).Match(
            found =>
            {
                Objectives = found;
                return true;
            },
            _ => false);
    }

    private int? ReadYear()
    {
        if (string.IsNullOrWhiteSpace(Year))
        {
            return null;
        }

        if (int.TryParse(Year.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= Objective.FirstYear and <= Objective.LastYear)
        {
            return year;
        }

        ModelState.AddModelError("annee", "Donnez une année entre 2000 et 2100.");
        return null;
    }

    /// <summary>« 1 200 », « 0,05 »; nothing for no objective.</summary>
    private decimal? Number(string? text, string field)
    {
        var signs = string.Concat((text ?? "").Where(c => !char.IsWhiteSpace(c))).Replace(',', '.');
        if (signs.Length == 0)
        {
            return null;
        }

        if (signs.Length <= 20 && decimal.TryParse(signs, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        ModelState.AddModelError(field, "Donnez un nombre. Exemple : 1200");
        return null;
    }
}
