using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;

namespace RepairNet.Application.Bookings;

/// <summary>Forgets the first names of the queues, once their delay is past: they served to call people.</summary>
public sealed class QueueNamesSweep(RepairNetDb db, IWriteTransactions transactions, Retention retention, IClock clock) : ISweep
{
    public async Task SweepAsync(CancellationToken stopping)
    {
        var before = retention.Before(KeptData.QueueNames, clock.GetCurrentInstant());
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
