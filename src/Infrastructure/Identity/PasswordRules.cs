using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using RepairNet.Domain.Common;

namespace RepairNet.Infrastructure.Identity;

/// <summary>
/// What a password must be: long and not among the first that a stranger would try. No mix of signs is asked for, and
/// spaces are welcome: a sentence is better than a riddle.
/// </summary>
public sealed class PasswordRules
{
    public const int MinLength = 12;

    /// <summary>Beyond this a password only costs time to hash.</summary>
    public const int MaxLength = 256;

    /// <summary>Shorter words of a name (« de », « la ») are in too many sentences.</summary>
    private const int LeastWord = 4;

    private static readonly string[] Rows =
    [
        "abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "azertyuiopqsdfghjklmwxcvbn", "qwertyuiopasdfghjklzxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "1a2z3e4r5t6y7u8i9o0p",
    ];

    private readonly FrozenSet<string> _common;

    /// <summary>Reads the shipped list of common words and passwords, one a line, and adds the words of this service.</summary>
    /// <param name="instanceName">How this service is named: whole and word by word, a stranger would try it first.</param>
    public PasswordRules(string? instanceName)
    {
        using var stream = typeof(PasswordRules).Assembly.GetManifestResourceStream("identity/common-passwords.txt")!;
        using var reader = new StreamReader(stream);
        var name = instanceName ?? "";
        _common = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Concat(name.Split(' ', '-', '’', '\'').Append(name).Select(Plain).Where(word => word.Length >= LeastWord))
            .Append("repairnet")
            .ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>What is wrong with a password, in French sentences; empty when it fits.</summary>
    /// <param name="email">Address of its owner, which it must not merely repeat.</param>
    public IReadOnlyList<string> Weaknesses(string email, string password)
    {
        var length = new StringInfo(password).LengthInTextElements;
        if (length < MinLength)
        {
            return ["Choisissez au moins 12 signes. Une courte phrase convient, espaces compris."];
        }

        if (password.Length > MaxLength)
        {
            return ["C’est trop long : 256 signes au plus."];
        }

        return IsCommon(password, email) ? ["Ce mot de passe est parmi les premiers qu’un inconnu essaierait. Choisissez-en un autre, une courte phrase par exemple."] : [];
    }

    private bool IsCommon(string password, string email)
    {
        var plain = Plain(password);
        if (_common.Contains(plain))
        {
            return true;
        }

        // « motdepasse2026! », « marie.blanc1234 »: one known word with figures around it.
        var word = plain.Trim('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        var known = _common.Contains(word) || Own(email).Contains(word);
        return word.Length == 0 ? IsLazy(plain) : known || IsRepeated(word) || IsLazy(plain) || IsLazy(word);
    }

    private static IEnumerable<string> Own(string email)
    {
        var at = email.IndexOf('@');
        if (!EmailAddress.TryParse(email, out _) || at < 0)
        {
            return [];
        }

        return [Plain(email), Plain(email[..at]), Plain(email[(at + 1)..]), Plain(email[(at + 1)..email.LastIndexOf('.')])];
    }

    /// <summary>The same piece again and again: « aaaaaaaaaaaa », « soleilsoleil », or one common word twice.</summary>
    private bool IsRepeated(string text)
    {
        for (var size = 1; size <= text.Length / 2; size++)
        {
            if (text.Length % size == 0 && Enumerable.Range(0, text.Length).All(i => text[i] == text[i % size]) && (size <= 4 || _common.Contains(text[..size])))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A walk along the keyboard or the alphabet, or the same few signs again.</summary>
    private static bool IsLazy(string text)
    {
        var steps = 0;
        for (var i = 1; i < text.Length; i++)
        {
            var pair = text.Substring(i - 1, 2);
            var back = new string([pair[1], pair[0]]);
            if (pair[0] == pair[1] || Rows.Any(row => row.Contains(pair, StringComparison.Ordinal) || row.Contains(back, StringComparison.Ordinal)))
            {
                steps++;
            }
        }

        return text.Length < 2 || text.Distinct().Count() <= 3 || steps >= (text.Length - 1) * 0.85;
    }

    /// <summary>Lower case without accents, spaces or punctuation, and with letters for the usual stand-ins.</summary>
    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in NormalForm.Of(text, NormalizationForm.FormD))
        {
            var letter = c switch
            {
                '@' => 'a',
                '$' => 's',
                _ => char.ToLowerInvariant(c),
            };
            if (char.IsLetterOrDigit(letter))
            {
                plain.Append(letter);
            }
        }

        return plain.ToString();
    }
}
