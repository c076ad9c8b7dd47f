using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;

namespace RepairNet.Application.Messaging;

/// <summary>What waits to be sent, for those who run the instance.</summary>
[AllowedTo(Permission.OperateInstance)]
public sealed record OutboxState : IQuery<OutboxStateView>;

/// <param name="Waiting">Messages not sent yet.</param>
/// <param name="Refused">Of these, tried at least once.</param>
/// <param name="OldestWaiting">When the oldest of these was created.</param>
/// <param name="Abandoned">Messages given up in the last seven days.</param>
/// <param name="LastSent">When a message last left.</param>
public sealed record OutboxStateView(int Waiting, int Refused, Instant? OldestWaiting, int Abandoned, Instant? LastSent);

internal sealed class OutboxStateHandler(RepairNetDb db, IClock clock) : IRequestHandler<OutboxState, OutboxStateView>
{
    public async Task<OutboxStateView> Handle(OutboxState request, CancellationToken cancellationToken)
    {
        var waiting = db.Outbox.Where(m => m.SentAt == null && m.AbandonedAt == null && m.DroppedAt == null);
        var week = clock.GetCurrentInstant() - Duration.FromDays(7);
        return new OutboxStateView(
            await waiting.CountAsync(cancellationToken),
            await waiting.CountAsync(m => m.Tries > 0, cancellationToken),
            await waiting.OrderBy(m => m.CreatedAt).Select(m => (Instant?)m.CreatedAt).FirstOrDefaultAsync(cancellationToken),
            await db.Outbox.CountAsync(m => m.AbandonedAt > week, cancellationToken),
            await db.Outbox.Where(m => m.SentAt != null).OrderByDescending(m => m.SentAt).Select(m => m.SentAt).FirstOrDefaultAsync(cancellationToken));
    }
}
