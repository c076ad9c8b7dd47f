using RepairNet.Domain.Messaging;

namespace RepairNet.Application.Messaging.Contract;

/// <summary>Messages to send, written in the transaction of what they tell.</summary>
public interface IOutbox
{
    /// <summary>Adds a message to the current transaction; one of the same kind, subject and occurrence is created once.</summary>
    void Add(MessageKind kind, Guid subjectId, int occurrence);

    /// <summary>The message, for a caller that writes it itself together with what it is about. It leaves once the transaction is committed.</summary>
    OutboxMessage Compose(MessageKind kind, Guid subjectId, int occurrence);
}

/// <summary>A message ready to leave.</summary>
/// <param name="To">Address of the recipient.</param>
/// <param name="Name">Name of the recipient, or null.</param>
/// <param name="Subject">Subject line.</param>
/// <param name="Text">Body as plain text.</param>
/// <param name="Html">Body as HTML, saying the same.</param>
/// <param name="Calendar">An iCalendar attachment, or null.</param>
/// <param name="CalendarFileName">File name of that attachment.</param>
public sealed record Letter(string To, string? Name, string Subject, string Text, string Html, string? Calendar = null, string CalendarFileName = "rendez-vous.ics")
{
    /// <summary>No address to answer to is given: what would be answered is not for whoever runs the instance.</summary>
    public bool TakesNoAnswer { get; init; }
}

/// <summary>Writes the letters of some kinds of message when they are sent. One for each area that sends any.</summary>
public interface ILetterWriter
{
    IReadOnlyCollection<MessageKind> Kinds { get; }

    /// <summary>The letter, or null when there is nothing to send any more (no address, subject gone).</summary>
    Task<Letter?> WriteAsync(MessageKind kind, Guid subjectId, int occurrence, CancellationToken cancellationToken);
}
