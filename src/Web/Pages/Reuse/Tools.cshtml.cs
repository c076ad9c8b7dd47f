using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Reuse;
using RepairNet.Domain.Common;
using RepairNet.Web.Api;

namespace RepairNet.Web.Pages.Reuse;

/// <summary>The tools that an organisation lends, those that are late first.</summary>
[AllowedTo(Permission.ReadTools)]
public sealed class ToolsModel(IMediator mediator, Texts texts) : ToolPage
{
    public const int PerPage = 50;
    private const int LongestText = 200;
    private const string UsualDays = "14";

    [BindProperty(SupportsGet = true, Name = "organisation")]
    public string? Organisation { get; set; }

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Text { get; set; }

    [BindProperty(SupportsGet = true, Name = "suite")]
    public string? SkipText { get; set; }

    public int Skip { get; private set; }

    public ToolList List { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        (Key, LoanDays) = (ToolId.New().ToString(), UsualDays);
        return Page();
    }

    /// <summary>« Ajouter l’outil ».</summary>
    [AllowedTo(Permission.LendTools)]
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        var fields = Read();
        if (!ModelState.IsValid)
        {
            return Wrong();
        }

        try
        {
            return (await mediator.Send(new AddTool(List.Lender.Id, fields, ApiText.TryId<ToolId>(Key, out var key) ? key : null), cancellationToken)).Match<IActionResult>(
                added => LocalRedirect(Url.Content($"~/pro/outils/{added.Id}?fait=1")),
                _ => Refused(texts["Dites d’abord où l’on vient chercher les outils : ajoutez un lieu."]),
                _ => NotFound());
        }
        catch (InvalidRequestException refusal)
        {
            return Wrong(refusal, Fields);
        }
    }

    /// <summary>The same list further on.</summary>
    public string Address(int skip)
    {
        var query = new Dictionary<string, string?> { ["organisation"] = List.Lender.Slug, ["q"] = Text, ["suite"] = skip > 0 ? skip.ToString(CultureInfo.InvariantCulture) : null };
        return Request.PathBase + "/pro/outils" + QueryString.Create(query.Where(q => !string.IsNullOrEmpty(q.Value)));
    }

    private async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        Skip = int.TryParse(SkipText, NumberStyles.None, CultureInfo.InvariantCulture, out var skip) && skip <= 100_000 ? skip : 0;
        Text = Text?.Length > LongestText ? Text[..LongestText] : Text;
        if (!(await mediator.Send(new GetTools(Organisation, Text, Skip, PerPage), cancellationToken)).TryPickT0(out var list, out _))
        {
            return false;
        }

        List = list;
        return true;
    }
}
