using NodaTime;
using RepairNet.Domain.Common;
using RepairNet.Domain.Messaging;

namespace RepairNet.Domain.Training;

/// <summary>
/// Something to tell by telephone to someone who asked for a seat and gave no e-mail address: the centre calls, and ticks it. It holds ids only: whom to call and
/// what to say are found when it is read.
/// </summary>
public sealed class EnrolmentCall
{
    /// <param name="kind">What is to be told.</param>
    /// <param name="occurrence">Number of the letter that would have left.</param>
    public EnrolmentCall(EnrolmentCallId id, EnrolmentId enrolment, MessageKind kind, int occurrence, Instant createdAt)
    {
        Id = id;
        EnrolmentId = enrolment;
        Kind = kind;
        Occurrence = occurrence;
        CreatedAt = createdAt;
    }

    private EnrolmentCall()
    {
    }

    public EnrolmentCallId Id { get; private set; }
    public EnrolmentId EnrolmentId { get; private set; }
    public MessageKind Kind { get; private set; }

    /// <summary>Number of the letter that would have left: one call for each kind, person and number.</summary>
    public int Occurrence { get; private set; }
    public Instant CreatedAt { get; private set; }

    /// <summary>How many times nobody answered.</summary>
    public int Tries { get; private set; }
    public Instant? LastTriedAt { get; private set; }

    /// <summary>When the person was told.</summary>
    public Instant? DoneAt { get; private set; }
    public AccountId? DoneBy { get; private set; }

    /// <summary>The person was told. Ticked twice, the first stands.</summary>
    public void MarkTold(AccountId? by, Instant now)
    {
        if (DoneAt is null)
        {
            (DoneAt, DoneBy) = (now, by);
        }
    }

    /// <summary>Nobody answered: it stays on the list. Noted twice within a minute, it is one try.</summary>
    public void MarkUnanswered(Instant now)
    {
        if (DoneAt is null && (LastTriedAt is not { } last || now - last >= Duration.FromMinutes(1)))
        {
            (Tries, LastTriedAt) = (Tries + 1, now);
        }
    }
}
