using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Territories;

namespace RepairNet.Web.Pages.Directory;

/// <summary>All objects, by the room or the use they belong to.</summary>
[AllowedTo(Permission.SearchAndBook)]
public sealed class ObjectsModel(EquipmentCatalogue catalogue, Texts texts) : PageModel
{
    private static readonly (string Heading, string[] Codes)[] Rooms =
    [
        (Texts.Key("Cuisine"), ["coffee-maker", "kettle", "toaster", "food-processor", "small-kitchen-item", "microwave", "oven-cooker", "fridge", "freezer", "dishwasher", "hood-heater"]),
        (Texts.Key("Linge et ménage"), ["vacuum", "iron", "sewing-machine", "washing-machine", "tumble-dryer", "small-home-electrical", "large-home-electrical"]),
        (Texts.Key("Ordinateur et téléphone"), ["mobile", "tablet", "laptop", "desktop-computer", "pc-accessory", "printer-scanner", "paper-shredder", "battery-charger-adapter"]),
        (Texts.Key("Image, son et jeux"), ["flat-screen", "hifi-integrated", "hifi-separates", "headphones", "portable-radio", "projector", "compact-camera", "dslr-video-camera", "games-console", "handheld-entertainment", "tv-gaming-accessory", "musical-instrument", "toy"]),
        (Texts.Key("Soin, lumière et air"), ["hair-dryer", "hair-beauty", "watch-clock", "lamp", "decorative-lights", "fan", "aircon-dehumidifier"]),
        (Texts.Key("Vélo, outils et meubles"), ["bicycle", "e-bike-scooter", "power-tool", "hand-tool", "furniture", "clothing-textile", "jewellery"]),
    ];

    /// <summary>Key of the commune the search will be made from, if it is known already.</summary>
    [BindProperty(SupportsGet = true, Name = "commune")]
    public string? Commune { get; set; }

    /// <summary>Headings with their categories; what has no room comes last.</summary>
    public IReadOnlyList<(string Heading, IReadOnlyList<Category> Categories)> Groups
    {
        get
        {
            var placed = Rooms.SelectMany(r => r.Codes).ToHashSet(StringComparer.Ordinal);
            return
            [
                .. Rooms.Select(r => (texts[r.Heading], (IReadOnlyList<Category>)[.. r.Codes.Select(catalogue.FindCategory).OfType<Category>()])),
                (texts["Autre chose"], [.. catalogue.Categories.Where(c => !placed.Contains(c.Code))]),
            ];
        }
    }

    public string Search(Category category) =>
        Request.PathBase + "/reparer?" + (TerritoryKey.TryParse(Commune, out var key) ? $"commune={key}&" : "") + $"objet={category.Code}";
}
