using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Messaging;

/// <summary>What a message tells.</summary>
public enum MessageKind
{
    BookingConfirmed,
    BookingMoved,
    BookingCancelled,
    BookingReminder,
    BookingMissed,
    WorkshopBookingMoved,
    WorkshopBookingCancelled,
    WaitingJoined,
    SlotHeld,
    WaitingEnded,
    ItemQuoted,
    ItemReady,
    AccountInvitation,
    BookingToConfirm,
    SignInLink,
    SecondFactorReset,
    PasskeyAdded,
    DataLink,
    AccountIdle,
    ContactMessage,
    ContactCopy,
    JoinToVerify,
    FileNews,
    FilesWaiting,

    /// <summary>The link of a booking was replaced.</summary>
    BookingLink,

    /// <summary>The link of an item left at a workshop was replaced.</summary>
    ItemLink,

    /// <summary>Someone lost their links.</summary>
    LostLinks,

    /// <summary>ProConnect named someone who has no account here: their address is to be proved.</summary>
    ProConnectArrival,

    /// <summary>An account was linked to ProConnect.</summary>
    ProConnectLinked,

    /// <summary>How a request for a seat in a course stands now.</summary>
    EnrolmentNews,

    /// <summary>A session of a course is about to begin.</summary>
    EnrolmentReminder,

    /// <summary>The centre is told that requests wait.</summary>
    EnrolmentWaits,

    /// <summary>What the centre writes to those enrolled in a session.</summary>
    SessionMessage,

    /// <summary>What became of someone who came to a course, six months after.</summary>
    EnrolmentFollowUp,

    /// <summary>An offer of apprenticeship, job or internship is about to be over.</summary>
    JobOfferEnds,

    /// <summary>The link of a request for a seat was replaced.</summary>
    EnrolmentLink,

    /// <summary>An organisation is told that someone was introduced to it.</summary>
    IntroductionWaits,

    /// <summary>Someone is told to whom they were introduced.</summary>
    Introduced,

    /// <summary>Someone is told what the organisation answered.</summary>
    IntroductionAnswered,

    /// <summary>How a request to collect at home stands now.</summary>
    CollectionNews,

    /// <summary>The van comes soon.</summary>
    CollectionReminder,

    /// <summary>The workshop is told that requests to collect at home wait.</summary>
    CollectionWaits,

    /// <summary>An item of a reuse workshop is kept for someone.</summary>
    ItemReserved,

    /// <summary>It is kept for them no more.</summary>
    ItemReservationEnded,

    /// <summary>The workshop is told that an item is kept for someone.</summary>
    WorkshopItemReserved,

    /// <summary>The workshop is told that a part is asked for.</summary>
    PartAsked,

    /// <summary>Someone borrowed a tool, or has it for longer: what it is and when it is due.</summary>
    ToolLent,

    /// <summary>A tool is to be brought back soon.</summary>
    ToolDueSoon,

    /// <summary>A tool should have been brought back.</summary>
    ToolOverdue,

    /// <summary>A post of mutual help waits for its address to be confirmed.</summary>
    HelpToConfirm,

    /// <summary>How a post of mutual help stands now.</summary>
    HelpNews,

    /// <summary>A post of mutual help expires soon.</summary>
    HelpEnds,

    /// <summary>What one wrote about a post of mutual help, to the other.</summary>
    HelpMessage,

    /// <summary>Who answers a post of mutual help gets their link.</summary>
    HelpAnswered,

    /// <summary>The link of a post of mutual help was replaced.</summary>
    HelpLink,

    /// <summary>The link of who answered a post of mutual help was replaced.</summary>
    HelpThreadLink,

    /// <summary>A session that someone asked for is held at other dates, at other hours or elsewhere.</summary>
    SessionMoved,

    /// <summary>How a request for a seat in a course stands now, of someone whose seat is theirs no more.</summary>
    SeatGone,
}

/// <summary>
/// A message to send, created in the transaction of what it tells and once for each kind, subject and occurrence.
/// It holds ids only: recipient and words are found when it is sent.
/// </summary>
public sealed class OutboxMessage
{
    /// <summary>Longest error kept, in characters.</summary>
    public const int MaxError = 200;

    private static readonly Duration[] Delays = [Duration.FromMinutes(1), Duration.FromMinutes(5), Duration.FromMinutes(15), Duration.FromMinutes(60)];

    public OutboxMessage(OutboxMessageId id, MessageKind kind, Guid subjectId, int occurrence, Instant createdAt)
    {
        Id = id;
        Kind = kind;
        SubjectId = subjectId;
        Occurrence = occurrence;
        CreatedAt = createdAt;
        NextTryAt = createdAt;
    }

    public OutboxMessageId Id { get; private set; }
    public MessageKind Kind { get; private set; }

    /// <summary>Id of what it is about: a booking, an account, a held slot.</summary>
    public Guid SubjectId { get; private set; }
    public int Occurrence { get; private set; }
    public Instant CreatedAt { get; private set; }
    public int Tries { get; private set; }
    public Instant NextTryAt { get; private set; }
    public Instant? SentAt { get; private set; }

    /// <summary>Given up: the address does not exist, or too many tries.</summary>
    public Instant? AbandonedAt { get; private set; }

    /// <summary>Nothing to send any more: no address, or the subject is gone.</summary>
    public Instant? DroppedAt { get; private set; }

    /// <summary>Last refusal of the server, without any address.</summary>
    public string? LastError { get; private set; }

    /// <summary>No two tries are further apart than this.</summary>
    public static Duration LongestDelay => Delays[^1];

    /// <summary>A refusal for now becomes final at this age: five days, as RFC 5321 4.5.4.1 advises.</summary>
    public static Duration MaxAge => Duration.FromDays(5);

    public bool IsPending => SentAt is null && AbandonedAt is null && DroppedAt is null;

    /// <summary>The server took it.</summary>
    public void MarkSent(Instant at)
    {
        RequirePending();
        Tries++;
        SentAt = at;
        LastError = null;
    }

    /// <summary>
    /// It could not leave this time: tried again after 1, 5, 15, then every 60 minutes, and given up past
    /// <see cref="MaxAge"/>.
    /// </summary>
    /// <param name="error">What went wrong, without any address.</param>
    public void TryLater(string error, Instant now)
    {
        RequirePending();
        Tries++;
        LastError = Short(error);
        NextTryAt = now + Delays[Math.Min(Tries, Delays.Length) - 1];
        if (now - CreatedAt >= MaxAge)
        {
            AbandonedAt = now;
        }
    }

    /// <summary>It will never be accepted: the address does not exist or cannot be written to.</summary>
    /// <param name="error">What went wrong, without any address.</param>
    public void Abandon(string error, Instant now)
    {
        RequirePending();
        Tries++;
        LastError = Short(error);
        AbandonedAt = now;
    }

    /// <summary>There is nothing to tell any more.</summary>
    public void Drop(Instant now)
    {
        RequirePending();
        DroppedAt = now;
    }

    private void RequirePending()
    {
        if (!IsPending)
        {
            throw new InvalidOperationException("This message is settled already.");
        }
    }

    private static string Short(string error) => error.Length <= MaxError ? error : error[..MaxError];
}
