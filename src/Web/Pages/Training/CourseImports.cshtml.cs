using MediatR;
using Microsoft.AspNetCore.Mvc;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Training;
using RepairNet.Web.Api;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Training;

/// <summary>The files of courses that were imported, and the form to import one more. Files too large are still taken in that far, to be refused with a sentence.</summary>
[AllowedTo(Permission.ImportCourses)]
[RequestSizeLimit(ImportsApi.MaxBody)]
[RequestFormLimits(MultipartBodyLengthLimit = ImportsApi.MaxBody)]
public sealed class CourseImportsModel(IMediator mediator, Texts texts) : FormPage
{
    private static readonly Dictionary<string, string> Fields = new() { ["file"] = "fichier" };

    [BindProperty(SupportsGet = true, Name = "organisation")]
    public string? Organisation { get; set; }

    [BindProperty(Name = "fichier")]
    public IFormFile? Upload { get; set; }

    /// <summary>The centre whose courses are imported; null for those of any.</summary>
    public OwnCentre? Centre { get; private set; }

    public IReadOnlyList<CourseImportReport> Imports { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => await LoadAsync(cancellationToken) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        await using var content = Upload?.OpenReadStream();
        try
        {
            return (await mediator.Send(new StartCourseImport(Centre?.Slug, Upload?.FileName, content), cancellationToken)).Match(
                started => LocalRedirect(Url.Content($"~/pro/formations/imports/{started.Id}")),
                unreadable =>
                {
                    var reason = texts[unreadable.Reason];
                    ModelState.AddModelError("fichier", unreadable.Line > 0 ? texts["Ligne {0} : {1} Rien n’a été importé.", unreadable.Line, reason] : reason);
                    return Wrong();
                },
                _ => NotFound());
        }
        catch (InvalidRequestException refusal)
        {
            return Wrong(refusal, Fields);
        }
    }

    private async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (!(await mediator.Send(new GetCourseImports(Organisation, texts.Language), cancellationToken)).TryPickT0(out var found, out _))
        {
            return false;
        }

        (Centre, Imports) = (found.Centre, found.Imports);
        return true;
    }
}
