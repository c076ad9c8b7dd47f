using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Reuse;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Equipment;
using RepairNet.Web.Pages.Directory;
using RepairNet.Web.Pages.Training;

namespace RepairNet.Web.Pages.Reuse;

/// <summary>The shop window of all reuse workshops: what anyone may have kept now.</summary>
[AllowedTo(Permission.FindReuseItems)]
public sealed class ShopModel(IMediator mediator, ITerritories territories, EquipmentCatalogue catalogue, Texts texts) : PageModel
{
    public const int PerPage = 10;
    private const int LongestText = 200;

    private static readonly int[] RadiiKm = [10, 25, 50, 100];

    /// <summary>Prices to choose from, in euros; 0 for gifts.</summary>
    private static readonly int[] PricesEur = [0, 10, 50, 150];

    [BindProperty(SupportsGet = true, Name = "commune")]
    public string? CommuneText { get; set; }

    [BindProperty(SupportsGet = true, Name = "rayon")]
    public string? RadiusText { get; set; }

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Text { get; set; }

    [BindProperty(SupportsGet = true, Name = "prix")]
    public string? PriceText { get; set; }

    [BindProperty(SupportsGet = true, Name = "famille")]
    public string? Category { get; set; }

    [BindProperty(SupportsGet = true, Name = "suite")]
    public string? SkipText { get; set; }

    public int Skip { get; private set; }

    public OfferedItemsFound Found { get; private set; } = OfferedItemsFound.None;

    /// <summary>Communes that what was typed may mean, when several do.</summary>
    public IReadOnlyList<CommuneMatch> Choices { get; private set; } = [];

    public string Heading { get; private set; } = "";

    public IEnumerable<SelectListItem> Radii => RadiiKm.Select(km => new SelectListItem(texts["Jusqu’à {0} km", km], km.ToString(CultureInfo.InvariantCulture)));

    public IEnumerable<SelectListItem> Prices => PricesEur.Select(p => new SelectListItem(p == 0 ? texts["Gratuit seulement"] : texts["Jusqu’à {0} €", p], p.ToString(CultureInfo.InvariantCulture)))
        .Prepend(new SelectListItem(texts["Tous les prix"], ""));

    public IEnumerable<SelectListItem> Categories => catalogue.Categories.Select(c => new SelectListItem(ReuseWords.Category(texts, catalogue, c.Code), c.Code)).OrderBy(i => i.Text, StringComparer.CurrentCultureIgnoreCase)
        .Prepend(new SelectListItem(texts["Toutes les familles"], ""));

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Skip = int.TryParse(SkipText, NumberStyles.None, CultureInfo.InvariantCulture, out var skip) && skip <= 10_000 ? skip : 0;
        var radius = int.TryParse(RadiusText, NumberStyles.None, CultureInfo.InvariantCulture, out var km) && RadiiKm.Contains(km) ? km : 25;
        RadiusText = radius.ToString(CultureInfo.InvariantCulture);
        int? price = int.TryParse(PriceText, NumberStyles.None, CultureInfo.InvariantCulture, out var most) && PricesEur.Contains(most) ? most : null;
        Category = catalogue.FindCategory(Category)?.Code;
        Text = Text?.Length > LongestText ? Text[..LongestText] : Text;
        (var commune, Choices, CommuneText) = SoughtCommune.Read(await territories.GetAsync(cancellationToken), CommuneText, ModelState);
        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        }

        if (Choices.Count > 0)
        {
            return Page();
        }

        Found = (await mediator.Send(new FindOfferedItems(null, commune?.Code, radius, Category, price * 100, Text, Skip, PerPage), cancellationToken)).Match(found => found, _ => OfferedItemsFound.None);
        Heading = (commune is null ? texts["Les derniers arrivés"] : texts["Près {0}", DirectoryWords.Near(commune.Name, texts)]) + (Found.Total > 0 ? texts.Display.Colon + texts.Plural(Found.Total, "{0} objet", "{0} objets") : "");
        return Page();
    }

    /// <summary>The same search elsewhere, or further on.</summary>
    public string Search(string? commune, int skip)
    {
        var query = new Dictionary<string, string?>
        {
            ["commune"] = commune,
            ["rayon"] = RadiusText,
            ["q"] = Text,
            ["prix"] = PriceText,
            ["famille"] = Category,
            ["suite"] = skip > 0 ? skip.ToString(CultureInfo.InvariantCulture) : null,
        };
        return Request.PathBase + "/reemploi" + QueryString.Create(query.Where(q => !string.IsNullOrEmpty(q.Value)));
    }
}
