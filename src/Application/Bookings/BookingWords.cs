using System.Globalization;
using RepairNet.Application.Common;
using RepairNet.Domain.Bookings;
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

    /// <summary>What the service costs, in the workshop's words; null where it does not say. Of several items, it says that the amount is for one.</summary>
    public static string? PriceIn(this BookingView booking, Texts t) => booking.Price switch
    {
        null or "" => null,
        var price when booking.MoreItems.Count == 0 || !price.Any(char.IsAsciiDigit) => price,
        // An amount is followed; a sentence, as « diagnostic 20 €, déduit de la réparation », is not.
        var price when price.TrimEnd().EndsWith('€') => t["{0} par objet", price.TrimEnd()],
        var price => t["{0} (pour un objet)", price],
    };

    /// <summary>Name of an equipment category; null for a code that does not exist.</summary>
    public static string? NameOf(this EquipmentCatalogue equipment, string code, Language language) =>
        equipment.FindCategory(code) is not { } category ? null : language == Language.English ? category.NameEn : category.NameFr;

    /// <summary>
    /// All that is brought, in words: « Bouilloire Seb », « Bouilloire Seb et mixeur », « Bouilloire Seb × 2 ». The one place where items
    /// are named, on pages, in letters and in calendars. Beside « Hotte, chauffage d’appoint », which is one thing, a semicolon parts them.
    /// </summary>
    public static string NamesOf(this EquipmentCatalogue equipment, Texts t, IEnumerable<BookedItem> items, ItemNaming naming = ItemNaming.Brand)
    {
        string[] names = [.. items.Select(item => equipment.NameOf(t, item, naming)).CountBy(name => name)
            .Select((name, i) => (i == 0 ? name.Key : Inside(name.Key)) + (name.Value == 1 ? "" : $"{Typography.NoBreak}×{Typography.NoBreak}{name.Value}"))];
        return names.Length > 1 && names.Any(name => name.Contains(',', StringComparison.Ordinal))
            ? string.Join(t.Language == Language.English ? "; " : $"{Typography.NarrowNoBreak}; ", names)
            : t.Display.List(names);
    }

    /// <summary>The same, where only the categories are known.</summary>
    public static string NamesOf(this EquipmentCatalogue equipment, Texts t, IEnumerable<string> categories) =>
        equipment.NamesOf(t, categories.Select(category => new BookedItem(category, null, null, "")), ItemNaming.Category);

    /// <summary>A name inside a sentence: « aspirateur », but « TV ».</summary>
    private static string Inside(string name) => name.Length > 1 && char.IsLower(name[1]) ? char.ToLower(name[0], CultureInfo.InvariantCulture) + name[1..] : name;

    /// <summary>One item, in words.</summary>
    public static string NameOf(this EquipmentCatalogue equipment, Texts t, BookedItem item, ItemNaming naming = ItemNaming.Brand)
    {
        var category = equipment.NameOf(item.Category, t.Language) ?? item.Category;
        string?[] parts = naming switch
        {
            ItemNaming.Category => [category],
            ItemNaming.Brand => [category, item.Brand],
            ItemNaming.Model => [category, item.Brand, item.Model],
        };
        return string.Join(' ', parts.Where(part => !string.IsNullOrWhiteSpace(part)));
    }

    /// <summary>Codes of what is brought, one for each item.</summary>
    internal static IReadOnlyList<string> Categories(this IEnumerable<BookedItem> items) => [.. items.Select(item => item.Category)];
}

/// <summary>How much is said of an item.</summary>
public enum ItemNaming
{
    /// <summary>« Bouilloire »: letters and calendars, which may be read over a shoulder.</summary>
    Category,

    /// <summary>« Bouilloire Seb ».</summary>
    Brand,

    /// <summary>« Bouilloire Seb Subito »: the person's own ticket.</summary>
    Model,
}
