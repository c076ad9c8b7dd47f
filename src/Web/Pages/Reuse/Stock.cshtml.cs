using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Reuse;
using RepairNet.Application.Reuse.Contract;
using RepairNet.Domain.Equipment;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Reuse;

/// <summary>The stock of a reuse workshop and the balance of a quarter.</summary>
[AllowedTo(Permission.ReadReuse)]
public sealed class StockModel(IMediator mediator, EquipmentCatalogue catalogue, Texts texts) : FormPage
{
    private const int MonthsOfQuarter = 3;

    private static readonly Dictionary<string, string> Fields = new() { ["category"] = "famille", ["countedKg"] = "compte", ["reason"] = "motif" };

    private static readonly Dictionary<string, string> WorkFields = new() { ["fte"] = "etp", ["insertionHours"] = "heures" };

    [BindProperty(SupportsGet = true, Name = "organisation")]
    public string? Organisation { get; set; }

    [BindProperty(SupportsGet = true, Name = "annee")]
    public string? YearText { get; set; }

    [BindProperty(SupportsGet = true, Name = "trimestre")]
    public string? QuarterText { get; set; }

    [BindProperty(SupportsGet = true, Name = "fait")]
    public string? Done { get; set; }

    [BindProperty(Name = "famille")]
    public string? Category { get; set; }

    [BindProperty(Name = "compte")]
    public string? Counted { get; set; }

    [BindProperty(Name = "motif")]
    public string? Reason { get; set; }

    [BindProperty(Name = "etp")]
    public string? Fte { get; set; }

    [BindProperty(Name = "heures")]
    public string? Hours { get; set; }

    public MassBalance Balance { get; private set; } = null!;

    public string? Refusal { get; private set; }

    /// <summary>What was just done.</summary>
    public string DoneText => Done == "1" ? texts["Le stock est ajusté."] : texts["C’est enregistré."];

    public bool IsWrong => !IsWorkWrong && (Refusal is not null || !ModelState.IsValid);

    /// <summary>Whether what is wrong is in the declaration of jobs.</summary>
    public bool IsWorkWrong { get; private set; }

    /// <summary>« janvier à mars 2027 ».</summary>
    public string Written => texts["{0} à {1}", texts.Display.MonthName(Balance.From.Month), texts.Display.Month(new YearMonth(Balance.To.Year, Balance.To.Month))];

    public bool HasNext => Balance.To < Balance.Today;

    public IReadOnlyList<(string Name, string Written, decimal Value)> Bars =>
        [.. Balance.Destinations.Select(d => (ReuseWords.Destination(texts, d.Destination, d.Stream), Kg(d.Grams), Math.Max(0, d.Grams / 1000m)))];

    public IEnumerable<SelectListItem> Categories => catalogue.Categories.Select(c => new SelectListItem(NameOf(c.Code), c.Code)).OrderBy(i => i.Text, StringComparer.CurrentCultureIgnoreCase)
        .Prepend(new SelectListItem(NameOf(null), ReuseNames.Unknown)).Prepend(new SelectListItem(texts["Choisissez"], ""));

    public string NameOf(string? category) => ReuseWords.Category(texts, catalogue, category);

    public string Kg(long grams) => ReuseWords.Kg(texts, grams);

    public string Number(long grams) => texts.Display.Number(grams / 1000m, 2);

    public string Share(decimal? share) => share is { } some ? texts.Display.Percent(some) : "–";

    /// <summary>The same page some quarters away, or its file.</summary>
    public string Address(int quarters, string end = "")
    {
        var first = Balance.From.PlusMonths(MonthsOfQuarter * quarters);
        return string.Create(CultureInfo.InvariantCulture, $"~/pro/stock{end}?organisation={Balance.Workshop.Slug}&annee={first.Year:0000}&trimestre={((first.Month - 1) / MonthsOfQuarter) + 1}");
    }

