using RepairNet.Application.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Equipment;

namespace RepairNet.Application.Bookings;

/// <summary>Words that the letters and calendars of this area share.</summary>
public static class BookingWords
{
    /// <summary>Where to meet: at the person's home, on the telephone, or at the address of the workshop.</summary>
    /// <param name="address">Of the workshop.</param>
    public static string Meeting(this BookingView booking, Texts t, string address) => booking.Mode switch
    {
        ServiceMode.Home => booking.Visit is null ? t["Chez vous, à domicile"] : t["Chez vous : {0}", booking.Visit],
        ServiceMode.Phone => booking.Contact.Phone is { } phone ? t["Au téléphone : on vous appelle au {0}", Display.Phone(phone)] : t["Au téléphone"],
        ServiceMode.Workshop => address,
    };

    /// <summary>Name of an equipment category; null for a code that does not exist.</summary>
    public static string? NameOf(this EquipmentCatalogue equipment, string code, Language language) =>
        equipment.FindCategory(code) is not { } category ? null : language == Language.English ? category.NameEn : category.NameFr;
}
