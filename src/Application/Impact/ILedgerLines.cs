using RepairNet.Domain.Impact;

namespace RepairNet.Application.Impact;

/// <summary>Writes many lines of the ledger at once, in the transaction that is open: thousands a second on either database.</summary>
public interface ILedgerLines
{
    Task AddAsync(IReadOnlyCollection<LedgerEntry> lines, CancellationToken cancellationToken);
}
