using System.Text;
using MimeKit;
using MimeKit.Text;
using NodaTime;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Messaging;

namespace RepairNet.Infrastructure.Messaging;

/// <summary>Puts a letter into a MIME message: text, the same in HTML, and the calendar entry.</summary>
internal sealed class Envelope(MailSettings settings, IClock clock)
{
    /// <summary>The message, or null when the address cannot be written to.</summary>
    public MimeMessage? Seal(OutboxMessage outbox, Letter letter)
    {
        if (!EmailAddress.TryParse(letter.To, out var to) || !MailboxAddress.TryParse(to.Value, out var mailbox) || mailbox.Address != to.Value)
        {
            return null;
        }

        mailbox.Name = OneLine(letter.Name);
        var message = new MimeMessage
        {
            // The same for every copy of one message, so that a mailbox recognises them.
            MessageId = $"{outbox.Id}.{outbox.Kind}@{settings.IdHost}",
            Date = clock.GetCurrentInstant().ToDateTimeOffset(),
            Subject = OneLine(letter.Subject),
        };
        message.From.Add(new MailboxAddress(OneLine(settings.FromName), settings.From));
        message.To.Add(mailbox);
        if (settings.ReplyTo is { } replyTo && !letter.TakesNoAnswer)
        {
            message.ReplyTo.Add(new MailboxAddress(null, replyTo));
        }

        // No answering machine replies to these (RFC 3834; the second is what Exchange reads).
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Headers.Add("X-Auto-Response-Suppress", "All");
        message.Body = Body(letter);
        return message;
    }

    private static MimeEntity Body(Letter letter)
    {
        var words = new MultipartAlternative { new TextPart(TextFormat.Plain) { Text = letter.Text }, new TextPart(TextFormat.Html) { Text = letter.Html } };
        if (letter.Calendar is null)
        {
            return words;
        }

        var calendar = new TextPart("calendar")
        {
            Text = letter.Calendar,
            ContentDisposition = new ContentDisposition(ContentDisposition.Attachment),
            FileName = letter.CalendarFileName,
        };
        calendar.ContentType.Parameters.Add("method", "PUBLISH");
        return new Multipart("mixed") { words, calendar };
    }

    /// <summary>Neither a control character nor a line separator reaches a header, whatever was typed in a form.</summary>
    private static string OneLine(string? text)
    {
        var line = new StringBuilder();
        foreach (var c in text ?? "")
        {
            line.Append(char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c);
        }

        return string.Join(' ', line.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }
}
