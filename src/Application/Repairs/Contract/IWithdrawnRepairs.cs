using RepairNet.Domain.Common;

namespace RepairNet.Application.Repairs.Contract;

/// <summary>Repairs that left the register. Asked by whoever records one, answered by the area that keeps the ledger.</summary>
public interface IWithdrawnRepairs
{
    /// <summary>Whether one that is not in the register was there.</summary>
    Task<bool> WasThereAsync(RepairId repair, CancellationToken cancellationToken);
}
