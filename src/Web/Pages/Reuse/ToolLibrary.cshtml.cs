using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Reuse;
using RepairNet.Application.Territories.Contract;
using RepairNet.Web.Pages.Directory;
using RepairNet.Web.Pages.Training;

namespace RepairNet.Web.Pages.Reuse;

/// <summary>The tools that anyone may borrow around a commune.</summary>
[AllowedTo(Permission.FindReuseItems)]
public sealed class ToolLibraryModel(IMediator mediator, ITerritories territories, Texts texts) : PageModel
{
    public const int PerPage = 10;
    private const int RadiusKm = 25;
    private const int LongestText = 200;

    [BindProperty(SupportsGet = true, Name = "commune")]
    public string? CommuneText { get; set; }

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Text { get; set; }

    [BindProperty(SupportsGet = true, Name = "suite")]
    public string? SkipText { get; set; }

    public int Skip { get; private set; }

    public ToolsFound Found { get; private set; } = ToolsFound.None;

    /// <summary>Communes that what was typed may mean, when several do.</summary>
    public IReadOnlyList<CommuneMatch> Choices { get; private set; } = [];

    public string Heading { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Skip = int.TryParse(SkipText, NumberStyles.None, CultureInfo.InvariantCulture, out var skip) && skip <= 10_000 ? skip : 0;
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

        Found = (await mediator.Send(new FindTools(commune?.Code, RadiusKm, Text, Skip, PerPage), cancellationToken)).Match(found => found, _ => ToolsFound.None);
        Heading = (commune is null ? texts["Tous les outils"] : texts["Près {0}", DirectoryWords.Near(commune.Name, texts)]) + (Found.Total > 0 ? texts.Display.Colon + texts.Plural(Found.Total, "{0} outil", "{0} outils") : "");
        return Page();
    }

    /// <summary>The same search elsewhere, or further on.</summary>
    public string Search(string? commune, int skip)
    {
        var query = new Dictionary<string, string?> { ["commune"] = commune, ["q"] = Text, ["suite"] = skip > 0 ? skip.ToString(CultureInfo.InvariantCulture) : null };
        return Request.PathBase + "/reemploi/outils" + QueryString.Create(query.Where(q => !string.IsNullOrEmpty(q.Value)));
    }
}
