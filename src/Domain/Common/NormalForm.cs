using System.Text;

namespace RepairNet.Domain.Common;

/// <summary>Texts in the normal forms of Unicode, whatever a robot puts in them.</summary>
public static class NormalForm
{
    private const char NoCharacter = '\uFFFE';

    /// <summary>The text in this form; of what has none, half a pair becomes U+FFFD and U+FFFE goes. Nobody types either.</summary>
#pragma warning disable RS0030 // What has no form is mended first.
    public static string Of(string text, NormalizationForm form) => (HasForm(text) ? text : WithForm(text)).Normalize(form);
#pragma warning restore RS0030

    private static bool HasForm(string text) => !text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') && !text.Contains(NoCharacter);

    private static string WithForm(string text) => string.Concat(text.EnumerateRunes().Where(rune => rune.Value != NoCharacter));
}
