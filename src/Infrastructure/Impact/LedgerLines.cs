using RepairNet.Application.Common;
using RepairNet.Application.Impact;
using RepairNet.Domain.Impact;
using RepairNet.Infrastructure.Persistence;

namespace RepairNet.Infrastructure.Impact;

internal sealed class LedgerLines(RepairNetDb db) : ILedgerLines
{
    public Task AddAsync(IReadOnlyCollection<LedgerEntry> lines, CancellationToken cancellationToken) => BulkRows.Of<LedgerEntry>(db).AddAsync(db, lines, cancellationToken);
}
