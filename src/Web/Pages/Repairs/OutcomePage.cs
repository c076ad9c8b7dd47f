using System.Globalization;
using System.Text.RegularExpressions;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using NodaTime;
using NodaTime.Text;
using RepairNet.Application.Common;
using RepairNet.Application.Repairs;
using RepairNet.Application.Repairs.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Repairs;
using RepairNet.Web.Api;
using RepairNet.Web.Pages.Bookings;
using RepairNet.Web.Shell;
using RepairNet.Web.Shell.Tags;

namespace RepairNet.Web.Pages.Repairs;

/// <summary>
/// The form « Comment repart l’objet ? », on one screen, wherever it is shown: after an appointment, for someone who came by,
/// to correct. All fields are text: what was typed comes back as it was typed.
/// </summary>
public abstract partial class OutcomePage(IMediator mediator, EquipmentCatalogue equipment, Texts texts) : WorkPage(mediator, equipment, texts)
{
    private const string WeightField = "kg";

    private static readonly Dictionary<string, string> Fields = new()
    {
        ["date"] = "date",
        ["item.category"] = "objet",
        ["item.brand"] = "marque",
        ["item.model"] = "marque",
        ["item.problem"] = "panne",
        ["outcome"] = "issue",
        ["barrier"] = "frein",
        ["nextStep"] = "suite",
        ["weighedKg"] = WeightField,
        ["declaredKg"] = WeightField,
        ["minutes"] = "temps",
        ["parts"] = "pieces",
        ["itemCode"] = "etiquette",
        ["reason"] = "motif",
        ["placeId"] = "lieu",
    };

    private static readonly string[] Minutes = ["15", "30", "45", "60", "90"];

    private static readonly string[] NextSteps =
    [
        Texts.Key("Revenir avec la pièce"),
        Texts.Key("Voir un autre atelier"),
        Texts.Key("Porter en ressourcerie"),
        Texts.Key("Porter en déchèterie"),
    ];

    [BindProperty(Name = "issue")]
    public string? Outcome { get; set; }

    [BindProperty(Name = WeightField)]
    public string? Weight { get; set; }

    /// <summary>« weighed » or « declared ».</summary>
    [BindProperty(Name = "poids")]
    public string? WeightKind { get; set; }

    /// <summary>The odd weight, as typed, that the repairer says is right.</summary>
    [BindProperty(Name = "confirme")]
    public string? Confirmed { get; set; }

    [BindProperty(Name = "temps")]
    public string? TimeSpent { get; set; }

    /// <summary>A time that is not among the choices, in minutes; it wins over them.</summary>
    [BindProperty(Name = "minutes")]
    public string? OtherMinutes { get; set; }

    [BindProperty(Name = "pieces")]
    public string? Parts { get; set; }

    [BindProperty(Name = "frein")]
    public string? Barrier { get; set; }

    [BindProperty(Name = "suite")]
    public string? NextStep { get; set; }

    [BindProperty(Name = "objet")]
    public string? Category { get; set; }

    [BindProperty(Name = "marque")]
    public string? Brand { get; set; }

    [BindProperty(Name = "panne")]
    public string? Problem { get; set; }

    [BindProperty(Name = "date")]
    public string? Date { get; set; }

    /// <summary>The fields of the object, for a page that asks for them before what became of it.</summary>
    protected static IReadOnlyList<string> ObjectFields { get; } = ["objet", "date", "marque", "panne"];

    [BindProperty(Name = "etiquette")]
    public string? ItemCode { get; set; }

    /// <summary>Made with the form: a double press records once.</summary>
    [BindProperty(Name = "cle")]
    public string? Once { get; set; }

    /// <summary>Weight to confirm, as typed; null when nothing is odd.</summary>
    public string? OddWeight { get; private set; }

    /// <summary>The form also asks for the object and the day.</summary>
    public virtual bool AsksForObject => true;

    /// <summary>What a correction says besides; null for a form that records.</summary>
    protected virtual CorrectionWords? Correction => null;

    /// <summary>The form also asks for the code on the object’s label.</summary>
    public virtual bool AsksForCode => true;

