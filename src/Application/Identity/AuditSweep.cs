using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Identity;

namespace RepairNet.Application.Identity;

/// <summary>
/// Forgets the lines of the log over a year old, a day's worth at a time, and writes that it did. The databases let nothing
/// younger go: they measure the year back from the latest line.
/// </summary>
public sealed class AuditSweep(RepairNetDb db, IWriteTransactions transactions, IAuditLog log, IRowLocks locks, IClock clock) : ISweep
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
                var before = clock.GetCurrentInstant() - AuditEntry.Kept;
                await db.AuditEntries.Where(e => e.At < before).ExecuteDeleteAsync(CancellationToken.None);
                return true;
            },
            _ => true,
            CancellationToken.None);
    }

    private Task<bool> IsDueAsync(CancellationToken cancellationToken)
    {
        var before = clock.GetCurrentInstant() - AuditEntry.Kept - Batch;
        return db.AuditEntries.AnyAsync(e => e.At < before, cancellationToken);
    }
}
