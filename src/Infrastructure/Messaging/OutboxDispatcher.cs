using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Messaging;

namespace RepairNet.Infrastructure.Messaging;

/// <summary>
/// Sends what is due, one message after the other. A message that fails waits for its own next try and lets the others
/// pass; when no message can leave, all wait and none is counted as tried.
/// </summary>
internal sealed class OutboxDispatcher(
    IOutboxQueue queue,
    IMailCarrier carrier,
    MailPace pace,
    Envelope envelope,
    IServiceScopeFactory scopes,
    IClock clock,
    ILogger<OutboxDispatcher> log) : ISweep, IDisposable
{
    private static readonly Duration Pause = Duration.FromSeconds(30);

    /// <summary>Connections lost on so many mails in a row mean the server.</summary>
    private const int LossesInARow = 3;

    private readonly SemaphoreSlim _one = new(1, 1);

    // Accepted by the server, but the database did not answer afterwards: to be noted, not sent again.
    private readonly ConcurrentDictionary<OutboxMessageId, bool> _accepted = new();
    private Instant _pausedUntil = Instant.MinValue;

    public Task SweepAsync(CancellationToken stopping) => DrainAsync(stopping, CancellationToken.None);

    /// <summary>Sends until nothing is due.</summary>
    /// <param name="stopping">Ends after the message in hand.</param>
    /// <param name="abort">Ends now: the message in hand may have been accepted, and will leave again with the same Message-ID.</param>
    public async Task DrainAsync(CancellationToken stopping, CancellationToken abort)
    {
        await _one.WaitAsync(stopping);
        try
        {
            await using var round = carrier.Start();
            var losses = 0;
            var rest = Task.CompletedTask;
            while (await RestedAsync(rest, stopping) && !IsPaused())
            {
                var watch = pace.Begin();
                await using var taken = await queue.TakeAsync(abort);
                if (taken is null)
                {
                    return;
                }

                var delivery = await DeliverAsync(taken.Message, round, abort);
                if (delivery is Delivery.Unreachable unreachable)
                {
                    PauseFor(unreachable.Error);
                    return;
                }

                losses = delivery is Delivery.Deferred { Lost: true } ? losses + 1 : 0;
                await SettleAsync(taken, delivery);
                if (losses >= LossesInARow)
                {
                    PauseFor("connection lost several times");
                }

                rest = watch.RestAsync(clock.GetCurrentInstant() - taken.Message.CreatedAt, stopping);
            }
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<Delivery?> DeliverAsync(OutboxMessage message, IMailRound round, CancellationToken abort)
    {
        if (_accepted.ContainsKey(message.Id))
        {
            return new Delivery.Done();
        }

        MimeKit.MimeMessage? mail;
        try
        {
            // A scope of its own: a writer that fails leaves the row's transaction as it was.
            await using var scope = scopes.CreateAsyncScope();
            var writer = scope.ServiceProvider.GetServices<ILetterWriter>().Single(w => w.Kinds.Contains(message.Kind));
            if (await writer.WriteAsync(message.Kind, message.SubjectId, message.Occurrence, abort) is not { } letter)
            {
                return null;
            }

            mail = envelope.Seal(message, letter);
        }
        catch (Exception e) when (!abort.IsCancellationRequested)
        {
            log.LogError(e, "Message {Message} ({Kind}) cannot be written", message.Id, message.Kind);
            return new Delivery.Deferred($"not written: {e.GetType().Name}");
        }

        if (mail is null)
        {
            return new Delivery.Refused("not an address");
        }

        using (mail)
        {
            try
            {
                var delivery = await round.CarryAsync(message, mail, abort);
                if (delivery is Delivery.Done)
                {
                    _accepted[message.Id] = true;
                }

                return delivery;
            }
            catch (Exception e) when (!abort.IsCancellationRequested)
            {
                log.LogError(e, "Message {Message} ({Kind}) cannot be sent", message.Id, message.Kind);
                return new Delivery.Deferred($"not sent: {e.GetType().Name}");
            }
        }
    }

    /// <param name="delivery">Null: there was nothing to send.</param>
    private async Task SettleAsync(ITakenMessage taken, Delivery? delivery)
    {
        var now = clock.GetCurrentInstant();
        await taken.SettleAsync(message =>
        {
            switch (delivery)
            {
                case null: message.Drop(now); break;
                case Delivery.Done: message.MarkSent(now); break;
                case Delivery.Deferred deferred: message.TryLater(deferred.Error, now); break;
                case Delivery.Refused refused: message.Abandon(refused.Error, now); break;
                default: throw new InvalidOperationException($"{delivery} does not settle a message.");
            }
        });
        _accepted.TryRemove(taken.Message.Id, out _);
        switch (delivery)
        {
            case Delivery.Deferred deferred:
                log.LogInformation("Message {Message} ({Kind}) is put off: {Error}", taken.Message.Id, taken.Message.Kind, deferred.Error);
                break;
            case Delivery.Refused refused:
                log.LogWarning("Message {Message} ({Kind}) is given up: {Error}", taken.Message.Id, taken.Message.Kind, refused.Error);
                break;
            default:
                break;
        }
    }

    /// <summary>False once the program stops: the message in hand has left, so stopping is no failure.</summary>
    private static async Task<bool> RestedAsync(Task rest, CancellationToken stopping)
    {
        await rest.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !stopping.IsCancellationRequested;
    }

    private void PauseFor(string error)
    {
        _pausedUntil = clock.GetCurrentInstant() + Pause;
        log.LogWarning("No mail leaves for now: {Error}", error);
    }

    // A clock set back must not stretch the pause.
    private bool IsPaused()
    {
        var left = _pausedUntil - clock.GetCurrentInstant();
        return left > Duration.Zero && left <= Pause;
    }
}
