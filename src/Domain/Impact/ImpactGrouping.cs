using System.Globalization;
using NodaTime.Text;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Repairs;

namespace RepairNet.Domain.Impact;

/// <summary>How figures are cut into parts.</summary>
public enum ImpactGrouping
{
    None = 0,
    Day = 1,
    Month = 2,
    Year = 3,
    Category = 4,
    Weee6 = 5,
    Commune = 6,
    Organisation = 7,
    Barrier = 8,

    /// <summary>Categories of article R543-172 of the French environment code.</summary>
    R543172 = 9,
}

/// <summary>The key of the part a cell belongs to.</summary>
public static class ImpactGroup
{
    /// <summary>The part of what has no commune, no category of electrical waste, or no known barrier.</summary>
    public const string NoKey = "none";

    /// <summary>« 2027-03-29 », « 2027-03 », « 2027 », a category code, « 1 » to « 6 » (« 8 » in France) or « none », an INSEE code or « none », an organisation, a barrier or « none ».</summary>
    public static string KeyOf(ImpactCellKey cell, ImpactGrouping grouping, EquipmentCatalogue catalogue) => grouping switch
    {
        ImpactGrouping.None => "",
        ImpactGrouping.Day => LocalDatePattern.Iso.Format(cell.Date),
        ImpactGrouping.Month => Month(MonthNumber.Of(cell.Date)),
        ImpactGrouping.Year => Year(MonthNumber.Of(cell.Date)),
        ImpactGrouping.Category => cell.CategoryCode,
        ImpactGrouping.Weee6 => Weee6(catalogue.Category(cell.CategoryCode)),
        ImpactGrouping.R543172 => R543172(catalogue.Category(cell.CategoryCode)),
        ImpactGrouping.Commune => Commune(cell.CommuneCode),
        ImpactGrouping.Organisation => cell.OrganisationId.ToString(),
        ImpactGrouping.Barrier => Barrier(cell.Barrier),
        _ => throw new ArgumentOutOfRangeException(nameof(grouping)),
    };

    /// <summary>202703 gives « 2027-03 ».</summary>
    public static string Month(int month) => string.Create(CultureInfo.InvariantCulture, $"{month / 100:D4}-{month % 100:D2}");

    /// <summary>202703 gives « 2027 ».</summary>
    public static string Year(int month) => (month / 100).ToString("D4", CultureInfo.InvariantCulture);

    public static string Weee6(Category category) => category.Weee6?.ToString(CultureInfo.InvariantCulture) ?? NoKey;

    public static string R543172(Category category) => category.FrR543172?.ToString(CultureInfo.InvariantCulture) ?? NoKey;

    /// <summary>« worn-out », or « none » for what was repaired and for what nobody said why.</summary>
    public static string Barrier(RepairBarrier? barrier) => barrier?.Code() ?? NoKey;

    public static string Commune(string communeCode) => communeCode.Length == 0 ? NoKey : communeCode;
}
