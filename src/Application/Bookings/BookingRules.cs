using FluentValidation;
using NodaTime;
using RepairNet.Application.Common;

namespace RepairNet.Application.Bookings;

/// <summary>What a typed text must be, said once for the forms of this area.</summary>
internal static class BookingRules
{
    public static bool HasText(string? text) => TextRules.IsSeen(text);

    public static string? Trimmed(string? text) => HasText(text) ? text!.Trim() : null;

    /// <summary>At most this many characters, blanks around it apart.</summary>
    public static bool Fits(string? text, int max) => text is null || text.Trim().Length <= max;

    /// <summary>The start of a slot that is still to come; null when what was typed is no instant. A minute is left to who reads the page.</summary>
    public static IRuleBuilderOptions<T, Instant?> SlotToCome<T>(this IRuleBuilder<T, Instant?> rule, IClock clock) =>
        rule.NotNull().WithMessage("Donnez le début du créneau, par exemple 2027-03-29T09:00:00+02:00.")
            .Must(start => start is null || start >= clock.GetCurrentInstant() - Duration.FromMinutes(1)).WithMessage("Ce créneau est passé. Choisissez-en un autre.");
}
