using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Domain.Equipment;

namespace RepairNet.Web.Pages.Directory;

/// <summary>How residents are told about the repair bonus: always with the date of the price list, and « à vérifier ».</summary>
internal static class BonusWords
{
    /// <summary>« Bonus réparation : 25 € de moins sur la facture. Montant de janvier 2024, à vérifier… »; null where the list has nothing like it.</summary>
    public static string? Sentence(Category? category, LocalDate day, EquipmentCatalogue catalogue, Texts t)
    {
        if (category is null || BonusRange.Of(category, catalogue.BonusesOf(category, day)) is not { } bonus)
        {
            return null;
        }

        var since = t.Display.Month(bonus.Since.ToYearMonth());
        if (bonus is not { Low: { } low, High: { } high })
        {
            return t["Bonus réparation : possible pour cet objet, montant à vérifier auprès de l’atelier."];
        }

        var amount = low == high
            ? t[bonus.ForAll ? "Bonus réparation : {0} de moins sur la facture." : "Bonus réparation : jusqu’à {0} de moins sur la facture, selon l’appareil.", t.Display.Money(low)]
            : t["Bonus réparation : de {0} à {1} de moins sur la facture, selon l’appareil.", t.Display.Money(low), t.Display.Money(high)];
        var least = bonus.LeastInvoiceEur is { } invoice ? " " + t["Il faut {0} de réparation au moins.", t.Display.Money(invoice)] : "";
        return $"{amount}{least} {t["Montant de {0}, à vérifier auprès de l’atelier.", since]}";
    }
}
