using MimeKit;
using RepairNet.Application.Messaging;
using RepairNet.Infrastructure.Persistence;

namespace RepairNet.Infrastructure.Messaging;

/// <summary>Reads the pick-up folder.</summary>
internal sealed class MailFiles(DataFolder folder) : IMailFiles
{
    private const string Extension = ".eml";

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
