using MimeKit;
using NodaTime.Text;
using RepairNet.Domain.Messaging;
using RepairNet.Infrastructure.Hosting;
using RepairNet.Infrastructure.Persistence;

namespace RepairNet.Infrastructure.Messaging;

/// <summary>
/// Without a mail server, each mail becomes a file <c>DIR/mail/{created}-{outbox id}.eml</c>: whole once it has its name, and
/// the same file if it is written again.
/// </summary>
internal sealed class PickupFolder(DataFolder folder) : IMailCarrier, IMailRound
{
    private static readonly InstantPattern Created = InstantPattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss'Z'");

    public IMailRound Start() => this;

    public async Task<Delivery> CarryAsync(OutboxMessage outbox, MimeMessage message, CancellationToken abort)
    {
        var name = $"{Created.Format(outbox.CreatedAt)}-{outbox.Id}.eml";
        var temporary = Path.Combine(folder.Mail, $".{name}.tmp");
        try
        {
            PrivateFiles.MakeFolder(folder.Mail);
            // As it is read: not encoded while no line is longer than RFC 5322 2.1.1 allows.
            message.Prepare(EncodingConstraint.EightBit, maxLineLength: 998);
            var format = FormatOptions.Default.Clone();
            format.NewLineFormat = NewLineFormat.Dos;
            // In memory first: written straight to the file, a mail is dozens of small writes.
            using var text = new MemoryStream();
            message.WriteTo(format, text, abort);
            await using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                text.WriteTo(file);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, Path.Combine(folder.Mail, name), overwrite: true);
            return new Delivery.Done();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Delivery.Unreachable($"pick-up folder: {e.GetType().Name}");
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
