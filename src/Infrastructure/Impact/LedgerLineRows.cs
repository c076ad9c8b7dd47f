using RepairNet.Application.Common;
using RepairNet.Application.Impact;
using RepairNet.Domain.Impact;
using RepairNet.Infrastructure.Persistence;

namespace RepairNet.Infrastructure.Impact;

internal sealed class LedgerLineRows(RepairNetDb db) : ILedgerLines
{
    public Task AddAsync(IEnumerable<LedgerEntry> lines, CancellationToken cancellationToken) => BulkRows.Of<LedgerEntry>(db).AddAsync(db, lines, cancellationToken);
}
