using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using RepairNet.Application.Common;
using RepairNet.Application.Reuse;
using RepairNet.Web.Hosting;

namespace RepairNet.Web.Pages.Reuse;

/// <summary>An item as schema.org says it: a <c>Product</c>, used, with its <c>Offer</c>.</summary>
internal static class ItemJsonLd
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.Default, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static string Write(OfferedItemView item, string category, SiteLinks links) => JsonSerializer.Serialize(
        new Dictionary<string, object?>
        {
            ["@context"] = "https://schema.org",
            ["@type"] = "Product",
            ["name"] = item.Card.Name,
            ["description"] = item.Words,
            ["category"] = category,
            ["sku"] = item.Card.Code,
            ["brand"] = item.Card.Brand is { } brand ? new Dictionary<string, object?> { ["@type"] = "Brand", ["name"] = brand } : null,
            ["model"] = item.Card.Model,
            ["itemCondition"] = "https://schema.org/UsedCondition",
            ["weight"] = new Dictionary<string, object?> { ["@type"] = "QuantitativeValue", ["value"] = item.Card.Grams / 1000m, ["unitCode"] = "KGM" },
            ["offers"] = new Dictionary<string, object?>
            {
                ["@type"] = "Offer",
                ["price"] = (item.Card.PriceCents / 100m).ToString("0.00", CultureInfo.InvariantCulture),
                ["priceCurrency"] = "EUR",
                ["availability"] = "https://schema.org/" + (item.KeptUntil is null ? "InStoreOnly" : "Reserved"),
                ["url"] = links.OfferedItem(item.Card.Id.ToString(), Language.French),
                ["seller"] = new Dictionary<string, object?> { ["@type"] = "Organization", ["name"] = item.Where.Workshop, ["telephone"] = item.Where.Phone },
            },
        },
        Options);
}