    public IEnumerable<Choice> Outcomes =>
    [
        new("fixed", Texts["Réparé"], Texts["Il marche, ou assez pour servir"], """<path d="m4 13 5 5L20 6"/>"""),
        new("repairable", Texts["Réparable"], Texts["Il faut une pièce, du temps, un autre avis"], """<path d="M7 3h10M7 21h10M8 3c0 5 8 5 8 9s-8 4-8 9M16 3c0 5-8 5-8 9s8 4 8 9"/>"""),
        new("end-of-life", Texts["Fin de vie"], Texts["On ne le réparera plus"], """<path d="M4 7h16M9 7V4h6v3M6 7l1 14h10l1-14"/>"""),
        new("unknown", Texts["On ne sait pas"], Texts["Reparti avant la fin"], """<path d="M8.5 9a3.5 3.5 0 1 1 5 3.2c-1 .5-1.5 1.2-1.5 2.3M12 18.5v.1"/>"""),
    ];

    public IEnumerable<Choice> WeightKinds => [new("weighed", Texts["Pesé"]), new("declared", Texts["Estimé"])];

    public IEnumerable<Choice> Times => Minutes.Select(m => new Choice(m, Texts["{0} min", m]));

    public IEnumerable<SelectListItem> Barriers => Enum.GetValues<RepairBarrier>()
        .Select(b => new SelectListItem(BarrierWords.Of(Texts, b), b.Code()))
        .Prepend(new SelectListItem(Texts["Rien, ou sans objet"], ""));

    public IEnumerable<SelectListItem> Next => NextSteps.Select(step => new SelectListItem(Texts[step], step))
        .Concat(string.IsNullOrEmpty(NextStep) || NextSteps.Contains(NextStep) ? [] : [new SelectListItem(NextStep, NextStep)])
        .Prepend(new SelectListItem(Texts["Rien à prévoir"], ""));

    public IEnumerable<SelectListItem> Objects => Equipment.Categories
        .Select(c => new SelectListItem(CategoryName(c.Code), c.Code))
        .OrderBy(item => item.Text, StringComparer.CurrentCultureIgnoreCase)
        .Prepend(new SelectListItem(Texts["Choisissez"], ""));

    /// <summary>What the object weighs on average, in words; without its category, only that a weight helps.</summary>
    public string WeightHint => Equipment.FindCategory(Category) is not { } category
        ? Texts["À défaut, laissez vide : la moyenne de sa famille comptera."]
        : Equipment.DefaultFactorSet.Of(category).Weight is { } usual
            ? Texts["À défaut, laissez vide : la moyenne est {0} ({1}).", Texts.Display.ItemWeight(usual.Central), Texts.Display.ItemBetween(usual.Low, usual.Central, usual.High)]
            : Texts["Sans poids, cet objet compte sans kilos."];

    /// <summary>Sets a new form up.</summary>
    protected void Begin()
    {
        Once = RepairId.New().ToString();
        WeightKind = "weighed";
    }

    /// <summary>Shows what is recorded.</summary>
    protected void Show(RepairFields fields)
    {
        Outcome = fields.Outcome;
        var kg = fields.WeighedKg ?? fields.DeclaredKg;
        Weight = kg is { } known ? known.ToString("0.######", CultureInfo.InvariantCulture).Replace(".", Texts.Language == Language.English ? "." : ",", StringComparison.Ordinal) : null;
        Confirmed = Weight;
        WeightKind = fields is { WeighedKg: null, DeclaredKg: not null } ? "declared" : "weighed";
        var minutes = fields.Minutes?.ToString(CultureInfo.InvariantCulture);
        TimeSpent = Minutes.Contains(minutes) ? minutes : null;
        OtherMinutes = TimeSpent is null ? minutes : null;
        Parts = string.Join('\n', fields.Parts ?? []);
        Barrier = fields.Barrier;
        NextStep = fields.NextStep;
        Category = fields.Item?.Category;
        Brand = fields.Item?.Brand;
        Problem = fields.Item?.Problem;
        Date = fields.Date is { } date ? LocalDatePattern.Iso.Format(date) : null;
    }

