using RepairNet.Domain.Common;
using RepairNet.Domain.Reuse;

namespace RepairNet.Application.Reuse;

/// <summary>Changes what a workshop holds, by statements that no concurrent writer can lose and that take nothing that is not there, on either database.</summary>
public interface IStocks
{
    /// <summary>Makes these changes, in the caller's transaction. Null when all are made; else the first that would take what is not there, and the caller rolls back.</summary>
    Task<StockChange?> ChangeAsync(OrganisationId organisation, IReadOnlyList<StockChange> changes, CancellationToken cancellationToken);
}
