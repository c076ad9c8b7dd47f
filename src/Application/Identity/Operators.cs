using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;

namespace RepairNet.Application.Identity;

/// <summary>Takes back the right to run the instance. There is always somebody who has it. In the current transaction.</summary>
internal sealed class Operators(IAccounts accounts, IRowLocks locks, IAuditLog log)
{
    /// <summary>Waits for one's turn; before what concerns one organisation, as whoever erases an account does.</summary>
    public Task HoldAsync(CancellationToken cancellationToken) => locks.HoldNameAsync(IAccounts.Turn, cancellationToken);

    /// <returns>False, and nothing is changed, where nobody else runs the instance.</returns>
    public async Task<bool> TryWithdrawAsync(AccountId account, CancellationToken cancellationToken)
    {
        if (await accounts.IsLastOperatorAsync(account, cancellationToken))
        {
            return false;
        }

        if (await accounts.WithdrawOperatorAsync(account, cancellationToken))
        {
            await log.WriteAsync(new AuditNote(AuditAct.OperatorWithdrawn) { AboutAccount = account }, cancellationToken);
        }

        return true;
    }
}
