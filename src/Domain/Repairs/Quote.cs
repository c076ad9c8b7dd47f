using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Repairs;

/// <summary>What the person said to a quote.</summary>
public enum QuoteAnswer
{
    Accepted,
    Refused,
}

/// <summary>By which way the answer to a quote came.</summary>
public enum QuoteVoice
{
    /// <summary>By the link of the message.</summary>
    Link,

    /// <summary>Said at the desk or on the telephone, and noted by the workshop.</summary>
    Desk,
}

/// <summary>A price proposed for the repair of an item left at a workshop. It is answered once, and never changed: another replaces it.</summary>
public sealed class Quote
{
    /// <summary>Highest amount, in cents: 100 000 €.</summary>
    public const long MaxCents = 10_000_000;

    public const int MaxText = 1000;

    /// <summary>Longest time a quote may hold, in days.</summary>
    public const int LongestDays = 366;

    /// <summary>Time a quote holds when nothing else is said, in days.</summary>
    public const int UsualDays = 30;

    internal Quote(ItemLeftId itemLeftId, int number, long amountCents, string text, LocalDate validUntil, AccountId? proposedBy, Instant proposedAt)
    {
        ItemLeftId = itemLeftId;
        Number = number;
        AmountCents = amountCents;
        Text = text;
        ValidUntil = validUntil;
        ProposedBy = proposedBy;
        ProposedAt = proposedAt;
    }

    public ItemLeftId ItemLeftId { get; private set; }

    /// <summary>From 1 for each item: the occurrence of its message.</summary>
    public int Number { get; private set; }

    /// <summary>In cents of a euro; 0 for a repair at no charge.</summary>
    public long AmountCents { get; private set; }

    /// <summary>What would be done for that price.</summary>
    public string Text { get; private set; }

    /// <summary>Last local day on which it can be accepted.</summary>
    public LocalDate ValidUntil { get; private set; }
    public AccountId? ProposedBy { get; private set; }
    public Instant ProposedAt { get; private set; }
    public QuoteAnswer? Answer { get; private set; }
    public QuoteVoice? AnsweredBy { get; private set; }
    public Instant? AnsweredAt { get; private set; }

    /// <summary>Another replaced it before it was answered, or the item went back without.</summary>
    public Instant? WithdrawnAt { get; private set; }

    /// <summary>An answer is still waited for.</summary>
    public bool IsOpen => Answer is null && WithdrawnAt is null;

    /// <param name="today">The local day at the place.</param>
    public bool IsExpired(LocalDate today) => today > ValidUntil;

    public static bool AllowsAmount(long cents) => cents is >= 0 and <= MaxCents;

    public static bool AllowsValidity(LocalDate until, LocalDate today) => until >= today && until <= today.PlusDays(LongestDays);

    internal void Take(QuoteAnswer answer, QuoteVoice voice, Instant now) => (Answer, AnsweredBy, AnsweredAt) = (answer, voice, now);

    internal void Withdraw(Instant now)
    {
        if (IsOpen)
        {
            WithdrawnAt = now;
        }
    }

    /// <summary>Forgets its words.</summary>
    internal void Erase() => Text = "";

    /// <summary>It was withdrawn by mistake: an answer is waited for again.</summary>
    internal void Reopen() => WithdrawnAt = null;
}
