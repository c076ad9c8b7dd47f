using FluentValidation;
using NodaTime;
using RepairNet.Application.Common;

namespace RepairNet.Application.Bookings;

/// <summary>What a typed text must be, said once for the forms of this area.</summary>
internal static class BookingRules
{
    private const string SlotIsPast = "Ce créneau est passé. Choisissez-en un autre.";

    /// <summary>The longest an instance may remember what it answered to a key.</summary>
    private static readonly Duration LongestMemory = Duration.FromDays(Retention.Rules.Single(rule => rule.What == KeptData.RepeatedRequests).Most);

    public static bool HasText(string? text) => TextRules.IsSeen(text);

    public static string? Trimmed(string? text) => HasText(text) ? text!.Trim() : null;

    /// <summary>At most this many characters, blanks around it apart.</summary>
    public static bool Fits(string? text, int max) => text is null || text.Trim().Length <= max;

    /// <summary>The start of a slot that is still to come; null when what was typed is no instant. A minute is left to who reads the page.</summary>
    public static IRuleBuilderOptions<T, Instant?> SlotToCome<T>(this IRuleBuilder<T, Instant?> rule, IClock clock) => rule.SlotToCome(clock, _ => null);

    /// <summary>The same, for a request that may repeat one: what was answered to its key is answered again, the slot past or not. The handler asks <see cref="RefusePast"/> once it knows of none.</summary>
    /// <param name="rule">Of the start.</param>
    /// <param name="clock">What time it is.</param>
    /// <param name="key">The idempotency key of the request; null if it has none.</param>
    public static IRuleBuilderOptions<T, Instant?> SlotToCome<T>(this IRuleBuilder<T, Instant?> rule, IClock clock, Func<T, string?> key) =>
        rule.NotNull().WithMessage("Donnez le début du créneau, par exemple 2027-03-29T09:00:00+02:00.")
            .Must((request, start) => start is null || !IsPast(start.Value, clock.GetCurrentInstant() - (key(request) is null ? Duration.Zero : LongestMemory))).WithMessage(SlotIsPast);

    /// <exception cref="InvalidRequestException">The slot is past.</exception>
    public static void RefusePast(Instant start, Instant now)
    {
        if (IsPast(start, now))
        {
            throw new InvalidRequestException("start", SlotIsPast);
        }
    }

    /// <summary>A minute is left to who chose it just before.</summary>
    private static bool IsPast(Instant start, Instant now) => start < now - Duration.FromMinutes(1);
}
