using System.Globalization;
using Microsoft.Extensions.Configuration;
using RepairNet.Domain.Common;
using RepairNet.Infrastructure.Hosting;

namespace RepairNet.Infrastructure.Messaging;

/// <summary>How the connection to the mail server is protected.</summary>
public enum MailTls
{
    /// <summary>
    /// TLS at once on port 465; none to this very machine; elsewhere STARTTLS, compulsory when a password is sent and else
    /// when the server offers it.
    /// </summary>
    Auto,
    None,
    StartTls,
    Tls,
}

/// <summary>The settings <c>Mail:*</c>: through which server mails leave, and in whose name.</summary>
/// <param name="Host">Name of the SMTP server; null to write the mails into the pick-up folder.</param>
/// <param name="From">Address of the sender.</param>
/// <param name="FromName">Name of the sender.</param>
/// <param name="ReplyTo">Where answers go, or null.</param>
/// <param name="IdHost">Right-hand side of every Message-ID.</param>
/// <param name="Patience">Longest wait for the connection with its greeting, TLS and login, and again for each mail; 15 s unless set, 1 to 60 s.</param>
public sealed record MailSettings(string? Host, int Port, string? User, string? Password, MailTls Tls, string From, string FromName, string? ReplyTo, string IdHost, TimeSpan Patience)
{
    /// <exception cref="FormatException">A setting cannot be read: the message names it.</exception>
    public static MailSettings Read(IConfiguration configuration)
    {
        var host = Text(configuration, "Mail:Host");
        var siteHost = SiteHost(configuration);
        var from = Text(configuration, "Mail:From") ?? $"no-reply@{siteHost}";
        if (from != $"no-reply@{siteHost}" && !EmailAddress.TryParse(from, out _))
        {
            throw new FormatException("Mail:From : donnez une adresse, comme no-reply@exemple.fr.");
        }

        var replyTo = Text(configuration, "Mail:ReplyTo") ?? Text(configuration, "Instance:ContactEmail");
        return new MailSettings(
            host,
            Number(configuration, "Mail:Port", 25, 1, 65535),
            Text(configuration, "Mail:User"),
            Text(configuration, "Mail:Password"),
            Enum.TryParse<MailTls>(Text(configuration, "Mail:Tls") ?? nameof(MailTls.Auto), ignoreCase: true, out var tls) && Enum.IsDefined(tls)
                ? tls
                : throw new FormatException("Mail:Tls : auto, none, starttls ou tls."),
            from,
            Text(configuration, "Mail:FromName") ?? Text(configuration, "Instance:Name") ?? "RepairNet",
            EmailAddress.TryParse(replyTo, out _) ? replyTo : null,
            siteHost,
            TimeSpan.FromSeconds(Number(configuration, "Mail:TimeoutSeconds", 15, 1, 60)));
    }

    private static int Number(IConfiguration configuration, string key, int otherwise, int min, int max) =>
        Text(configuration, key) is not { } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max ? number
        : throw new FormatException($"{key} : donnez un nombre entre {min} et {max}.");

    private static string SiteHost(IConfiguration configuration) =>
        Uri.TryCreate(Text(configuration, "Instance:BaseUrl"), UriKind.Absolute, out var url) && url.IdnHost.Length > 0 ? url.IdnHost : NamedHosts.First(configuration) ?? "localhost";

    private static string? Text(IConfiguration configuration, string key) =>
        string.IsNullOrWhiteSpace(configuration[key]) ? null : configuration[key]!.Trim();
}
