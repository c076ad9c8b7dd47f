using System.Text.RegularExpressions;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Privacy;

/// <summary>
/// What tells of one person in words that others wrote: their name, their address, their telephone. It is taken out of what
/// stays when their data go.
/// </summary>
public sealed class PersonTraces
{
    /// <summary>Parts of a name shorter than this are words like any other (« Le », « Li »).</summary>
    private const int ShortestPart = 3;

    private readonly Regex? _names;

    public PersonTraces(Contact contact)
    {
        var whole = Regex.Escape(contact.Name.Trim());
        var parts = contact.Name.Split([' ', '-', '’', '\''], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(part => part.Length >= ShortestPart)
            .SelectMany(part => new[] { part, part.ToUpperInvariant(), part[..1].ToUpperInvariant() + part[1..].ToLowerInvariant() })
            .Distinct().OrderByDescending(part => part.Length).Select(Regex.Escape).ToList();

        // The whole name however it is written; its parts only as names are, or « blanc » would go from every washing machine.
        IReadOnlyList<string> sought = [.. whole.Length >= ShortestPart ? [$"(?i:{whole})"] : Array.Empty<string>(), .. parts, .. contact.Email is { } email ? [$"(?i:{Regex.Escape(email)})"] : Array.Empty<string>()];
        _names = sought.Count == 0 ? null : new Regex($@"(?<![\p{{L}}\p{{Nd}}])(?:{string.Join('|', sought)})(?![\p{{L}}\p{{Nd}}])", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
    }

    /// <summary>The same words without these traces, nor any address or telephone number.</summary>
    public string Without(string text)
    {
        // Addresses first: many hold the name.
        var left = PublishedText.Of(text);
        return _names?.Replace(left, PublishedText.Removed) ?? left;
    }
}
