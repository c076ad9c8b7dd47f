using RepairNet.Application.Common;
using RepairNet.Application.Imports;
using RepairNet.Domain.Common;
using RepairNet.Domain.Imports;
using RepairNet.Infrastructure.Persistence;

namespace RepairNet.Infrastructure.Imports;

internal sealed class ImportedRepairRows(RepairNetDb db) : IImportedRepairRows
{
    public async Task<IReadOnlySet<ImportedRepairId>> AddNewAsync(IReadOnlyCollection<ImportedRepair> repairs, CancellationToken cancellationToken)
    {
        // In one order for everybody: two imports of the same rows wait for each other and never in a ring.
        var ordered = repairs.OrderBy(r => r.ProviderId.Value).ThenBy(r => r.RowId, StringComparer.Ordinal).ToList();
        var written = new HashSet<ImportedRepairId>();
        await BulkRows.Of<ImportedRepair>(db).AddNewAsync(
            db, ordered, "id", (place, id) => written.Add(place is { } i ? ordered[i].Id : ImportedRepairId.From((Guid)id!)), cancellationToken);
        return written;
    }
}
