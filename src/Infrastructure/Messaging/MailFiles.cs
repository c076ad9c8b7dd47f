using MimeKit;
using RepairNet.Infrastructure.Persistence;

namespace RepairNet.Infrastructure.Messaging;

/// <summary>A mail of the pick-up folder, as a developer reads it.</summary>
/// <param name="Name">Name of the file, without its extension.</param>
/// <param name="Attachments">File names and texts of what is attached.</param>
public sealed record MailFile(string Name, DateTimeOffset Date, string To, string Subject, string Text, IReadOnlyList<(string Name, string Text)> Attachments);

/// <summary>Reads the pick-up folder.</summary>
public sealed class MailFiles(DataFolder folder)
{
    private const string Extension = ".eml";

    /// <summary>The latest mails first, at most this many.</summary>
    public async Task<IReadOnlyList<MailFile>> LatestAsync(int count, CancellationToken cancellationToken)
    {
        var mails = new List<MailFile>();
        if (System.IO.Directory.Exists(folder.Mail))
        {
            foreach (var file in System.IO.Directory.GetFiles(folder.Mail, "*" + Extension).OrderDescending(StringComparer.Ordinal).Take(count))
            {
                mails.Add(await ReadAsync(file, cancellationToken));
            }
        }

        return mails;
    }

    /// <summary>The mail of that name, or null.</summary>
    public async Task<MailFile?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder.Mail, name + Extension);
        return Path.GetFileName(file) == name + Extension && File.Exists(file) ? await ReadAsync(file, cancellationToken) : null;
    }

    private static async Task<MailFile> ReadAsync(string file, CancellationToken cancellationToken)
    {
        using var mail = await MimeMessage.LoadAsync(file, cancellationToken);
        return new MailFile(
            Path.GetFileNameWithoutExtension(file),
            mail.Date,
            mail.To.ToString(),
            mail.Subject ?? "",
            mail.TextBody ?? "",
            [.. mail.Attachments.OfType<TextPart>().Select(part => (part.FileName ?? "", part.Text))]);
    }
}
