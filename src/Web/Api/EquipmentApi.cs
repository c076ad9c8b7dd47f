using NodaTime;
using NodaTime.Text;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Territories;
using RepairNet.Web.Identity;

namespace RepairNet.Web.Api;

/// <summary>The categories of equipment, their places in other classifications, and what helps to pay their repair.</summary>
internal static class EquipmentApi
{
    private const int MaxFound = 20;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/equipment-categories", List).WithTags("Equipment").WithName("equipmentCategories")
            .WithSummary("Categories of equipment; with q, those that everyday words name, likeliest first.").Produces<CategoriesJson>().AllowedTo(Permission.ReadInPublic);
        api.MapGet("/repair-bonuses", Bonuses).WithTags("Equipment").WithName("repairBonuses")
            .WithSummary("What the French repair bonus (QualiRépar) is known to take off on a day, today without one: by product of a price list, with its source. To be checked: no official file exists.")
            .Produces<BonusesJson>().ProducesProblem(422).AllowedTo(Permission.ReadInPublic);
    }

    private static IResult List(EquipmentCatalogue catalogue, string? q) =>
        Results.Ok(new CategoriesJson([.. (string.IsNullOrWhiteSpace(q) ? catalogue.Categories : catalogue.Search(q, MaxFound)).Select(CategoryJson.From)], null));

    private static IResult Bonuses(EquipmentCatalogue catalogue, IClock clock, string? category, string? date)
    {
        if (!string.IsNullOrEmpty(category) && catalogue.FindCategory(category) is null)
        {
            throw new InvalidRequestException("category", "Cette catégorie d’objets n’existe pas.");
        }

        var day = ApiText.Date(date, "date") ?? clock.GetCurrentInstant().InZone(DateTimeZoneProviders.Tzdb[TimeZones.Metropolitan]).Date;
        var wanted = string.IsNullOrEmpty(category) ? catalogue.Categories : [catalogue.Category(category)];
        return Results.Ok(new BonusesJson(
            LocalDatePattern.Iso.Format(day),
            [.. wanted.SelectMany(c => catalogue.BonusesOf(c, day)).Select(BonusJson.Of)],
            null,
            [.. catalogue.RepairSchemes.Select(s => new SchemeJson(s.Scheme, s.Country, s.Parameter, s.Value, s.Source, s.Note, true))]));
    }
}

internal sealed record CategoriesJson(IReadOnlyList<CategoryJson> Items, string? Next);

internal sealed record NamesJson(string Fr, string En);

internal sealed record CategoryJson(string Code, NamesJson Name, bool Powered, int? OrdsCategoryId, string? UnuKey, int? Weee6, int? FrR543172)
{
    public static CategoryJson From(Category category) => new(
        category.Code, new NamesJson(category.NameFr, category.NameEn), category.Powered, category.OrdsCategoryId, category.UnuKey, category.Weee6, category.FrR543172);
}

/// <param name="Date">The day asked about.</param>
/// <param name="Items">One for each product; a category may hold several, or none.</param>
/// <param name="Schemes">What is known, in words, of other schemes and of the rules of the label.</param>
internal sealed record BonusesJson(string Date, IReadOnlyList<BonusJson> Items, string? Next, IReadOnlyList<SchemeJson> Schemes);

/// <param name="Product">As the price list names it, in French.</param>
/// <param name="AmountEur">Euros off the invoice; null where the product is on the list and its amount is not known.</param>
/// <param name="LeastInvoiceEur">Euros the repair must cost at least, or null.</param>
/// <param name="From">First day of the price list.</param>
/// <param name="To">Its last day, or null while no later one is known.</param>
/// <param name="Confidence"><c>high</c>, <c>medium</c> or <c>missing</c>.</param>
/// <param name="ToBeChecked">Always true: there is no official file.</param>
internal sealed record BonusJson(
    string Scheme, string Category, string Product, decimal? AmountEur, decimal? LeastInvoiceEur, string From, string? To, string Source, string Confidence, bool ToBeChecked)
{
    public static BonusJson Of(RepairBonus bonus) => new(
        "qualirepar", bonus.CategoryCode, bonus.Product, bonus.AmountEur, bonus.LeastInvoiceEur,
        LocalDatePattern.Iso.Format(bonus.From), bonus.To is { } to ? LocalDatePattern.Iso.Format(to) : null, bonus.Source, ApiText.Kebab(bonus.Confidence), true);
}

/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="ToBeChecked">Always true.</param>
internal sealed record SchemeJson(string Scheme, string Country, string Parameter, string Value, string Source, string? Note, bool ToBeChecked);
