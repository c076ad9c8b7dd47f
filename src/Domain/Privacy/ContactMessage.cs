using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Privacy;

/// <summary>What someone wrote on the contact page: kept until it is passed on, and a while for who says that nothing came.</summary>
public sealed class ContactMessage
{
    public const int MaxName = 100;
    public const int MaxSubject = 120;
    public const int MaxBody = 2000;

    /// <summary>Messages of one address within an hour.</summary>
    public const int MostAnHour = 5;

    /// <summary>The same words again within so long are a form sent twice.</summary>
    public static readonly Duration SentTwice = Duration.FromMinutes(10);

    /// <summary>People of a town hall who get one message, at most.</summary>
    public const int MostReaders = 5;

    public ContactMessage(ContactMessageId id, string? territory, string name, EmailAddress email, string subject, string body, string language, Instant at)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(name.Length, MaxName, nameof(name));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(subject.Length, MaxSubject, nameof(subject));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(body.Length, MaxBody, nameof(body));
        Id = id;
        Territory = territory;
        Name = name;
        Email = email.Value;
        Subject = subject;
        Body = body;
        Language = language;
        At = at;
    }

    private ContactMessage() => Name = Email = Subject = Body = Language = "";

    public ContactMessageId Id { get; private set; }

    /// <summary>Key of the territory whose agents read it; null for whoever runs the instance.</summary>
    public string? Territory { get; private set; }
    public string Name { get; private set; }
    public string Email { get; private set; }
    public string Subject { get; private set; }
    public string Body { get; private set; }

    /// <summary>Of the copy: <c>fr</c> or <c>en</c>.</summary>
    public string Language { get; private set; }
    public Instant At { get; private set; }
}
