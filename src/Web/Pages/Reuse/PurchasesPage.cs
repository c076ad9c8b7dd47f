using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Reuse;
using RepairNet.Domain.Territories;
using RepairNet.Web.Pages.Repairs;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Reuse;

/// <summary>A page where a territory declares something of a year.</summary>
public abstract class PurchasesPage(ICurrentActor currentActor, ITerritories territories) : FormPage
{
    [BindProperty(SupportsGet = true, Name = "territoire")]
    public string? Territory { get; set; }

    [BindProperty(SupportsGet = true, Name = "annee")]
    public string? YearText { get; set; }

    [BindProperty(SupportsGet = true, Name = "fait")]
    public string? Done { get; set; }

    /// <summary>A year as addresses write it.</summary>
    public static string Written(int year) => year.ToString("0000", CultureInfo.InvariantCulture);

    /// <summary>The year of the address; false for what is none.</summary>
    protected bool TryYear(out int? year)
    {
        year = null;
        if (string.IsNullOrWhiteSpace(YearText))
        {
            return true;
        }

        year = int.TryParse(YearText.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var read) && read is >= PurchaseLine.FirstYear and <= PurchaseLine.LastYear ? read : null;
        return year is not null;
    }

    /// <summary>The territory asked for, else the largest of whoever asks.</summary>
    protected async Task ChooseTerritoryAsync(CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        var actor = await currentActor.GetAsync(cancellationToken);
        Territory ??= actor.TerritoriesWith(Permission.ReadPurchases).Where(index.Exists).OrderByDescending(k => k.Level).ThenBy(k => k.Code, StringComparer.Ordinal).Select(k => k.ToString()).FirstOrDefault()
            ?? (actor.IsOperator ? TerritoryKey.France.ToString() : null);
    }

    /// <summary>Euros, null for nothing; what is no amount is said on its field.</summary>
    protected decimal? Euros(string? text, string field)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (EuroText.Cents(text) is { } cents)
        {
            return cents / 100m;
        }

        ModelState.AddModelError(field, "Donnez des euros hors taxes. Exemple : 1250,50");
        return null;
    }

    /// <summary>A whole number, null for nothing; what is none is said on its field.</summary>
    protected int? Whole(string? text, string field)
    {
        var signs = string.Concat((text ?? "").Where(c => !char.IsWhiteSpace(c)));
        if (signs.Length == 0)
        {
            return null;
        }

        if (signs.Length <= 9 && int.TryParse(signs, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        ModelState.AddModelError(field, "Donnez un nombre entier. Exemple : 12");
        return null;
    }
}
