using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using NodaTime;
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

/// <summary>« Se former »: the courses around, by trade, level, price and date.</summary>
[AllowedTo(Permission.FindCourses)]
public sealed class IndexModel(IMediator mediator, ITerritories territories, InstanceSettings instance, Texts texts) : PageModel
{
    public const int PerPage = 10;

    private static readonly int[] RadiiKm = [10, 25, 50, 100];

    [BindProperty(SupportsGet = true, Name = "commune")]
    public string? CommuneText { get; set; }

    [BindProperty(SupportsGet = true, Name = "rayon")]
    public string? RadiusText { get; set; }

    [BindProperty(SupportsGet = true, Name = "metier")]
    public string? TradeText { get; set; }

    [BindProperty(SupportsGet = true, Name = "niveau")]
    public string? LevelText { get; set; }

    [BindProperty(SupportsGet = true, Name = "prix")]
    public string? FundingText { get; set; }

    [BindProperty(SupportsGet = true, Name = "du")]
    public string? FromText { get; set; }

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Text { get; set; }

    [BindProperty(SupportsGet = true, Name = "suite")]
    public string? SkipText { get; set; }

    public int Skip { get; private set; }

    public CoursesFound Found { get; private set; } = new([], false);

    /// <summary>Communes that what was typed may mean, when several do.</summary>
    public IReadOnlyList<CommuneMatch> Choices { get; private set; } = [];

    /// <summary>Whose feeds and files are offered: the commune looked around, else the territory of the site.</summary>
    public TerritoryKey Around { get; private set; } = TerritoryKey.France;

    public string Heading { get; private set; } = "";

    public IEnumerable<SelectListItem> Radii => RadiiKm.Select(km => new SelectListItem(texts["Jusqu’à {0} km", km], km.ToString(CultureInfo.InvariantCulture)));

    public IEnumerable<SelectListItem> Trades => Enum.GetValues<Trade>().Select(t => new SelectListItem(TrainingWords.Trade(texts, t), TrainingNames.Name(t))).Prepend(new SelectListItem(texts["Tous les métiers"], ""));

    public IEnumerable<SelectListItem> Levels => Enum.GetValues<CourseLevel>().Select(l => new SelectListItem(Display.Capital(TrainingWords.Level(texts, l)), TrainingNames.Name(l))).Prepend(new SelectListItem(texts["Tous les niveaux"], ""));

    public IEnumerable<SelectListItem> Fundings =>
    [
        new(texts["Tous les prix"], ""),
        new(Display.Capital(texts["gratuit"]), "gratuit"),
        new(texts["Payable avec le CPF"], "cpf"),
    ];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Skip = int.TryParse(SkipText, NumberStyles.None, CultureInfo.InvariantCulture, out var skip) && skip <= 10_000 ? skip : 0;
        var radius = int.TryParse(RadiusText, NumberStyles.None, CultureInfo.InvariantCulture, out var km) && RadiiKm.Contains(km) ? km : 25;
        RadiusText = radius.ToString(CultureInfo.InvariantCulture);
        var index = await territories.GetAsync(cancellationToken);
        (var commune, Choices, CommuneText) = SoughtCommune.Read(index, CommuneText, ModelState);
        Around = commune?.Key ?? index.Find(instance.HomeTerritory) ?? TerritoryKey.France;
        LocalDate? from = null;
        if (!string.IsNullOrWhiteSpace(FromText))
        {
            from = TypedDay.TryRead(FromText, out var date) ? date : null;
            if (from is null)
            {
                ModelState.AddModelError("du", "Donnez une date, par exemple 29/03/2027.");
            }
        }

        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            Heading = texts["Toutes les formations"];
        }

        if (Choices.Count > 0)
        {
            return Page();
        }

        var funding = FundingText switch { "gratuit" => CourseFunding.Free, "cpf" => CourseFunding.Cpf, _ => (CourseFunding?)null };
        var outcome = await mediator.Send(
            new FindCourses(null, commune?.Code, radius, TrainingNames.Trade(TradeText), TrainingNames.Level(LevelText), null, funding, from, Text?.Length > 200 ? Text[..200] : Text, null, Skip, PerPage), cancellationToken);
        Found = outcome.Match(found => found, _ => new CoursesFound([], false));
        Heading = commune is null ? texts["Toutes les formations"] : texts["Près {0}", DirectoryWords.Near(commune.Name, texts)];
        return Page();
    }

    /// <summary>The same search elsewhere, or further on.</summary>
    public string Search(string? commune, int skip)
    {
        var query = new Dictionary<string, string?>
        {
            ["commune"] = commune,
            ["rayon"] = RadiusText,
            ["metier"] = TradeText,
            ["niveau"] = LevelText,
            ["prix"] = FundingText,
            ["du"] = FromText,
            ["q"] = Text,
            ["suite"] = skip > 0 ? skip.ToString(CultureInfo.InvariantCulture) : null,
        };
        return Request.PathBase + "/formations" + QueryString.Create(query.Where(q => !string.IsNullOrEmpty(q.Value)));
    }
}
