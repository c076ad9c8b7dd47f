using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Identity;

namespace RepairNet.Application.Identity;

/// <summary>
/// Forgets the lines of the log past their delay, a day's worth at a time, and writes that it did. The databases let nothing
/// younger than a year go: they measure it back from the latest line.
/// </summary>
public sealed class AuditSweep(RepairNetDb db, IWriteTransactions transactions, IAuditLog log, IRowLocks locks, Retention retention, IClock clock) : ISweep
{
    private static readonly Duration Batch = Duration.FromDays(1);

    public async Task SweepAsync(CancellationToken stopping)
    {
        if (!await IsDueAsync(stopping))
        {
            return;
        }

        await transactions.RunAsync(
            async () =>
            {
                // Two nodes at the same minute: the second finds nothing left.
                await locks.HoldNameAsync("audit-purge", CancellationToken.None);
                if (!await IsDueAsync(CancellationToken.None))
                {
                    return false;
                }

                // Written first: the year is counted back from this line.
                await log.WriteAsync(new AuditNote(AuditAct.LogPurged), CancellationToken.None);
                await db.SaveChangesAsync(CancellationToken.None);
                var before = retention.Before(KeptData.AuditLog, clock.GetCurrentInstant());
                await db.AuditEntries.Where(e => e.At < before).ExecuteDeleteAsync(CancellationToken.None);
                return true;
            },
            _ => true,
            CancellationToken.None);
    }

    private Task<bool> IsDueAsync(CancellationToken cancellationToken)
    {
        var before = retention.Before(KeptData.AuditLog, clock.GetCurrentInstant()) - Batch;
        return db.AuditEntries.AnyAsync(e => e.At < before, cancellationToken);
    }
}
