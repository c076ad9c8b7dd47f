using System.Net.Sockets;
using System.Text.RegularExpressions;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using RepairNet.Domain.Messaging;

namespace RepairNet.Infrastructure.Messaging;

/// <summary>Sends through the SMTP server of the settings, one connection for a round.</summary>
internal sealed class SmtpCarrier(MailSettings settings) : IMailCarrier
{
    public IMailRound Start() => new Round(settings);
}

internal sealed partial class Round(MailSettings settings) : IMailRound
{
    // Servers close a connection that carries too many; nobody's limit is lower.
    private const int MailsPerConnection = 50;

    private SmtpClient? _client;
    private int _carried;

    public async Task<Delivery> CarryAsync(OutboxMessage outbox, MimeMessage message, CancellationToken abort)
    {
        var delivery = await TryAsync(message, abort);
        if (delivery is null)
        {
            // The server closed a connection that had served: a fresh one, once.
            delivery = await TryAsync(message, abort) ?? new Delivery.Unreachable("MAIL 421");
        }

        return delivery;
    }

    public async ValueTask DisposeAsync() => await CloseAsync(politely: true);

    /// <summary>Null: try again on a fresh connection.</summary>
    private async Task<Delivery?> TryAsync(MimeMessage message, CancellationToken abort)
    {
        if (_carried >= MailsPerConnection)
        {
            await CloseAsync(politely: true);
        }

        if (await ConnectAsync(abort) is { } unreachable)
        {
            return unreachable;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(abort);
        limit.CancelAfter(settings.Patience);
        var fresh = _carried == 0;
        try
        {
            _carried++;
            await _client!.SendAsync(message, limit.Token);
            return new Delivery.Done();
        }
        catch (SmtpCommandException e) when (e.ErrorCode == SmtpErrorCode.SenderNotAccepted)
        {
            // MAIL FROM is the same for every mail: this is between the server and us.
            await CloseAsync(politely: true);
            return (int)e.StatusCode == 421 && !fresh ? null : new Delivery.Unreachable($"MAIL {(int)e.StatusCode}");
        }
        catch (SmtpCommandException e)
        {
            if ((int)e.StatusCode == 421)
            {
                await CloseAsync(politely: false);
            }

            return Judge(e);
        }
        catch (Exception e) when (!abort.IsCancellationRequested && e is SmtpProtocolException or IOException or SocketException or OperationCanceledException or TimeoutException or ServiceNotConnectedException)
        {
            // It may have been accepted and the answer lost: hence the stable Message-ID.
            await CloseAsync(politely: false);
            return new Delivery.Deferred(e is OperationCanceledException or TimeoutException ? "no answer in time" : "connection lost", Lost: true);
        }
        catch (NotSupportedException)
        {
            return new Delivery.Refused("the server does not support this address");
        }
    }

    /// <summary>
    /// 4xx is for now, 5xx for ever, except what speaks of us and not of the recipient: a server that wants a login, or a
    /// policy (X.7.X of RFC 3463) such as a refused relay, which the operator mends.
    /// </summary>
    private static Delivery Judge(SmtpCommandException e)
    {
        var step = e.ErrorCode switch
        {
            SmtpErrorCode.RecipientNotAccepted => "RCPT",
            SmtpErrorCode.MessageNotAccepted => "DATA",
            _ => "SMTP",
        };
        var code = (int)e.StatusCode;
        var enhanced = EnhancedCode().Match(e.Message) is { Success: true } match ? $" {match.Value}" : "";
        var error = $"{step} {code}{enhanced}";
        var ours = code is 500 or 501 or 502 or 503 or 504 or 530 or 534 or 535 or 538 || enhanced.StartsWith(" 5.7.", StringComparison.Ordinal);
        return code >= 500 && !ours ? new Delivery.Refused(error) : new Delivery.Deferred(error);
    }

    private async Task<Delivery.Unreachable?> ConnectAsync(CancellationToken abort)
    {
        if (_client is { IsConnected: true })
        {
            return null;
        }

        await CloseAsync(politely: false);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(abort);
        limit.CancelAfter(settings.Patience);
        // Asking the issuer about each certificate would be one more host to depend on.
        var client = new SmtpClient { Timeout = (int)settings.Patience.TotalMilliseconds, CheckCertificateRevocation = false, LocalDomain = settings.IdHost };
        try
        {
            await client.ConnectAsync(settings.Host!, settings.Port, Security(), limit.Token);
            if (settings.User is { } user)
            {
                await client.AuthenticateAsync(user, settings.Password ?? "", limit.Token);
            }

            _client = client;
            _carried = 0;
            return null;
        }
        catch (Exception e) when (!abort.IsCancellationRequested)
        {
            client.Dispose();
            return new Delivery.Unreachable(e switch
            {
                AuthenticationException => "login refused",
                SslHandshakeException => "TLS refused",
                NotSupportedException => "TLS or login not offered",
                OperationCanceledException or TimeoutException => "no answer in time",
                SmtpCommandException refused => $"greeting {(int)refused.StatusCode}",
                SocketException socket => $"no connection ({socket.SocketErrorCode})",
                _ => $"no connection ({e.GetType().Name})",
            });
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    private SecureSocketOptions Security() => settings.Tls switch
    {
        MailTls.None => SecureSocketOptions.None,
        MailTls.StartTls => SecureSocketOptions.StartTls,
        MailTls.Tls => SecureSocketOptions.SslOnConnect,
        _ when settings.Port == 465 => SecureSocketOptions.SslOnConnect,
        _ when settings.Host is "localhost" or "127.0.0.1" or "::1" => SecureSocketOptions.None,
        _ => settings.User is null ? SecureSocketOptions.StartTlsWhenAvailable : SecureSocketOptions.StartTls,
    };

    private async Task CloseAsync(bool politely)
    {
        if (_client is not { } client)
        {
            return;
        }

        _client = null;
        try
        {
            if (politely && client.IsConnected)
            {
                using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
                await client.DisconnectAsync(quit: true, limit.Token);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ProtocolException or CommandException or ServiceNotConnectedException)
        {
            // It is closed anyway.
        }
        finally
        {
            client.Dispose();
        }
    }

    [GeneratedRegex(@"\b[245]\.\d{1,3}\.\d{1,3}\b", RegexOptions.NonBacktracking)]
    private static partial Regex EnhancedCode();
}
