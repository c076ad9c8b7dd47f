using MediatR;
using RepairNet.Domain.Common;
using RepairNet.Domain.Imports;

namespace RepairNet.Application.Imports.Contract;

/// <summary>Repairs made elsewhere were written, each for the first time. Published in the transaction that writes them.</summary>
/// <param name="Repairs">Those written.</param>
/// <param name="By">The account that asked for it; null for the program itself.</param>
public sealed record ImportedRepairsWritten(IReadOnlyList<ImportedRepair> Repairs, AccountId? By) : INotification
{
    /// <summary>Those that do not count on their own day, for its period is closed: whoever counts them says so, and the import's report tells it.</summary>
    public ISet<ImportedRepairId> InClosedPeriods { get; } = new HashSet<ImportedRepairId>();
}
