using System.Globalization;
using System.Net.Mail;

namespace RepairNet.Domain.Common;

/// <summary>An e-mail address that can be written in a header: one address, no control character nor sign without a width, a domain with a dot.</summary>
public readonly record struct EmailAddress
{
    /// <summary>Longest address accepted, in characters (RFC 5321 4.5.3.1.3 allows a path of 256 with its brackets).</summary>
    public const int MaxLength = 254;

    private EmailAddress(string value) => Value = value;

    /// <summary>The address as typed, without surrounding spaces.</summary>
    public string Value { get; }

    /// <summary>The form two spellings of one mailbox share: in practice the case of a mailbox name does not matter.</summary>
    public string Normalized => Value.ToUpperInvariant();

    public static bool TryParse(string? text, out EmailAddress address)
    {
        address = default;
        var trimmed = text?.Trim() ?? "";
        if (trimmed.Length is 0 or > MaxLength || trimmed.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format || c is ',' or ';' or '<' or '>' or '"' or '(' or ')'))
        {
            return false;
        }

        if (!MailAddress.TryCreate(trimmed, out var parsed) || parsed.Address != trimmed || parsed.User.Length > 64)
        {
            return false;
        }

        var dot = parsed.Host.LastIndexOf('.');
        if (dot <= 0 || dot >= parsed.Host.Length - 2 || parsed.Host.StartsWith('[') || parsed.Host.Contains("..", StringComparison.Ordinal))
        {
            return false;
        }

        address = new EmailAddress(trimmed);
        return true;
    }

    /// <summary>Reads an address known to be valid, from storage or from code.</summary>
    /// <exception cref="FormatException">The text is not an address.</exception>
    public static EmailAddress From(string text) =>
        TryParse(text, out var address) ? address : throw new FormatException("Not an e-mail address.");

    public override string ToString() => Value;
}
