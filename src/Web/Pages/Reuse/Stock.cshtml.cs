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

    public MassBalance Balance { get; private set; } = null!;

    public string? Refusal { get; private set; }

    public bool IsWrong => Refusal is not null || !ModelState.IsValid;

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

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => await LoadAsync(cancellationToken) ? Page() : NotFound();

    [AllowedTo(Permission.WeighReuse)]
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        decimal? kg = null;
        if (!string.IsNullOrWhiteSpace(Counted))
        {
            kg = decimal.TryParse(Counted.Trim().Replace(',', '.').Replace(" ", "", StringComparison.Ordinal), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var read) ? read : null;
            if (kg is null)
            {
                ModelState.AddModelError("compte", "Ce poids n’est pas lisible. Il ressemble à : 6,2");
                return Wrong();
            }
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
