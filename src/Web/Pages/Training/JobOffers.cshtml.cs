using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Application.Training;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Territories;
using RepairNet.Domain.Training;
using RepairNet.Web.Pages.Directory;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Training;

/// <summary>The current offers of apprenticeship, job and internship around, those published last first.</summary>
[AllowedTo(Permission.ReadInPublic)]
public sealed class JobOffersModel(IMediator mediator, ITerritories territories, InstanceSettings instance, Texts texts) : PageModel
{
    public const int PerPage = 10;

    private static readonly int[] RadiiKm = [10, 25, 50, 100];

    [BindProperty(SupportsGet = true, Name = SoughtCommune.Field)]
    public string? CommuneText { get; set; }

    [BindProperty(SupportsGet = true, Name = "rayon")]
    public string? RadiusText { get; set; }

    [BindProperty(SupportsGet = true, Name = "genre")]
    public string? KindText { get; set; }

    [BindProperty(SupportsGet = true, Name = "metier")]
    public string? TradeText { get; set; }

    /// <summary>Last part of the address of an organisation: its offers alone, from its page.</summary>
    [BindProperty(SupportsGet = true, Name = "organisation")]
    public string? Organisation { get; set; }

    [BindProperty(SupportsGet = true, Name = "suite")]
    public string? SkipText { get; set; }

    public int Skip { get; private set; }

    public JobOffersFound Found { get; private set; } = new([], false);

    /// <summary>Communes that what was typed may mean, when several do.</summary>
    public IReadOnlyList<CommuneMatch> Choices { get; private set; } = [];

    /// <summary>Whose feed and file are offered: the commune looked around, else the territory of the site.</summary>
    public TerritoryKey Around { get; private set; } = TerritoryKey.France;

    public string Heading { get; private set; } = "";

    public IEnumerable<SelectListItem> Radii => RadiiKm.Select(km => new SelectListItem(texts["Jusqu’à {0} km", km], km.ToString(CultureInfo.InvariantCulture)));

    public IEnumerable<SelectListItem> Kinds => Enum.GetValues<JobOfferKind>().Select(k => new SelectListItem(Display.Capital(JobOfferWords.Kind(texts, k)), JobOfferNames.Name(k))).Prepend(new SelectListItem(texts["Toutes les offres"], ""));

    public IEnumerable<SelectListItem> Trades => Enum.GetValues<Trade>().Select(t => new SelectListItem(TrainingWords.Trade(texts, t), TrainingNames.Name(t))).Prepend(new SelectListItem(texts["Tous les métiers"], ""));

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

        var outcome = await mediator.Send(
            new FindJobOffers(null, commune?.Code, radius, JobOfferNames.Kind(KindText), TrainingNames.Trade(TradeText), Organisation, Skip, PerPage), cancellationToken);
        Found = outcome.Match(found => found, _ => new JobOffersFound([], false));
        Heading = commune is not null ? texts["Près {0}", DirectoryWords.Near(commune.Name, texts)]
            : !string.IsNullOrEmpty(Organisation) && Found.Items.Count > 0 ? Found.Items[0].Employer.Name
            : texts["Toutes les offres"];
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
            ["metier"] = TradeText,
            ["organisation"] = Organisation,
            ["suite"] = skip > 0 ? skip.ToString(CultureInfo.InvariantCulture) : null,
        };
        return Request.PathBase + "/formations/offres" + QueryString.Create(query.Where(q => !string.IsNullOrEmpty(q.Value)));
    }
}