    /// <summary>Whether this person works for one; else the page says what it is for.</summary>
    public bool IsReuseWorkshop { get; private set; } = true;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            // The menu leads here from any organisation: it is told why, not that there is nothing.
            IsReuseWorkshop = false;
            return string.IsNullOrEmpty(Organisation) && YearText is null && QuarterText is null ? Page() : NotFound();
        }

        BeginWork();
        return Page();
    }

    [AllowedTo(Permission.WeighReuse)]
    public async Task<IActionResult> OnPostAdjustAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        // Of the other form: left empty, it would take the declaration back.
        BeginWork();
        if (!TryNumber(Counted, out var kg))
        {
            ModelState.AddModelError("compte", "Ce poids n’est pas lisible. Il ressemble à : 6,2");
            return Wrong();
        }

        try
        {
            return (await mediator.Send(new AdjustStock(Balance.Workshop.Id, Category, kg, Reason), cancellationToken)).Match<IActionResult>(
                _ => Redirect($"{Request.PathBase}/pro/stock?organisation={Balance.Workshop.Slug}&fait=1"),
                _ => Refused(texts["Dites d’abord où la ressourcerie reçoit : ajoutez un lieu."]),
                _ => Refused(texts["Quelqu’un vient de peser la même famille. Comptez de nouveau."]),
                _ => NotFound());
        }
        catch (InvalidRequestException refusal)
        {
            return Wrong(refusal, Fields);
        }
    }

    [AllowedTo(Permission.WeighReuse)]
    public async Task<IActionResult> OnPostWorkAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        IsWorkWrong = true;
        if (!TryNumber(Fte, out var fte))
        {
            ModelState.AddModelError("etp", "Donnez un nombre. Exemple : 7,5");
        }

        if (!TryNumber(Hours, out var hours) || hours is < int.MinValue or > int.MaxValue || hours != decimal.Truncate(hours ?? 0))
        {
            ModelState.AddModelError("heures", "Donnez un nombre entier. Exemple : 12");
        }

        if (!ModelState.IsValid)
        {
            return Wrong();
        }

        try
        {
            return (await mediator.Send(new DeclareWorkforce(Balance.Workshop.Id, Balance.From.Year, ((Balance.From.Month - 1) / MonthsOfQuarter) + 1, fte, (int?)hours), cancellationToken)).Match<IActionResult>(
                _ => LocalRedirect(Url.Content($"{Address(0)}&fait=emplois")),
                _ => Refused(texts["Dites d’abord où la ressourcerie reçoit : ajoutez un lieu."]),
                _ => Refused(texts["La commune a clos les chiffres de cette période : les emplois déclarés ne changent plus."]),
                _ => NotFound());
        }
        catch (InvalidRequestException refusal)
        {
            return Wrong(refusal, WorkFields);
        }
    }

    /// <summary>« 6,2 », « 1 200 »; null for nothing, false for what is no number.</summary>
    private static bool TryNumber(string? text, out decimal? number)
    {
        number = null;
        var signs = string.Concat((text ?? "").Where(c => !char.IsWhiteSpace(c))).Replace(',', '.');
        if (signs.Length == 0)
        {
            return true;
        }

        number = signs.Length <= 20 && decimal.TryParse(signs, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var read) ? read : null;
        return number is not null;
    }

    /// <summary>A year and a quarter of an address; false for what is none.</summary>
    internal static bool TryQuarter(string? yearText, string? quarterText, out int? year, out int? quarter)
    {
        (year, quarter) = (null, null);
        if (string.IsNullOrEmpty(yearText) && string.IsNullOrEmpty(quarterText))
        {
            return true;
        }

        if (int.TryParse(yearText, NumberStyles.None, CultureInfo.InvariantCulture, out var y) && int.TryParse(quarterText, NumberStyles.None, CultureInfo.InvariantCulture, out var q))
        {
            (year, quarter) = (y, q);
            return true;
        }

        return false;
    }

    /// <summary>What the form of the jobs begins with: what was declared.</summary>
    private void BeginWork()
    {
        if (Balance.Work is { } work)
        {
            (Fte, Hours) = (work.Fte.ToString("0.##", CultureInfo.InvariantCulture), work.InsertionHours.ToString(CultureInfo.InvariantCulture));
            Fte = texts.Language == Language.English ? Fte : Fte.Replace('.', ',');
        }
    }

    private IActionResult Refused(string why)
    {
        Refusal = why;
        Response.StatusCode = StatusCodes.Status409Conflict;
        return Page();
    }

    private async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (!TryQuarter(YearText, QuarterText, out var year, out var quarter)
            || !(await mediator.Send(new GetMassBalance(Organisation, year, quarter), cancellationToken)).TryPickT0(out var balance, out _))
        {
            return false;
        }

        Balance = balance;
        return true;
    }
}
