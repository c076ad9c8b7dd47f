using MediatR;
using Microsoft.AspNetCore.Mvc;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Publishing;
using RepairNet.Domain.Common;
using RepairNet.Web.Api;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Publishing;

/// <summary>Writes the text of a page: preview, save, earlier versions, back to the text of the program.</summary>
[AllowedTo(Permission.EditTerritory)]
public sealed class EditPageTextModel(IMediator mediator) : FormPage
{
    private static readonly Dictionary<string, string> Fields = new() { ["body"] = "texte" };

    public SiteTextDraft Draft { get; private set; } = null!;

    /// <summary>The latest version, whichever one is shown.</summary>
    public string Stamp => ShownStamp.Of(Draft.Versions is [var latest, ..] ? latest.Id.ToString() : null);

    [BindProperty(Name = "texte")]
    public string? Body { get; set; }

    /// <summary>What was typed, as the page would show it.</summary>
    public PageText? Preview { get; private set; }

    public async Task<IActionResult> OnGetAsync(
        [FromRoute(Name = "nom")] string name, [FromRoute(Name = "langue")] string language, [FromQuery(Name = "territoire")] string? territory, [FromQuery(Name = "version")] string? version, CancellationToken cancellationToken)
    {
        SiteTextId? asked = ApiTime.TryId<SiteTextId>(version, out var id) ? id : null;
        if (!await ReadAsync(name, language, territory, asked, cancellationToken))
        {
            return NotFound();
        }

        Body = Draft.Body;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(
        [FromRoute(Name = "nom")] string name, [FromRoute(Name = "langue")] string language, [FromForm(Name = "territoire")] string? territory, [FromQuery(Name = "territoire")] string? address, [FromForm(Name = "acte")] string? act, CancellationToken cancellationToken)
    {
        if (!await ReadAsync(name, language, territory ?? address, null, cancellationToken))
        {
            return NotFound();
        }

        if (ShownStamp.IsStale(Request, Stamp))
        {
            return ShownStamp.Stale(this);
        }

        if (act == "apercu")
        {
            Preview = new PageText(PageMarks.Read(Body ?? ""), language, null);
            return Page();
        }

        if (act is not ("enregistrer" or "origine"))
        {
            return BadRequest();
        }

        try
        {
            await mediator.Send(new SaveSiteText(Draft.Page, Draft.Territory, language, act == "origine" ? "" : Body), cancellationToken);
        }
        catch (InvalidRequestException refusal)
        {
            return Wrong(refusal, Fields);
        }

        return LocalRedirect(Url.Content("~/mairie/textes") + $"?territoire={Draft.Territory}&enregistre=true");
    }

    private async Task<bool> ReadAsync(string name, string language, string? territory, SiteTextId? version, CancellationToken cancellationToken)
    {
        if (SitePageWords.Find(name) is not { } page || !(await mediator.Send(new GetSiteText(page, territory, language, version), cancellationToken)).TryPickT0(out var draft, out _))
        {
            return false;
        }

        Draft = draft;
        return true;
    }
}
