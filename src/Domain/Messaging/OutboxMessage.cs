using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Messaging;

/// <summary>What a message tells.</summary>
public enum MessageKind
{
    BookingConfirmed,
    BookingMoved,
    BookingCancelled,
    AccountInvitation,
}

/// <summary>
/// A message to send, created in the transaction of what it tells and once for each kind, subject and occurrence.
/// It holds ids only: recipient and words are found when it is sent.
/// </summary>
public sealed class OutboxMessage
{
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

    /// <summary>Id of what it is about: a booking, an account.</summary>
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
}
