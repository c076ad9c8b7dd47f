namespace RepairNet.Application.Messaging;

/// <summary>A mail of the pick-up folder, as a developer reads it.</summary>
/// <param name="Name">Name of the file, without its extension.</param>
/// <param name="Attachments">File names and texts of what is attached.</param>
public sealed record MailFile(string Name, DateTimeOffset Date, string To, string Subject, string Text, IReadOnlyList<(string Name, string Text)> Attachments);

/// <summary>Reads the mails written where no mail server is set.</summary>
public interface IMailFiles
{
    /// <summary>The latest mails first, at most this many.</summary>
    Task<IReadOnlyList<MailFile>> LatestAsync(int count, CancellationToken cancellationToken);

    /// <summary>The mail of that name, or null.</summary>
    Task<MailFile?> FindAsync(string name, CancellationToken cancellationToken);
}
