using RepairNet.Application.Common;
using RepairNet.Domain.Equipment;

namespace RepairNet.Application.Bookings;

/// <summary>Words that the letters and calendars of this area share.</summary>
public static class BookingWords
{
    /// <summary>Name of an equipment category; null for a code that does not exist.</summary>
    public static string? NameOf(this EquipmentCatalogue equipment, string code, Language language) =>
        equipment.FindCategory(code) is not { } category ? null : language == Language.English ? category.NameEn : category.NameFr;
}
