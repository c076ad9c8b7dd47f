using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MimeKit;

namespace RepairNet.TestSupport.Mail;

/// <summary>Where an exchange with the sink stands when it asks what to answer.</summary>
public enum SmtpStep
{
    Connect,
    MailFrom,
    RcptTo,

    /// <summary>The message is here; it is kept, whatever is answered, unless that is a refusal.</summary>
    AfterData,
}

/// <summary>What the sink does instead of accepting.</summary>
/// <param name="Line">The reply, as « 451 4.7.1 Greylisted »; null to say nothing.</param>
/// <param name="Drop">Closes the connection (after the reply, if any).</param>
/// <param name="Stall">Waits this long first.</param>
public sealed record SmtpFault(string? Line = null, bool Drop = false, TimeSpan Stall = default)
{
    public static SmtpFault Reply(string line) => new(line);

    /// <summary>At <see cref="SmtpStep.AfterData"/>: the mail is kept and its sender never knows.</summary>
    public static SmtpFault Dropped => new(Drop: true);

    public static SmtpFault Stalled(TimeSpan wait) => new(Stall: wait);
}

/// <summary>A mail the sink kept.</summary>
public sealed record SunkMail(string Recipient, MimeMessage Message)
{
    public string MessageId => Message.MessageId ?? "";
}

/// <summary>A mail server on a free port of 127.0.0.1 that keeps what it gets, and misbehaves as told.</summary>
public sealed class SmtpSink : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _sessions = [];
    private readonly ConcurrentQueue<SunkMail> _mails = new();
    private readonly ConcurrentQueue<string> _commands = new();
    private readonly Task _accepting;
    private int _connections;

    /// <param name="port">A port that was free before; 0 for any.</param>
    public SmtpSink(int port = 0)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>Asked at each step, with the recipient once it is known (else an empty text); null accepts.</summary>
    public Func<SmtpStep, string, SmtpFault?> Fault { get; set; } = (_, _) => null;

    /// <summary>The mails kept, in order; copies count.</summary>
    public IReadOnlyList<SunkMail> Mails => [.. _mails];

    /// <summary>Every line sent to the sink outside of a message.</summary>
    public IReadOnlyList<string> Commands => [.. _commands];

    public int Connections => _connections;

    /// <summary>The settings that make the program send here.</summary>
    public Dictionary<string, string?> Settings => new()
    {
        ["Mail:Host"] = "127.0.0.1",
        ["Mail:Port"] = Port.ToString(CultureInfo.InvariantCulture),
        ["Mail:From"] = "no-reply@repairnet.example",
        ["Instance:BaseUrl"] = "https://repairnet.example",
    };

    /// <summary>A port nobody listens on.</summary>
    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_sessions);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                _sessions.Add(Task.Run(() => ServeAsync(client)));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using (client)
            {
                await TalkAsync(client.GetStream());
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The other side left, or the sink is closing.
        }
    }

    private async Task TalkAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1);
        var recipients = new List<string>();
        if (!await AnswerAsync(stream, SmtpStep.Connect, "", "220 sink ESMTP"))
        {
            return;
        }

        while (await reader.ReadLineAsync(_stop.Token) is { } line)
        {
            _commands.Enqueue(line);
            var verb = line.Split([' ', ':'], 2)[0].ToUpperInvariant();
            switch (verb)
            {
                case "EHLO":
                    await SayAsync(stream, "250-sink\r\n250-8BITMIME\r\n250-ENHANCEDSTATUSCODES\r\n250 SIZE 1000000");
                    break;
                case "MAIL":
                    recipients.Clear();
                    if (!await AnswerAsync(stream, SmtpStep.MailFrom, "", "250 2.1.0 OK"))
                    {
                        return;
                    }

                    break;
                case "RCPT":
                    var recipient = line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.LastIndexOf('>')];
                    var fault = Fault(SmtpStep.RcptTo, recipient);
                    if (!await AnswerAsync(stream, fault, "250 2.1.5 OK"))
                    {
                        return;
                    }

                    if (fault?.Line is null)
                    {
                        recipients.Add(recipient);
                    }

                    break;
                case "DATA":
                    await SayAsync(stream, "354 Go on");
                    var message = await ReadMessageAsync(reader);
                    var after = Fault(SmtpStep.AfterData, recipients[0]);
                    if (after?.Line is null)
                    {
                        foreach (var to in recipients)
                        {
                            _mails.Enqueue(new SunkMail(to, message));
                        }
                    }

                    if (!await AnswerAsync(stream, after, "250 2.0.0 Kept"))
                    {
                        return;
                    }

                    break;
                case "QUIT":
                    await SayAsync(stream, "221 2.0.0 Bye");
                    return;
                default:
                    await SayAsync(stream, verb is "RSET" or "NOOP" ? "250 2.0.0 OK" : "502 5.5.1 Unknown");
                    break;
            }
        }
    }

    private async Task<MimeMessage> ReadMessageAsync(StreamReader reader)
    {
        var text = new StringBuilder();
        string? line;
        while ((line = await reader.ReadLineAsync(_stop.Token)) is not null and not ".")
        {
            text.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        }

        if (line is null)
        {
            // What does not end was not sent (RFC 5321, 4.1.1.4).
            throw new IOException("The other side left in the middle of a message.");
        }

        using var bytes = new MemoryStream(Encoding.Latin1.GetBytes(text.ToString()));
        return await MimeMessage.LoadAsync(bytes, _stop.Token);
    }

    private Task<bool> AnswerAsync(NetworkStream stream, SmtpStep step, string recipient, string accepted) => AnswerAsync(stream, Fault(step, recipient), accepted);

    /// <returns>False when the connection is to be closed.</returns>
    private async Task<bool> AnswerAsync(NetworkStream stream, SmtpFault? fault, string accepted)
    {
        if (fault is { Stall: var wait } && wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, _stop.Token);
        }

        if (fault?.Line is not null || fault is not { Drop: true })
        {
            await SayAsync(stream, fault?.Line ?? accepted);
        }

        return fault is not { Drop: true };
    }

    private async Task SayAsync(NetworkStream stream, string line) => await stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), _stop.Token);
}
