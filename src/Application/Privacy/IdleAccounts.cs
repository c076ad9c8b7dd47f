using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Messaging;

namespace RepairNet.Application.Privacy;

/// <summary>
/// Warns the owners of accounts that nobody uses, then removes those that stayed unused. One whose token still works acts by a
/// program, and is in use. The last account that runs the instance stays.
/// </summary>
internal sealed class IdleAccounts(RepairNetDb db, IAccounts accounts, AccountEraser eraser, IRowLocks locks, IOutbox outbox, Retention retention, IClock clock)
{
    /// <returns>How many were warned or removed.</returns>
    public async Task<int> LookAsync(int atMost, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var warning = Duration.FromDays(retention.WarningDays);
        var over = retention.Before(KeptData.Accounts, now);
        var inUse = await db.ApiTokens.Where(t => t.RevokedAt == null && t.ExpiresAt > now).Select(t => t.AccountId).Distinct().ToListAsync(cancellationToken);
        var done = 0;

        // Who runs the instance is asked, and taken away, in the same turn as by whoever else does it.
        await locks.HoldNameAsync(IAccounts.Turn, cancellationToken);
        foreach (var idle in await accounts.IdleAsync(over + warning, over, now - warning, inUse, atMost, cancellationToken))
        {
            if (idle.WarnedAt is null)
            {
                // Once for each time it fell idle, whichever node sees it first.
                outbox.Add(MessageKind.AccountIdle, idle.Id.Value, (int)(idle.SeenAt - NodaConstants.UnixEpoch).TotalDays);
                await accounts.NoteWarnedAsync(idle.Id, now, cancellationToken);
            }
            else
            {
                await eraser.EraseAsync(idle.Id, cancellationToken);
            }

            done++;
        }

        return done;
    }
}
