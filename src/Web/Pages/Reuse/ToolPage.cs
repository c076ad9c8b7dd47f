using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using RepairNet.Application.Reuse;
using RepairNet.Web.Pages.Repairs;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Reuse;

/// <summary>A page with the form of a tool. All fields are text: what was typed comes back as it was typed.</summary>
public abstract class ToolPage : FormPage
{
    /// <summary>Fields of the form, by what requests call them.</summary>
    protected static IReadOnlyDictionary<string, string> Fields { get; } = new Dictionary<string, string>
    {
        ["name"] = "nom",
        ["number"] = "numero",
        ["note"] = "a-savoir",
        ["loanDays"] = "jours",
        ["deposit"] = "caution",
    };

    [BindProperty(Name = "nom")]
    public string? Name { get; set; }

    [BindProperty(Name = "numero")]
    public string? Number { get; set; }

    [BindProperty(Name = "a-savoir")]
    public string? Note { get; set; }

    [BindProperty(Name = "jours")]
    public string? LoanDays { get; set; }

    [BindProperty(Name = "caution")]
    public string? Deposit { get; set; }

    [BindProperty(Name = "cle")]
    public string? Key { get; set; }

    [BindProperty(SupportsGet = true, Name = "fait")]
    public string? Done { get; set; }

    public string? Refusal { get; private set; }

    /// <summary>What the form says; what cannot be read is said on its field.</summary>
    protected ToolFields Read()
    {
        int? days = int.TryParse(LoanDays?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var read) ? read : null;
        decimal? deposit = null;
        if (!string.IsNullOrWhiteSpace(Deposit))
        {
            deposit = EuroText.Cents(Deposit) / 100m;
            if (deposit is null)
            {
                ModelState.AddModelError("caution", "Donnez des euros. Exemple : 50");
            }
        }

        return new ToolFields(Name, Number, Note, days, deposit);
    }

    /// <summary>A day of a form; null for none, which is said on its field when something else was typed.</summary>
    protected LocalDate? Day(string? text, string field)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (TypedDay.TryRead(text, out var day))
        {
            return day;
        }

        ModelState.AddModelError(field, "Cette date n’est pas lisible. Elle ressemble à : 31/03/2027");
        return null;
    }

    protected IActionResult Refused(string why)
    {
        Refusal = why;
        Response.StatusCode = StatusCodes.Status409Conflict;
        return Page();
    }
}