    /// <summary>The form as fields of a repair; null when something typed cannot be read, breaks a rule or should be looked at again: the form then says all of it at once.</summary>
    /// <param name="today">The local day at the place.</param>
    /// <param name="known">What the page knows of the object and does not ask.</param>
    protected async Task<RepairFields?> ReadAsync(LocalDate today, RepairedItem known, CancellationToken cancellationToken)
    {
        var kg = ReadWeight();
        var minutes = ReadMinutes();
        var date = ReadDate();
        if (Equipment.FindCategory(Category) is { } category && kg is { } weight && RepairLimits.AllowsKilograms(weight)
            && Equipment.DefaultFactorSet.Of(category).IsOdd(weight) && Confirmed?.Trim() != Weight!.Trim())
        {
            OddWeight = Weight!.Trim();
            ModelState.AddModelError(WeightField, Texts["Ce poids est inhabituel pour « {0} » : {1}. Vérifiez la virgule.", CategoryName(category.Code), Texts.Display.TypedWeight(weight)]);
        }

        // The declared weight and the weighed one are one field of the form, as they are one weight.
        var declared = WeightKind == "declared";
        var fields = new RepairFields(
            date,
            new RepairedItem(Blank(Category), Blank(Brand), known.Model, null, Blank(Problem)),
            Blank(Outcome),
            Outcome == "fixed" ? null : Blank(Barrier),
            Blank(NextStep),
            declared ? null : kg,
            declared ? kg : null,
            minutes,
            Lines(Parts));
        try
        {
            await Mediator.Send(
                new CheckRepair(
                    AsksForObject ? fields : fields with { Date = today, Item = fields.Item! with { Category = fields.Item.Category ?? known.Category } },
                    AsksForCode ? ItemCode : null,
                    today,
                    Correction),
                cancellationToken);
        }
        catch (InvalidRequestException refusal)
        {
            // What cannot be read was already said of its field: that it is missing would be wrong.
            ModelState.Add(refusal, Fields, [.. refusal.Errors.Keys.Where(name => ModelState.GetFieldValidationState(Fields.GetValueOrDefault(name, "")) == ModelValidationState.Invalid)]);
        }

        return ModelState.IsValid ? fields : null;
    }

    /// <summary>Shows the form again with what is wrong.</summary>
    protected IActionResult Wrong(InvalidRequestException? refusal = null)
    {
        if (refusal is not null)
        {
            ModelState.Add(refusal, Fields);
        }

        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    /// <summary>The agenda, telling what was written.</summary>
    protected IActionResult ToAgenda(PlaceId place, LocalDate? day, RepairId written) => Redirect(At("/pro/agenda", place, day) + "&note=" + written);

    protected RepairId? OnceId => ApiText.TryId<RepairId>(Once, out var id) && id.Value != Guid.Empty ? id : null;

    private decimal? ReadWeight()
    {
        if (string.IsNullOrWhiteSpace(Weight))
        {
            return null;
        }

        var typed = WeightPattern().Match(Weight.Replace("\u00A0", "", StringComparison.Ordinal).Replace("\u202F", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal));
        if (typed.Success && decimal.TryParse(typed.Groups["kg"].Value.Replace(',', '.'), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var kg))
        {
            return kg;
        }

        ModelState.AddModelError(WeightField, "Ce poids n’est pas lisible. Il ressemble à : 6,2");
        return null;
    }

    private int? ReadMinutes()
    {
        var typed = Blank(OtherMinutes)?.Trim() ?? Blank(TimeSpent);
        if (typed is null)
        {
            return null;
        }

        if (int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes))
        {
            return minutes;
        }

        ModelState.AddModelError(Blank(OtherMinutes) is null ? "temps" : "minutes", "Donnez le temps en minutes, en chiffres : 50");
        return null;
    }

    private LocalDate? ReadDate()
    {
        if (Blank(Date) is not { } typed)
        {
            return null;
        }

        if (TypedDay.TryRead(typed, out var day))
        {
            return day;
        }

        ModelState.AddModelError("date", "Ce jour n’est pas lisible. Il ressemble à : 29/03/2027");
        return null;
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static IReadOnlyList<string> Lines(string? text) => (text ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(@"^(?<kg>-?\d{1,9}(?:[.,]\d{1,6})?)(?:kg)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex WeightPattern();
}
