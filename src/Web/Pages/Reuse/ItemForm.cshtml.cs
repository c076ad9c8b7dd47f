using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Reuse;
using RepairNet.Application.Reuse.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Reuse;
using RepairNet.Web.Api;
using RepairNet.Web.Shell;
using RepairNet.Web.Shell.Tags;

namespace RepairNet.Web.Pages.Reuse;

/// <summary>A new item, or what an item is, corrected. All fields are text: what was typed comes back as it was typed.</summary>
[AllowedTo(Permission.KeepReuseItems)]
public sealed class ItemFormModel(IMediator mediator, EquipmentCatalogue catalogue, Texts texts) : FormPage
{
    /// <summary>Weighed with others when it came: nothing is weighed with it.</summary>
    private const string InBulk = "deja";

    private static readonly Dictionary<string, string> Fields = new()
    {
        ["category"] = "categorie",
        ["name"] = "nom",
        ["brand"] = "marque",
        ["model"] = "modele",
        ["weighedKg"] = "kg",
        ["code"] = "etiquette",
        ["channel"] = "apport",
        ["placeId"] = "lieu",
    };

    [BindProperty(SupportsGet = true, Name = "organisation")]
    public string? Organisation { get; set; }

    /// <summary>The item to correct; none for a new one.</summary>
    [BindProperty(SupportsGet = true, Name = "objet")]
    public string? ItemText { get; set; }

    [BindProperty(Name = "cle")]
    public string? Key { get; set; }

    [BindProperty(Name = "nom")]
    public string? Name { get; set; }

    [BindProperty(Name = "categorie")]
    public string? Category { get; set; }

    [BindProperty(Name = "marque")]
    public string? Brand { get; set; }

    [BindProperty(Name = "modele")]
    public string? ModelName { get; set; }

    [BindProperty(Name = "kg")]
    public string? Weight { get; set; }

    /// <summary>The odd weight, as typed, that was looked at again.</summary>
    [BindProperty(Name = "confirme")]
    public string? Confirmed { get; set; }

    [BindProperty(Name = "apport")]
    public string? Channel { get; set; }

    [BindProperty(Name = "etiquette")]
    public string? Code { get; set; }

    [BindProperty(Name = "lieu")]
    public string? Place { get; set; }

    public ReuseItemView? Item { get; private set; }

    public string WorkshopName { get; private set; } = "";

    public IReadOnlyList<(PlaceId Id, string Name)> PlacesOf { get; private set; } = [];

    /// <summary>What the item is; null for a new one.</summary>
    public string? Stamp => Item?.Item is { } i ? ShownStamp.Of(i.Name, i.CategoryCode, i.Brand, i.Model, i.NetGrams) : null;

    public string? Refusal { get; private set; }

    /// <summary>Weight to confirm, as typed; null when nothing is odd.</summary>
    public string? Odd { get; private set; }

    private OwnReuseWorkshop? Workshop { get; set; }

    public string Back => Item is null ? $"~/pro/objets?organisation={Workshop!.Slug}" : $"~/pro/objets/{Item.Item.Id}";

    public string Here => Item is null ? $"~/pro/objets/fiche?organisation={Workshop!.Slug}" : $"~/pro/objets/fiche?objet={Item.Item.Id}";

    public IEnumerable<SelectListItem> Categories => catalogue.Categories.Select(c => new SelectListItem(ReuseWords.Category(texts, catalogue, c.Code), c.Code)).OrderBy(i => i.Text, StringComparer.CurrentCultureIgnoreCase)
        .Prepend(new SelectListItem(texts["Choisissez"], ""));

    public IEnumerable<Choice> Channels => Enum.GetValues<IntakeChannel>().Select(c => new Choice(ReuseNames.Name(c), texts["Non : {0}", ReuseWords.Small(ReuseWords.Channel(texts, c))]))
        .Prepend(new Choice(InBulk, texts["Oui, avec d’autres"]));

    public IEnumerable<SelectListItem> Places => PlacesOf.Select(p => new SelectListItem(p.Name, p.Id.ToString()));

    /// <summary>What is wrong with a field, or null.</summary>
    public string? ErrorOf(string field) => ModelState.TryGetValue(field, out var entry) && entry.Errors.Count > 0 ? texts[entry.Errors[0].ErrorMessage] : null;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        Key = ReuseItemId.New().ToString();
        Channel = ReuseNames.Name(IntakeChannel.DropOff);
        if (Item?.Item is { } item)
        {
            (Name, Category, Brand, ModelName, Weight) = (item.Name, item.CategoryCode, item.Brand, item.Model, texts.Display.Number(item.NetGrams / 1000m, 3));
        }

        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        if (ShownStamp.IsStale(Request, Stamp))
        {
            return ShownStamp.Stale(this);
        }

        var kg = ReuseWords.Number(Weight);
        if (kg is null && !string.IsNullOrWhiteSpace(Weight))
        {
            ModelState.AddModelError("kg", "Ce poids n’est pas lisible. Il ressemble à : 6,2");
            return Wrong();
        }

        var fields = new ItemFields(Category, Name, Brand, ModelName, kg, Confirmed is not null && Confirmed.Trim() == Weight?.Trim());
        try
        {
            return Item is { } own
                ? (await mediator.Send(new DescribeReuseItem(own.Item.Id, fields), cancellationToken)).Match<IActionResult>(
                    _ => Redirect($"{Request.PathBase}/pro/objets/{own.Item.Id}?fait=fiche"),
                    _ => Refused(texts["Ce n’est plus possible : quelqu’un d’autre a agi sur cet objet entre-temps."]),
                    _ => NotFound())
                : (await mediator.Send(
                    new AddReuseItem(
                        Workshop!.Id, ApiText.TryId<PlaceId>(Place, out var place) ? place : null, fields, Code, Channel == InBulk ? null : Channel ?? "",
                        OnceId: ApiText.TryId<ReuseItemId>(Key, out var key) && key.Value != Guid.Empty ? key : null), cancellationToken)).Match<IActionResult>(
                    added => Redirect($"{Request.PathBase}/pro/objets/{added.Id}?fait=ajout"),
                    _ => Refused(texts["Cette organisation n’est pas une ressourcerie. Ajoutez cette activité à sa fiche."]),
                    _ => NotFound());
        }
        catch (InvalidRequestException refusal)
        {
            Odd = refusal.Errors.GetValueOrDefault("weighedKg")?.Contains(WeighedLine.OddWeight) == true ? Weight?.Trim() : null;
            ModelState.Remove("confirme");
            return Wrong(refusal, Fields);
        }
    }

    private IActionResult Refused(string why)
    {
        Refusal = why;
        Response.StatusCode = StatusCodes.Status409Conflict;
        return Page();
    }

    private async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(ItemText))
        {
            if (!ApiText.TryId<ReuseItemId>(ItemText, out var id) || !(await mediator.Send(new GetReuseItem(id), cancellationToken)).TryPickT0(out var view, out _))
            {
                return false;
            }

            (Item, WorkshopName) = (view, view.Workshop);
            return true;
        }

        if (!(await mediator.Send(new GetReuseItems(Organisation, Take: 0), cancellationToken)).TryPickT0(out var list, out _))
        {
            return false;
        }

        (Workshop, WorkshopName, PlacesOf) = (list.Workshop, list.Workshop.Name, list.Places);
        return true;
    }
}
