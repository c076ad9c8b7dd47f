using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.MutualHelp;

/// <summary>What is wrong with a post.</summary>
public enum HelpReportReason
{
    /// <summary>Something is sold.</summary>
    Selling,
    /// <summary>It looks like a trap.</summary>
    Trap,
    /// <summary>Hurtful words.</summary>
    Hurtful,
    /// <summary>Someone is named or shown.</summary>
    PersonalData,
    Other,
}

/// <summary>Someone found a post wrong.</summary>
public sealed class HelpReport
{
    public const int MaxWords = 300;

    /// <param name="reporter">HMAC of who reports and of the post: tells two people apart, and the same person not from one post to another.</param>
    public HelpReport(HelpReportId id, HelpPostId post, HelpReportReason reason, string? words, string reporter, Instant at)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(words?.Length ?? 0, MaxWords, nameof(words));
        (Id, PostId, Reason, Words, ReporterHash, At) = (id, post, reason, words, reporter, at);
    }

    private HelpReport() => ReporterHash = "";

    public HelpReportId Id { get; private set; }
    public HelpPostId PostId { get; private set; }
    public HelpReportReason Reason { get; private set; }
    public string? Words { get; private set; }
    public string ReporterHash { get; private set; }
    public Instant At { get; private set; }
}
