using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Reuse;
using RepairNet.Domain.Common;
using RepairNet.Web.Api;
using RepairNet.Web.Drawing;
using RepairNet.Web.Hosting;
using RepairNet.Web.Shell;
using RepairNet.Web.Shell.Tags;

namespace RepairNet.Web.Pages.Reuse;

/// <summary>Labels of items to print: a sheet of 24, or a roll of 58 mm.</summary>
[AllowedTo(Permission.ReadReuse)]
public sealed class LabelsModel(IMediator mediator, SiteLinks links, Texts texts) : FormPage
{
    /// <summary>Three across, eight down.</summary>
    public const int OnSheet = 24;

    private const int Most = 100;
    private const string Sheet = "a4";
    private const string Roll = "58mm";

    [BindProperty(SupportsGet = true, Name = "organisation")]
    public string? Organisation { get; set; }

    [BindProperty(SupportsGet = true, Name = "objet")]
    public List<string> Chosen { get; set; } = [];

    [BindProperty(SupportsGet = true, Name = "papier")]
    public string? Paper { get; set; }

    [BindProperty(SupportsGet = true, Name = "depuis")]
    public string? FirstText { get; set; }

    public string Slug { get; private set; } = "";

    public string WorkshopName { get; private set; } = "";

    /// <summary>What lies at the workshop, the latest first.</summary>
    public IReadOnlyList<ReuseItemRow> Choosable { get; private set; } = [];

    public IReadOnlyList<Label> Printed { get; private set; } = [];

    /// <summary>Place of the first label on the sheet, from 1.</summary>
    public int First { get; private set; } = 1;

    public bool IsRoll => Paper == Roll;

    public IEnumerable<Choice> Papers => [new(Sheet, texts["Planche A4 de 24"]), new(Roll, texts["Rouleau de 58 mm"])];

    /// <param name="Qr">Leads to the item.</param>
    public sealed record Label(string Code, string Name, string Workshop, QrDrawing Qr);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!(await mediator.Send(new GetReuseItems(Organisation, Take: Most), cancellationToken)).TryPickT0(out var list, out _))
        {
            return NotFound();
        }

        (Slug, WorkshopName, Choosable) = (list.Workshop.Slug, list.Workshop.Name, list.Items);
        Paper = Paper == Roll ? Roll : Sheet;
        FirstText ??= "1";
        if (!int.TryParse(FirstText.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var first) || first is < 1 or > OnSheet)
        {
            ModelState.AddModelError("depuis", "La première place va de 1 à 24.");
            return Wrong();
        }

        First = IsRoll ? 1 : first;
        var printed = new List<Label>();
        foreach (var text in Chosen.Take(Most))
        {
            if (!ApiText.TryId<ReuseItemId>(text, out var id) || !(await mediator.Send(new GetReuseItem(id), cancellationToken)).TryPickT0(out var view, out _))
            {
                return NotFound();
            }

            printed.Add(new Label(view.Item.Code.Value, view.Item.Name, view.Workshop, QrDrawing.Of(links.Item(view.Item.Code.Value, Language.French))));
        }

        Printed = printed;
        return Page();
    }
}
