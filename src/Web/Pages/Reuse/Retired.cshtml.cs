using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using NodaTime.Text;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Reuse;
using RepairNet.Application.Reuse.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Reuse;
using RepairNet.Web.Api;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Reuse;

/// <summary>The computer equipment that a territory retired, and what share was used again.</summary>
[AllowedTo(Permission.ReadPurchases)]
public sealed class RetiredModel(IMediator mediator, ICurrentActor currentActor, ITerritories territories, EquipmentCatalogue catalogue, Texts texts) : PurchasesPage(currentActor, territories)
{
    public const int PerPage = 50;

    private static readonly Dictionary<string, string> Fields = new()
    {
        ["date"] = "date",
        ["category"] = "materiel",
        ["count"] = "nombre",
        ["to"] = "devenir",
        ["recipient"] = "preneur",
        ["exclusion"] = "exclu",
    };

    private static readonly Dictionary<string, string> StockFields = new() { ["count"] = "stock" };

    [BindProperty(SupportsGet = true, Name = "suite")]
    public int Skip { get; set; }

    [BindProperty(Name = "cle")]
    public string? Key { get; set; }

    [BindProperty(Name = "date")]
    public string? Date { get; set; }

    [BindProperty(Name = "materiel")]
    public string? Category { get; set; }

    [BindProperty(Name = "nombre")]
    public string? Count { get; set; }

    [BindProperty(Name = "devenir")]
    public string? To { get; set; }

    [BindProperty(Name = "preneur")]
    public string? Recipient { get; set; }

    [BindProperty(Name = "engage")]
    public bool Undertaken { get; set; }

    [BindProperty(Name = "exclu")]
    public string? Exclusion { get; set; }

    [BindProperty(Name = "stock")]
    public string? Stock { get; set; }

    [BindProperty(Name = "lot")]
    public string? Batch { get; set; }

    public RetiredEquipment Equipment { get; private set; } = null!;

    public IEnumerable<SelectListItem> Categories => catalogue.Categories.Where(RetiredBatch.Concerns).Select(c => new SelectListItem(NameOf(c.Code), c.Code))
        .OrderBy(i => i.Text, StringComparer.CurrentCultureIgnoreCase).Prepend(new SelectListItem(texts["Choisissez"], ""));

    public IEnumerable<SelectListItem> Ways => Enum.GetValues<RetiredTo>().Select(t => new SelectListItem(PurchaseWords.To(texts, t), PurchaseNames.Code(t))).Prepend(new SelectListItem(texts["Choisissez"], ""));

    public IEnumerable<SelectListItem> Exclusions => Enum.GetValues<RetiredExclusion>().Select(e => new SelectListItem(PurchaseWords.Exclusion(texts, e), PurchaseNames.Code(e)))
        .Prepend(new SelectListItem(texts["Non, il compte"], ""));

    /// <summary>What was used again, and what the law asks for.</summary>
    public IReadOnlyList<(string Name, string Written, decimal Value)> Bars => Equipment is { Share: { } share, Aim: { } aim }
        ? [(texts["Réemployé"], texts.Display.Percent(share), share), (texts["À atteindre"], texts.Display.Percent(aim), aim)]
        : [];

    public string NameOf(string category) => ReuseWords.Category(texts, catalogue, category);

    public string Address(int? year = null, string end = "") => $"~/mairie/materiel{end}?territoire={Equipment.Territory}&annee={Written(year ?? Equipment.Year)}";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        Begin();
        return Page();
    }

    [AllowedTo(Permission.DeclarePurchases)]
    public async Task<IActionResult> OnPostAddAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        var day = TypedDay.Read(Date);
        if (!string.IsNullOrWhiteSpace(Date) && day is null)
        {
            ModelState.AddModelError("date", "Cette date n’est pas lisible. Elle ressemble à : 31/03/2027");
        }

        var request = new RecordRetired(
            Territory, day, Category, Whole(Count, "nombre"), To, Recipient, Undertaken, Exclusion, ApiText.TryId<RetiredBatchId>(Key, out var once) ? once : null);
        return await SendAsync(request, Fields, cancellationToken);
    }

    [AllowedTo(Permission.DeclarePurchases)]
    public async Task<IActionResult> OnPostStockAsync(CancellationToken cancellationToken) =>
        await LoadAsync(cancellationToken) ? await SendAsync(new SetRetiredStock(Territory, Equipment.Year, Whole(Stock, "stock")), StockFields, cancellationToken) : NotFound();

    [AllowedTo(Permission.DeclarePurchases)]
    public async Task<IActionResult> OnPostRemoveAsync(CancellationToken cancellationToken) =>
        await LoadAsync(cancellationToken) && ApiText.TryId<RetiredBatchId>(Batch, out var batch) ? await SendAsync(new RemoveRetired(Territory, batch), Fields, cancellationToken) : NotFound();

    private async Task<IActionResult> SendAsync(IRequest<OneOf.OneOf<Done, NotFound>> request, IReadOnlyDictionary<string, string> fields, CancellationToken cancellationToken)
    {
        // What belongs to the other forms of the page was not sent: left empty, it would be erased by the next of them.
        Begin();
        if (!ModelState.IsValid)
        {
            return Wrong();
        }

        try
        {
            return (await mediator.Send(request, cancellationToken)).Match<IActionResult>(_ => LocalRedirect(Url.Content($"{Address()}&fait=1")), _ => NotFound());
        }
        catch (InvalidRequestException refusal)
        {
            return Wrong(refusal, fields);
        }
    }

    /// <summary>What the forms begin with, where nothing was typed.</summary>
    private void Begin()
    {
        Key ??= RetiredBatchId.New().ToString();
        Date ??= LocalDatePattern.Iso.Format(Equipment.Today);
        Stock ??= Equipment.Stock?.ToString(CultureInfo.InvariantCulture);
    }

    private async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        await ChooseTerritoryAsync(cancellationToken);
        if (!TryYear(out var year) || Skip < 0 || !(await mediator.Send(new GetRetiredEquipment(Territory, year, Skip, PerPage), cancellationToken)).TryPickT0(out var equipment, out _))
        {
            return false;
        }

        Equipment = equipment;
        return true;
    }
}
