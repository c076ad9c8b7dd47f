namespace RepairNet.Domain.Imports;

/// <summary>
/// One row of the Open Repair Data Standard, version 0.3 (openrepair.org, CC BY-SA 4.0), as it is written: the spelling is the
/// data's own, so that what comes in goes out again letter for letter. Nothing where the file says nothing.
/// </summary>
/// <param name="Id">The partner's own identifier.</param>
/// <param name="DataProvider">Who gives the data.</param>
/// <param name="Country">ISO 3166-1 alpha-3, as written.</param>
/// <param name="EventDate">Day of the repair, <c>yyyy-mm-dd</c>.</param>
public sealed record OrdsRow(
    string Id,
    string DataProvider,
    string Country,
    string PartnerProductCategory,
    string ProductCategory,
    string ProductCategoryId,
    string Brand,
    string YearOfManufacture,
    string ProductAge,
    string RepairStatus,
    string RepairBarrier,
    string GroupIdentifier,
    string EventDate,
    string Problem)
{
    /// <summary>What this program puts before the ids of its own repairs when it publishes them.</summary>
    public const string OwnPrefix = "repairnet_";

    /// <summary>The columns, in the standard's order.</summary>
    public static IReadOnlyList<string> Columns { get; } =
    [
        "id", "data_provider", "country", "partner_product_category", "product_category", "product_category_id", "brand", "year_of_manufacture",
        "product_age", "repair_status", "repair_barrier_if_end_of_life", "group_identifier", "event_date", "problem",
    ];

    /// <summary>Columns without which no row can be counted. The category may be given by its name or by its number.</summary>
    public static IReadOnlyList<string> Compulsory { get; } = ["id", "data_provider", "country", "repair_status", "event_date"];

    /// <summary>Names of a column that is not the standard's: the INSEE code of the commune of the repair. Where a file has several, the first of these: « commune » may hold its name beside.</summary>
    public static IReadOnlyList<string> CommuneColumns { get; } = ["code_commune", "insee", "commune"];

    /// <summary>The cells, in the standard's order.</summary>
    public IReadOnlyList<string> Cells =>
    [
        Id, DataProvider, Country, PartnerProductCategory, ProductCategory, ProductCategoryId, Brand, YearOfManufacture,
        ProductAge, RepairStatus, RepairBarrier, GroupIdentifier, EventDate, Problem,
    ];

    /// <summary>The row of these cells, in the standard's order.</summary>
    public static OrdsRow Of(IReadOnlyList<string> cells) => new(
        cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], cells[6], cells[7], cells[8], cells[9], cells[10], cells[11], cells[12], cells[13]);
}
