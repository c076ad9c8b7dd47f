using RepairNet.Domain.Impact;

namespace RepairNet.Application.Impact;

/// <summary>Writes many lines of the ledger at once, in the transaction that is open: thousands a second on either database.</summary>
public interface ILedgerLines
{
    /// <summary>Writes them in their order.</summary>
    /// <param name="lines">Asked for once, on another thread: the next are made while these are written.</param>
    /// <param name="cancellationToken">Gives up; the transaction is not to be committed then.</param>
    Task AddAsync(IEnumerable<LedgerEntry> lines, CancellationToken cancellationToken);
}
