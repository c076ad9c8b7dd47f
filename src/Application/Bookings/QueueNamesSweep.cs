using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;

namespace RepairNet.Application.Bookings;

/// <summary>Forgets the first names of the queues, a day and a half after they were given: they served to call people.</summary>
public sealed class QueueNamesSweep(RepairNetDb db, IWriteTransactions transactions, IClock clock) : ISweep
{
    private static readonly Duration Kept = Duration.FromHours(36);

    public async Task SweepAsync(CancellationToken stopping)
    {
        var before = clock.GetCurrentInstant() - Kept;
        if (!await db.QueueTickets.AnyAsync(t => t.FirstName != null && t.GivenAt < before, stopping))
        {
            return;
        }

        await transactions.RunAsync(
            () => db.QueueTickets.Where(t => t.FirstName != null && t.GivenAt < before).ExecuteUpdateAsync(t => t.SetProperty(x => x.FirstName, (string?)null), CancellationToken.None),
            _ => true,
            CancellationToken.None);
    }
}
