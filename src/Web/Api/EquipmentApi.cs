using RepairNet.Domain.Equipment;

namespace RepairNet.Web.Api;

/// <summary>The categories of equipment and their places in other classifications.</summary>
internal static class EquipmentApi
{
    private const int MaxFound = 20;

    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/equipment-categories", List).WithTags("Equipment").WithName("equipmentCategories")
            .WithSummary("Categories of equipment; with q, those that everyday words name, likeliest first.").Produces<CategoriesJson>().Public();

    private static IResult List(EquipmentCatalogue catalogue, string? q) =>
        Results.Ok(new CategoriesJson([.. (string.IsNullOrWhiteSpace(q) ? catalogue.Categories : catalogue.Search(q, MaxFound)).Select(CategoryJson.From)], null));
}

internal sealed record CategoriesJson(IReadOnlyList<CategoryJson> Items, string? Next);

internal sealed record NamesJson(string Fr, string En);

internal sealed record CategoryJson(string Code, NamesJson Name, bool Powered, int? OrdsCategoryId, string? UnuKey, int? Weee6, int? FrR543172)
{
    public static CategoryJson From(Category category) => new(
        category.Code, new NamesJson(category.NameFr, category.NameEn), category.Powered, category.OrdsCategoryId, category.UnuKey, category.Weee6, category.FrR543172);
}
