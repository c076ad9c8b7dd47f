using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Domain.Photos;

namespace RepairNet.Application.Photos;

/// <summary>Takes away the photos of forms that were never sent, a day after. Safe to run twice, late or on several nodes.</summary>
public sealed class PhotoSweep(RepairNetDb db, IWriteTransactions transactions, IClock clock) : ISweep
{
    private const int AtOnce = 200;

    public async Task SweepAsync(CancellationToken stopping)
    {
        var before = clock.GetCurrentInstant() - Photo.KeptUnsent;
        var due = db.Photos.Where(p => p.AttachedAt == null && p.CreatedAt < before).OrderBy(p => p.CreatedAt).Take(AtOnce);
        while (!stopping.IsCancellationRequested && await due.AnyAsync(stopping))
        {
            await transactions.RunAsync(() => due.ExecuteDeleteAsync(CancellationToken.None), _ => true, CancellationToken.None);
        }
    }
}
