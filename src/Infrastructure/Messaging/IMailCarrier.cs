using MimeKit;
using RepairNet.Domain.Messaging;

namespace RepairNet.Infrastructure.Messaging;

/// <summary>Takes mails where they go: to a server, or to a folder.</summary>
internal interface IMailCarrier
{
    IMailRound Start();
}

/// <summary>One round of the carrier: what it opens is kept from mail to mail, and closed at the end.</summary>
internal interface IMailRound : IAsyncDisposable
{
    /// <param name="abort">Breaks off at once, at the risk of a copy later; the round's own time limits apply in any case.</param>
    Task<Delivery> CarryAsync(OutboxMessage outbox, MimeMessage message, CancellationToken abort);
}

/// <summary>What became of one mail. Errors hold codes and our own words, never what the server said: it may name people.</summary>
internal abstract record Delivery
{
    /// <summary>Accepted.</summary>
    public sealed record Done : Delivery;

    /// <summary>This mail was refused for now, or its answer was lost: try it later.</summary>
    /// <param name="Lost">The connection broke on it: several in a row mean the server, not the mails.</param>
    public sealed record Deferred(string Error, bool Lost = false) : Delivery;

    /// <summary>This mail will never be accepted.</summary>
    public sealed record Refused(string Error) : Delivery;

    /// <summary>No mail can leave now: the server is away or refuses us. It says nothing about this mail.</summary>
    public sealed record Unreachable(string Error) : Delivery;
}
