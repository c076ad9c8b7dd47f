using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Reuse;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Web.Api;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Reuse;

/// <summary>Parts on the shelves of the network: repairers ask for them, the workshops that have them hand them over.</summary>
[AllowedTo(Permission.FindParts)]
public sealed class PartsModel(IMediator mediator, EquipmentCatalogue catalogue, Texts texts) : FormPage
{
    public const int PerPage = 20;
    private const int LongestText = 200;

    [BindProperty(SupportsGet = true, Name = "organisation")]
    public string? Organisation { get; set; }

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Text { get; set; }

    [BindProperty(SupportsGet = true, Name = "famille")]
    public string? Category { get; set; }

    [BindProperty(SupportsGet = true, Name = "suite")]
    public string? SkipText { get; set; }

    [BindProperty(SupportsGet = true, Name = "fait")]
    public string? Done { get; set; }

    [BindProperty(Name = "piece")]
    public string? PartText { get; set; }

    [BindProperty(Name = "pour")]
    public string? ForText { get; set; }

    [BindProperty(Name = "vers")]
    public string? To { get; set; }

    public int Skip { get; private set; }

    /// <summary>Null for someone of no approved organisation.</summary>
    public PartsFound? Found { get; private set; }

    public string? Refusal { get; private set; }

    public string? Said => Done switch
    {
        "demande" => texts["La pièce est gardée pour vous, et la ressourcerie est prévenue."],
        "parti" => texts["La pièce est sortie de l’étagère."],
        _ => null,
    };

    public IEnumerable<SelectListItem> Categories => catalogue.Categories.Select(c => new SelectListItem(NameOf(c.Code), c.Code)).OrderBy(i => i.Text, StringComparer.CurrentCultureIgnoreCase)
        .Prepend(new SelectListItem(texts["Toutes les familles"], ""));

    public string NameOf(string category) => ReuseWords.Category(texts, catalogue, category);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        return Page();
    }

    [AllowedTo(Permission.AskForParts)]
    public async Task<IActionResult> OnPostAskAsync(CancellationToken cancellationToken) =>
        !ApiText.TryId<SparePartId>(PartText, out var part) || !ApiText.TryId<OrganisationId>(ForText, out var own) ? NotFound()
        : await (await mediator.Send(new AskForPart(part, own), cancellationToken)).Match(
            _ => Task.FromResult<IActionResult>(Redirect(Address(0, "demande"))),
            _ => RefusedAsync(texts["Cette pièce vient d’être demandée ou remise. Cherchez-en une autre."], cancellationToken),
            _ => Task.FromResult<IActionResult>(NotFound()));

    [AllowedTo(Permission.KeepReuseItems)]
    public async Task<IActionResult> OnPostHandOverAsync(CancellationToken cancellationToken)
    {
        if (!ApiText.TryId<SparePartId>(PartText, out var part))
        {
            return NotFound();
        }

        try
        {
            return await (await mediator.Send(new HandOverPart(part, To), cancellationToken)).Match(
                _ => Task.FromResult<IActionResult>(Redirect(Address(0, "parti"))),
                _ => RefusedAsync(texts["Cette pièce n’est plus sur l’étagère."], cancellationToken),
                missing => RefusedAsync(texts["En stock pour « {0} » : {1}. {2} ne peuvent pas en sortir. Pesez d’abord ce qui est entré, ou ajustez le stock.",
                    ReuseWords.Category(texts, catalogue, missing.CategoryCode), ReuseWords.Kg(texts, missing.HeldGrams), ReuseWords.Kg(texts, missing.AskedGrams)], cancellationToken),
                _ => Task.FromResult<IActionResult>(NotFound()));
        }
        catch (InvalidRequestException refusal)
        {
            await LoadAsync(cancellationToken);
            return Wrong(refusal, new Dictionary<string, string> { ["to"] = "vers" });
        }
    }

    /// <summary>The same list further on.</summary>
    public string Address(int skip, string? done = null) => Request.PathBase + "/pro/pieces" + Query(skip, done, null);

    /// <summary>Where a form is sent: the same search comes back.</summary>
    public string Post(string handler) => Request.PathBase + "/pro/pieces" + Query(Skip, null, handler);

    private QueryString Query(int skip, string? done, string? handler)
    {
        var query = new Dictionary<string, string?>
        {
            ["organisation"] = Organisation,
            ["q"] = Text,
            ["famille"] = Category,
            ["suite"] = skip > 0 ? skip.ToString(CultureInfo.InvariantCulture) : null,
            ["fait"] = done,
            ["handler"] = handler,
        };
        return QueryString.Create(query.Where(q => !string.IsNullOrEmpty(q.Value)));
    }

    private async Task<IActionResult> RefusedAsync(string why, CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        Refusal = why;
        Response.StatusCode = StatusCodes.Status409Conflict;
        return Page();
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        Skip = int.TryParse(SkipText, NumberStyles.None, CultureInfo.InvariantCulture, out var skip) && skip <= 100_000 ? skip : 0;
        Category = catalogue.FindCategory(Category)?.Code;
        Text = Text?.Length > LongestText ? Text[..LongestText] : Text;
        Found = (await mediator.Send(new FindParts(string.IsNullOrEmpty(Organisation) ? null : Organisation, Category, Text, Skip, PerPage), cancellationToken)).Match(found => (PartsFound?)found, _ => null);
    }
}
