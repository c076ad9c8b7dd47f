using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;

namespace RepairNet.Application.Messaging;

/// <summary>
/// After a restore: the messages that still wait in the backup may have left since, so none of them is sent again. Answers
/// how many were waiting.
/// </summary>
[AllowedTo(Permission.OperateInstance)]
public sealed record SuppressPendingMessages : ICommand<int>;

internal sealed class SuppressPendingMessagesHandler(RepairNetDb db, IClock clock) : IRequestHandler<SuppressPendingMessages, int>
{
    public async Task<int> Handle(SuppressPendingMessages request, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var waiting = await db.Outbox.Where(m => m.SentAt == null && m.AbandonedAt == null && m.DroppedAt == null).ToListAsync(cancellationToken);
        waiting.ForEach(m => m.Drop(now));
        return waiting.Count;
    }
}
