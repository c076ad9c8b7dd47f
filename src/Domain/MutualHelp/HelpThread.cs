using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.MutualHelp;

/// <summary>
/// What someone who answers a post and its author write each other. Each knows the other by a first name, or by the name of a workshop: the site carries what
/// they write, and shows no address.
/// </summary>
public sealed class HelpThread
{
    /// <summary>Messages of one thread, at most.</summary>
    public const int MostMessages = 60;

    /// <summary>Messages of one side within an hour.</summary>
    public const int MostAnHour = 10;

    /// <summary>Answers of one address within a day, to whatever posts.</summary>
    public const int MostAnswersADay = 10;

    /// <summary>Answers to one post within a day.</summary>
    public const int MostOfPostADay = 20;

    /// <summary>Longest name of who answers, in characters: that of a workshop may be long.</summary>
    public const int MaxName = 120;

    /// <param name="secretHash">SHA-256 of the secret of the link of who answers, in hexadecimal.</param>
    /// <param name="name">A first name, or the name of a workshop.</param>
    /// <param name="organisation">The workshop that answers; null for someone.</param>
    /// <param name="language">« fr » or « en »: of the letters to who answers.</param>
    public HelpThread(HelpThreadId id, HelpPostId post, string secretHash, string name, EmailAddress email, OrganisationId? organisation, string language, Instant now)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(name.Length, MaxName);
        if (organisation is null && !HelpText.IsFirstName(name))
        {
            throw new ArgumentException("A first name is made of letters.", nameof(name));
        }

        (Id, PostId, SecretHash, Name, OrganisationId) = (id, post, secretHash, name.Trim(), organisation);
        (Email, ContactKey, Language, OpenedAt, LastAt) = (email.Value, email.Value.ToLowerInvariant(), language, now, now);
    }

    private HelpThread()
    {
        SecretHash = Name = ContactKey = Language = "";
    }

    public HelpThreadId Id { get; private set; }
    public HelpPostId PostId { get; private set; }

    /// <summary>SHA-256 of the secret of the link of who answers, in hexadecimal.</summary>
    public string SecretHash { get; private set; }

    /// <summary>How many times that link was replaced.</summary>
    public int SecretGeneration { get; private set; }

    /// <summary>Who answers.</summary>
    public string Name { get; private set; }

    /// <summary>The workshop that answers.</summary>
    public OrganisationId? OrganisationId { get; private set; }

    /// <summary>Where letters to who answers go, shown to nobody; null once forgotten.</summary>
    public string? Email { get; private set; }

    /// <summary>The address in lower case, to find the answers of one person.</summary>
    public string ContactKey { get; private set; }
    public string Language { get; private set; }
    public Instant OpenedAt { get; private set; }

    /// <summary>When something was last written.</summary>
    public Instant LastAt { get; private set; }

    /// <summary>How many messages there are.</summary>
    public int Count { get; private set; }

    /// <summary>When one of the two ended it.</summary>
    public Instant? ClosedAt { get; private set; }
    public Instant? ErasedAt { get; private set; }

    /// <summary>Whether one may still write.</summary>
    public bool IsOpen => ClosedAt is null && Count < MostMessages;

    /// <summary>The next message of one of the two.</summary>
    /// <param name="fromAuthor">Of the author of the post; else of who answers.</param>
    public HelpMessage Write(bool fromAuthor, string text, HelpQuote? quote, Instant now)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        if (!IsOpen)
        {
            throw new InvalidOperationException("Nothing is written in a thread that was closed.");
        }

        if (quote is not null && (fromAuthor || OrganisationId is null))
        {
            throw new InvalidOperationException("Only a workshop that answers names a price.");
        }

        LastAt = now;
        return new HelpMessage(HelpMessageId.New(), Id, ++Count, fromAuthor, text.Trim(), quote, now);
    }

    /// <summary>One of the two wants no more of it. Twice is once.</summary>
    public void Close(Instant now) => ClosedAt ??= now;

    /// <summary>Replaces the link of who answers.</summary>
    public void RenewLink(string secretHash)
    {
        ArgumentException.ThrowIfNullOrEmpty(secretHash);
        SecretGeneration++;
        SecretHash = secretHash;
    }

    /// <summary>Forgets the address and the link of who answered, who is reached no more: nobody writes in it after that. What was written stays.</summary>
    public void ForgetContact(Instant now)
    {
        Close(now);
        Email = null;
        SecretHash = ContactKey = Id.ToString();
    }

    /// <summary>Forgets who answered.</summary>
    public void Erase(Instant now)
    {
        ForgetContact(now);
        Name = "";
        ErasedAt ??= now;
    }
}

/// <summary>What a workshop proposes: the only price of the whole area, and never in a post.</summary>
/// <param name="Cents">In cents of a euro; 0 for a repair at no charge.</param>
/// <param name="Covers">What would be done for it.</param>
/// <param name="ValidUntil">Last local day.</param>
/// <param name="Service">The service whose slot is proposed; null without a slot.</param>
/// <param name="Start">Start of that slot, which nobody holds.</param>
public sealed record HelpQuote(long Cents, string Covers, LocalDate ValidUntil, ServiceId? Service, Instant? Start);

/// <summary>A message of a thread; never changed.</summary>
public sealed class HelpMessage
{
    internal HelpMessage(HelpMessageId id, HelpThreadId thread, int number, bool fromAuthor, string text, HelpQuote? quote, Instant at)
    {
        (Id, ThreadId, Number, FromAuthor, Text, At) = (id, thread, number, fromAuthor, text, at);
        (QuoteCents, QuoteCovers, QuoteValidUntil, ServiceId, SlotStart) = (quote?.Cents, quote?.Covers, quote?.ValidUntil, quote?.Service, quote?.Start);
    }

    private HelpMessage() => Text = "";

    public HelpMessageId Id { get; private set; }
    public HelpThreadId ThreadId { get; private set; }

    /// <summary>From 1 in its thread.</summary>
    public int Number { get; private set; }

    /// <summary>Of the author of the post; else of who answers.</summary>
    public bool FromAuthor { get; private set; }
    public string Text { get; private set; }
    public Instant At { get; private set; }
    public long? QuoteCents { get; private set; }
    public string? QuoteCovers { get; private set; }
    public LocalDate? QuoteValidUntil { get; private set; }
    public ServiceId? ServiceId { get; private set; }
    public Instant? SlotStart { get; private set; }

    /// <summary>What a workshop proposes with it.</summary>
    public HelpQuote? Quote => QuoteCents is { } cents ? new HelpQuote(cents, QuoteCovers ?? "", QuoteValidUntil!.Value, ServiceId, SlotStart) : null;
}
