using Microsoft.EntityFrameworkCore;
using RepairNet.Application.Common;
using RepairNet.Application.Repairs.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Impact;

/// <summary>The ledger keeps the lines of every repair that was ever there.</summary>
internal sealed class WithdrawnRepairs(RepairNetDb db) : IWithdrawnRepairs
{
    public Task<bool> WasThereAsync(RepairId repair, CancellationToken cancellationToken) =>
        db.LedgerEntries.AsNoTracking().AnyAsync(e => e.RepairId == repair, cancellationToken);
}
