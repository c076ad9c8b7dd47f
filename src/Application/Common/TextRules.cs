using System.Globalization;
using System.Text;
using FluentValidation;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Common;

/// <summary>Rules every typed text obeys, whatever it is about: no sign that a database, a mail header or a page could trip on.</summary>
public static class TextRules
{
    /// <summary>
    /// Signs without a width that turn what follows around, or part a word from itself for whoever searches it: nobody types them, they come
    /// with what is pasted. Not the joiners (U+200C, U+200D), which scripts and emoji are written with, nor the marks of direction (U+200E, U+200F).
    /// </summary>
    private static bool IsHidden(char c) => c is '\u200B' or '\u2060' or '\uFEFF' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    public const string StrangeSigns = "Ce texte contient des signes invisibles ou qui ne s’écrivent pas. Retapez-le, sans le coller.";

    public const string HasContacts = "Ce texte reste, et ne s’efface pas : retirez l’e-mail ou le numéro de téléphone.";

    /// <summary>One line of text, at most so many characters; blank and null pass.</summary>
    public static IRuleBuilderOptions<T, string?> Line<T>(this IRuleBuilder<T, string?> rule, int max) =>
        rule.Must(text => IsClean(text, lines: false)).WithMessage(StrangeSigns)
            .Must(text => (text?.Trim().Length ?? 0) <= max).WithMessage(TooLong(max));

    /// <summary>Text of several lines, at most so many characters; blank and null pass.</summary>
    public static IRuleBuilderOptions<T, string?> Lines<T>(this IRuleBuilder<T, string?> rule, int max) =>
        rule.Must(text => IsClean(text, lines: true)).WithMessage(StrangeSigns)
            .Must(text => (text?.Trim().Length ?? 0) <= max).WithMessage(TooLong(max));

    /// <summary>One line of text whose length another rule bounds; blank and null pass.</summary>
    public static IRuleBuilderOptions<T, string?> Writable<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(text => IsClean(text, lines: false)).WithMessage(StrangeSigns);

    /// <summary>Text of several lines whose length another rule bounds; blank and null pass.</summary>
    public static IRuleBuilderOptions<T, string?> WritableLines<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(text => IsClean(text, lines: true)).WithMessage(StrangeSigns);

    /// <summary>Text that stays for good, or that all may read: no e-mail address, no telephone number.</summary>
    public static IRuleBuilderOptions<T, string?> WithoutContacts<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(text => PublishedText.Of(text) == (text ?? "")).WithMessage(HasContacts);

    /// <summary>Text that must be there, blank apart.</summary>
    public static IRuleBuilderOptions<T, string?> Given<T>(this IRuleBuilder<T, string?> rule, string message) =>
        rule.Must(IsSeen).WithMessage(message);

    /// <summary>Whether a line holds nothing that a database, a mail header or a page could trip on.</summary>
    public static bool IsWritable(string? line) => IsClean(line, lines: false);

    /// <summary>Whether there is something to see: a name made of signs that have no width is none.</summary>
    public static bool IsSeen(string? text) =>
        text is not null && text.EnumerateRunes().Any(sign => !Rune.IsWhiteSpace(sign) && !IsBlank(sign.Value) && Rune.GetUnicodeCategory(sign) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.NonSpacingMark));

    /// <summary>Letters and signs that Unicode draws as nothing: the fillers of Hangul and the Braille cell without a dot.</summary>
    private static bool IsBlank(int sign) => sign is 0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800;

    /// <summary>A text of a file that others wrote, without the signs that <see cref="Writable"/> refuses because nobody sees them.</summary>
    public static string WithoutHiddenSigns(string text) => text.Any(IsHidden) ? string.Concat(text.Where(c => !IsHidden(c))) : text;

    /// <summary>Trimmed, or null when nothing is left.</summary>
    public static string? OrNull(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static bool IsClean(string? text, bool lines)
    {
        for (var i = 0; i < (text?.Length ?? 0); i++)
        {
            var c = text![i];
            if ((char.IsControl(c) && !(lines && c is '\n' or '\r' or '\t')) || c is '\uFFFE' or '\uFFFF' || IsHidden(c))
            {
                return false;
            }

            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(c))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>What is said of a text of more than so many characters.</summary>
    public static string TooLong(int max) => max switch
    {
        60 => "Ce texte est trop long : 60 signes au plus.",
        80 => "Ce texte est trop long : 80 signes au plus.",
        120 => "Ce texte est trop long : 120 signes au plus.",
        200 => "Ce texte est trop long : 200 signes au plus.",
        300 => "Ce texte est trop long : 300 signes au plus.",
        1000 => "Ce texte est trop long : 1 000 signes au plus.",
        2000 => "Ce texte est trop long : 2 000 signes au plus.",
        _ => throw new ArgumentOutOfRangeException(nameof(max), "Give this length its sentence."),
    };
}
