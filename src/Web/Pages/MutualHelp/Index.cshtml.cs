using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.MutualHelp;
using RepairNet.Application.MutualHelp.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.MutualHelp;
using RepairNet.Domain.Territories;
using RepairNet.Web.Pages.Directory;
using RepairNet.Web.Pages.Training;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.MutualHelp;

/// <summary>« Je peux aider » and « je cherche » around, the last published first.</summary>
[AllowedTo(Permission.UseMutualHelp)]
public sealed class IndexModel(IMediator mediator, ITerritories territories, EquipmentCatalogue equipment, InstanceSettings instance, Texts texts) : PageModel
{
    public const int PerPage = 10;

    private static readonly int[] RadiiKm = [10, 25, 50, 100];

    [BindProperty(SupportsGet = true, Name = SoughtCommune.Field)]
    public string? CommuneText { get; set; }

    [BindProperty(SupportsGet = true, Name = "rayon")]
    public string? RadiusText { get; set; }

    [BindProperty(SupportsGet = true, Name = "genre")]
    public string? KindText { get; set; }

    [BindProperty(SupportsGet = true, Name = "objet")]
    public string? ObjectText { get; set; }

    [BindProperty(SupportsGet = true, Name = "mots")]
    public string? Words { get; set; }

    [BindProperty(SupportsGet = true, Name = "suite")]
    public string? SkipText { get; set; }

    public int Skip { get; private set; }

    public HelpFound Found { get; private set; } = new([], false);

    /// <summary>Communes that what was typed may mean, when several do.</summary>
    public IReadOnlyList<CommuneMatch> Choices { get; private set; } = [];

    /// <summary>Whose feed is offered: the commune looked around, else the territory of the site.</summary>
    public TerritoryKey Around { get; private set; } = TerritoryKey.France;

    public string Heading { get; private set; } = "";

    public IEnumerable<SelectListItem> Radii => RadiiKm.Select(km => new SelectListItem(texts["Jusqu’à {0} km", km], km.ToString(CultureInfo.InvariantCulture)));

    public IEnumerable<SelectListItem> Kinds =>
        Enum.GetValues<HelpKind>().Select(k => new SelectListItem(HelpWords.Kind(texts, k), HelpNames.Name(k))).Prepend(new SelectListItem(texts["Toutes les annonces"], ""));

    public string Title(HelpPostView post) => HelpWords.Title(texts, equipment, post.Kind, post.CategoryCode);

    /// <summary>The beginning of what is written.</summary>
    public static string Beginning(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= 160)
        {
            return line;
        }

        var cut = line[..160];
        return cut[..(cut.LastIndexOf(' ') is var space and > 100 ? space : char.IsHighSurrogate(cut[^1]) ? 159 : 160)] + "…";
    }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Skip = int.TryParse(SkipText, NumberStyles.None, CultureInfo.InvariantCulture, out var skip) && skip <= 10_000 ? skip : 0;
        var radius = int.TryParse(RadiusText, NumberStyles.None, CultureInfo.InvariantCulture, out var km) && RadiiKm.Contains(km) ? km : 25;
        RadiusText = radius.ToString(CultureInfo.InvariantCulture);
        var index = await territories.GetAsync(cancellationToken);
        (var commune, Choices, CommuneText) = SoughtCommune.Read(index, CommuneText, ModelState);
        Around = commune?.Key ?? index.Find(instance.HomeTerritory) ?? TerritoryKey.France;
        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        }

        if (Choices.Count > 0)
        {
            return Page();
        }

        var outcome = await mediator.Send(new FindHelp(null, commune?.Code, radius, HelpNames.Kind(KindText), null, ObjectText, Words, Skip, PerPage), cancellationToken);
        Found = outcome.Match(found => found, _ => new HelpFound([], false));
        Heading = commune is not null ? texts["Près {0}", DirectoryWords.Near(commune.Name, texts)] : texts["Les dernières annonces"];
        return Page();
    }

    /// <summary>The same search elsewhere, or further on.</summary>
    public string Search(string? commune, int skip)
    {
        var query = new Dictionary<string, string?>
        {
            [SoughtCommune.Field] = commune,
            ["rayon"] = RadiusText,
            ["genre"] = KindText,
            ["objet"] = ObjectText,
            ["mots"] = Words,
            ["suite"] = skip > 0 ? skip.ToString(CultureInfo.InvariantCulture) : null,
        };
        return Request.PathBase + "/entraide" + QueryString.Create(query.Where(q => !string.IsNullOrEmpty(q.Value)));
    }
}
