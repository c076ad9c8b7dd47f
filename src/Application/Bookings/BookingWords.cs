using System.Globalization;
using RepairNet.Application.Common;
using RepairNet.Domain.Equipment;

namespace RepairNet.Application.Bookings;

/// <summary>Words that the letters and calendars of this area share.</summary>
public static class BookingWords
{
    /// <summary>Name of an equipment category; null for a code that does not exist.</summary>
    public static string? NameOf(this EquipmentCatalogue equipment, string code, Language language) =>
        equipment.FindCategory(code) is not { } category ? null : language == Language.English ? category.NameEn : category.NameFr;

    /// <summary>
    /// By name only if it reads like one. Anybody may give someone else's address: a « name » that holds a link or a
    /// slogan would make us its carrier.
    /// </summary>
    internal static string Greeting(Texts t, string name) =>
        name.Length <= 60 && name.All(c => char.IsLetter(c) || char.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark || c is ' ' or '-' or '\'' or '’')
            ? t["Bonjour {0},", name]
            : t["Bonjour,"];
}
