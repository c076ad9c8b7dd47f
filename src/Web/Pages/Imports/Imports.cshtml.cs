using MediatR;
using Microsoft.AspNetCore.Mvc;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Imports;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Territories;
using RepairNet.Web.Api;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Imports;

/// <summary>The files an agent imported, and the form to import one more.</summary>
[AllowedTo(Permission.ImportRepairs)]
[RequestSizeLimit(ImportsApi.MaxBody)]
[RequestFormLimits(MultipartBodyLengthLimit = ImportsApi.MaxBody)]
public sealed class ImportsModel(IMediator mediator, ICurrentActor currentActor, ITerritories territories, Texts texts) : FormPage
{
    private static readonly Dictionary<string, string> Fields = new() { ["file"] = "fichier", ["territory"] = "territoire" };

    [BindProperty(Name = "territoire")]
    public string? Territory { get; set; }

    [BindProperty(Name = "fichier")]
    public IFormFile? Upload { get; set; }

    /// <summary>Territories to choose from, with their names; none for an operator who is no agent, who types a key.</summary>
    public IReadOnlyList<(string Key, string Name)> Territories { get; private set; } = [];

    public bool IsOperator { get; private set; }

    public IReadOnlyList<ImportReport> Imports { get; private set; } = [];

    public Task OnGetAsync(CancellationToken cancellationToken) => LoadAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await using var content = Upload?.OpenReadStream();
        try
        {
            var outcome = await mediator.Send(new StartImport("ords", Territory, Upload?.FileName, content), cancellationToken);
            if (outcome.TryPickT0(out var started, out _))
            {
                return LocalRedirect(Url.Content($"~/mairie/imports/{started.Id}"));
            }

            ModelState.AddModelError("territoire", "Ce territoire n’existe pas, ou vous n’en êtes pas agent. Exemple : commune:38185");
            await LoadAsync(cancellationToken);
            return Wrong();
        }
        catch (InvalidRequestException refusal)
        {
            await LoadAsync(cancellationToken);
            return Wrong(refusal, Fields);
        }
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        var index = await territories.GetAsync(cancellationToken);
        IsOperator = actor.IsOperator;
        Territories = [.. actor.TerritoriesWith(Permission.ImportRepairs).Where(index.Exists).OrderBy(k => k.Level).ThenBy(k => k.Code, StringComparer.Ordinal).Select(k => (k.ToString(), FrenchPlaceName.Typographic(index.NameOf(k)!)))];
        Imports = await mediator.Send(new GetImports(texts.Language), cancellationToken);
    }
}
