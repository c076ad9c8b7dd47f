using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Publishing;

/// <summary>A page whose text a territory, or whoever runs the instance, may write anew.</summary>
public enum SitePage
{
    Accessibility,
    EcoDesign,
    Legal,
    Privacy,
    Terms,
    Contact,
}

/// <summary>
/// A version of a page's text, of the instance or of a territory, in one language. The latest counts; none changes, and an empty one
/// goes back to the text of the program.
/// </summary>
public sealed class SiteText
{
    /// <summary>Longest text, in characters.</summary>
    public const int MaxBody = 20_000;

    /// <param name="territory">Key of the territory; empty for the instance.</param>
    /// <param name="language"><c>fr</c> or <c>en</c>.</param>
    /// <param name="body">Plain text with the few marks of a page; empty to go back to the text of the program.</param>
    public SiteText(SiteTextId id, SitePage page, string territory, string language, string body, AccountId? by, Instant at)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(body.Length, MaxBody, nameof(body));
        Id = id;
        Page = page;
        Territory = territory;
        Language = language;
        Body = body;
        By = by;
        At = at;
    }

    public SiteTextId Id { get; private set; }
    public SitePage Page { get; private set; }

    /// <summary>Key of the territory; empty for the instance.</summary>
    public string Territory { get; private set; }

    /// <summary><c>fr</c> or <c>en</c>.</summary>
    public string Language { get; private set; }
    public string Body { get; private set; }

    /// <summary>Who wrote it; null for the command line.</summary>
    public AccountId? By { get; private set; }
    public Instant At { get; private set; }
}
