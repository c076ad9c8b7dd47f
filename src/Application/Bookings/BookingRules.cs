namespace RepairNet.Application.Bookings;

/// <summary>What a typed text must be, said once for the forms of this area.</summary>
internal static class BookingRules
{
    public static bool HasText(string? text) => !string.IsNullOrWhiteSpace(text);

    public static string? Trimmed(string? text) => HasText(text) ? text!.Trim() : null;

    /// <summary>One line, no control character (it may end in the header of a message), at most this many characters.</summary>
    public static bool Fits(string? text, int max) => text is null || (text.Trim().Length <= max && !text.Trim().Any(char.IsControl));

    /// <summary>Of several lines, at most this many characters.</summary>
    public static bool FitsLines(string? text, int max) => text is null || text.Trim().Length <= max;
}
