using NodaTime;
using RepairNet.Domain.Common;
using RepairNet.Domain.MutualHelp;
using RepairNet.Domain.Repairs;

namespace RepairNet.Application.MutualHelp;

/// <summary>A post as all may read it: a first name, and no way to be reached but the page.</summary>
/// <param name="Zone">Of its commune.</param>
/// <param name="Today">There.</param>
/// <param name="Kilometres">As the crow flies, from where one looks to its commune; null where nobody asked.</param>
public sealed record HelpPostView(
    HelpPostId Id, HelpKind Kind, string CategoryCode, string CommuneCode, string CommuneName, string FirstName, string Text, HelpPostState State, Instant CreatedAt, Instant ChangedAt, Instant? PublishedAt, Instant? ShownUntil,
    DateTimeZone Zone, LocalDate Today, double? Kilometres = null)
{
    /// <summary>Day of its first publication; null before.</summary>
    public LocalDate? PublishedOn => PublishedAt?.InZone(Zone).Date;

    /// <summary>The organisation of whoever reads it may answer with a quote.</summary>
    public bool IsForMyWorkshop { get; init; }

    /// <summary>Last day on which it is shown, at least in part; null before it is published.</summary>
    public LocalDate? ShownThrough => ShownUntil is { } until ? (until - Duration.Epsilon).InZone(Zone).Date : null;
}

/// <summary>A post as its author sees it.</summary>
/// <param name="Secret">Of the link of today.</param>
/// <param name="Days">How long it is shown, from its publication or renewal.</param>
/// <param name="HideReason">What moderators said; null where they said nothing.</param>
/// <param name="MayFinish">Someone answered: what was repaired may be declared.</param>
public sealed record OwnHelpPost(
    HelpPostView Post, string Secret, int Days, string? HideReason, bool MayFinish, string? DoneCategoryCode, string? DoneWhat, RepairOutcome? DoneOutcome, LocalDate? DoneOn, bool IsStruck, IReadOnlyList<HelpThreadSummary> Threads);

/// <summary>A thread in the list of the author of the post.</summary>
/// <param name="IsMyTurn">The other wrote last.</param>
public sealed record HelpThreadSummary(HelpThreadId Id, string Name, bool IsWorkshop, int Count, LocalDateTime LastAt, bool IsMyTurn, bool IsOpen);

/// <summary>A thread as one of the two sees it.</summary>
/// <param name="IsAuthor">Seen by the author of the post; else by who answered.</param>
/// <param name="Secret">Of the link of today of whoever sees it.</param>
/// <param name="Other">The other's first name, or the name of the workshop.</param>
/// <param name="WorkshopSlug">Last part of the address of the workshop that answered; null for someone.</param>
public sealed record HelpThreadView(
    HelpThreadId Id, HelpPostView Post, bool IsAuthor, string Secret, string Me, string Other, string? WorkshopSlug, bool IsOpen, IReadOnlyList<HelpMessageView> Messages);

/// <param name="IsMine">Written by whoever sees it.</param>
public sealed record HelpMessageView(int Number, bool IsMine, string Name, string Text, LocalDateTime At, HelpQuote? Quote);
